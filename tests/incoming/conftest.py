"""What the tests of files that come in share."""

from __future__ import annotations

import pytest

from grants.domain.history_choices import Choices
from grants.incoming.services.reading import read_lines
from grants.incoming.sheets import read_sheets


@pytest.fixture
def lines(tmp_path):
    """Return a function that reads a file's content, line by line."""

    def read(content: bytes, name: str = "aides.csv", **choices):
        path = tmp_path / name
        path.write_bytes(content)
        asked = Choices(**{"year": 2018, **choices})
        sheets = read_sheets(path, asked.encoding, asked.separator)
        return [line for sheet in sheets for line in read_lines(sheet, asked)]

    return read
