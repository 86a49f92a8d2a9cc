"""Each picture has a name, a sentence and its own ids, and is drawn without inline style."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest
from flask import render_template_string

from grants.domain.chart import Curve, Step, bars, discs, histogram, plot, waterfall
from grants.domain.chart.places import lines
from grants.territories.queries import territory
from tests.house.test_macros import HOSTILE
from tests.house.test_templates import inline

if TYPE_CHECKING:
    from flask import Flask

EVERY_PICTURE = """
{% import "_macros/charts.html" as charts %}{% import "_macros/plots.html" as plots %}
{% import "_macros/places.html" as places %}
{{ charts.bars("a", word, word, bars) }}{{ charts.waterfall("b", word, word, fall) }}
{{ plots.histogram("c", word, word, bins, word) }}
{{ plots.curves("e", word, word, curves, (word, word), hold_words=word, band_words=word) }}
{{ places.map("f", word, word, discs, lines) }}
{{ places.multiples([("h", word, word, bars), ("i", word, word, bars)]) }}
{{ charts.same(word, (word, word, word), [(word, 1, 2)]) }}
"""
PICTURES = 7


class Pictures(HTMLParser):
    """Notes the ids of a page, and what names each picture."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.names: list[list[str]] = []
        self.used: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.names += [given["aria-labelledby"].split()] if given.get("role") == "img" else []
        self.used += [value[5:-1] for value in given.values() if value.startswith("url(#")]


@pytest.fixture
def drawn(application: Flask) -> str:
    """Return every picture, with hostile words everywhere."""
    town = territory("port-leon")
    curve = Curve(HOSTILE, [(0, 1), (10, 5)], "now")
    pictures = {
        "bars": bars([(HOSTILE, 12_000), (HOSTILE, 9_000)], 10_000),
        "fall": waterfall([Step(HOSTILE, 10_000), Step(HOSTILE, -4_000), Step(HOSTILE, 6_000, whole=True)]),
        "bins": histogram([100, 200_000], 230_000),
        "curves": plot([curve], [(0, 0, 1), (10, 4, 6)], x_marks=(0, 10), holds=(4,)),
        "discs": discs(town, {"bellevue": 300_000}),
    }
    with application.test_request_context():
        pictures["lines"] = lines(town, pictures["discs"])
        return render_template_string(EVERY_PICTURE, word=HOSTILE, **pictures)


def test_each_picture_is_named_and_told_by_its_own_words(drawn: str) -> None:
    page = Pictures()
    page.feed(drawn)
    assert len(page.names) == PICTURES
    assert sorted(page.ids) == sorted(set(page.ids))
    assert all(len(names) == 2 and set(names) <= set(page.ids) for names in page.names)
    assert set(page.used) <= set(page.ids)
    assert "script" not in page.tags


def test_no_picture_holds_inline_style(drawn: str) -> None:
    assert inline(drawn) == []
