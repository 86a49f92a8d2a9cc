"""The interruptions written down are those that are tried, and they are at least thirty."""

from __future__ import annotations

import re

from tests.house.source import HOUSE

LEAST = 30
NO_SCENARIO = "test_(control|each_page|the_page_says)"


def test_each_interruption_written_down_is_tried() -> None:
    text = (HOUSE / "docs" / "interruptions.md").read_text("utf-8")
    written = re.findall(r"^\|.*\| `(test_\w+)`", text, re.MULTILINE)
    browser, tried = HOUSE / "tests" / "browser", set()
    for file in [*browser.glob("test_interruptions_*.py"), browser / "test_slow_link.py"]:
        tried |= set(re.findall(r"^def (test_\w+)", file.read_text("utf-8"), re.MULTILINE))
    assert len(written) >= LEAST
    assert set(written) == {name for name in tried if not re.match(NO_SCENARIO, name)}
