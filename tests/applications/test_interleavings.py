"""Two editors, any order, lost answers, closed pages, the same instant: no text is silently overwritten.

The thousand are in bench/trust/interleavings.py.
"""

from __future__ import annotations

import pytest

from tests.applications.conftest import Writer
from tests.applications.interleaving import Interleaving, Town

SHORT = 24


def stories(app, signed_in, *, careful):
    """Yield the losses of each random story, each over a draft of its own."""
    someone = Writer(signed_in())
    for seed in range(SHORT):
        yield Interleaving(Town(app, someone.start().public_id, careful=careful), seed).run()


@pytest.mark.usefixtures("call")
def test_no_text_is_silently_overwritten(app, signed_in):
    assert [losses for losses in stories(app, signed_in, careful=True) if losses] == []


@pytest.mark.usefixtures("call")
def test_control_the_last_to_write_would_overwrite(app, signed_in):
    assert any(stories(app, signed_in, careful=False))
