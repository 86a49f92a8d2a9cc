"""The links that evenings made over the years, as a picture and the table that says the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import gettext as _

from grants.domain.chart.ring import HALF, ring
from grants.plenary.forms.words_after import LIFE_WORDS
from grants.plenary.queries.links import links_of, years_of_links
from grants.plenary.views import bp
from grants.security import EVERYONE, open_to
from grants.sheets import Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask.typing import ResponseReturnValue

    from grants.domain.chart.ring import Ring
    from grants.plenary.queries.links import Link
    from grants.sheets import Cell

MOST_DRAWN = 120
"""Associations that one picture holds with their names; beyond, the latest year is drawn, and the table has all."""


@bp.get("/pleniere/liens")
@open_to(EVERYONE)
def links() -> ResponseReturnValue:
    """Show who went on with whom, of one year or of all."""
    years = years_of_links()
    year = _asked_year(years)
    rows = links_of(year)
    drawn = rows if len(_people(rows)) <= MOST_DRAWN or year else [each for each in rows if years[0] in each.years]
    return render_template(
        "plenary/after/links.html",
        years=years,
        year=year,
        rows=rows,
        drawn=_drawn(drawn),
        half=HALF,
        whole=len(drawn) == len(rows),
        states=LIFE_WORDS,
    )


@bp.get("/pleniere/liens.<any(ods, xlsx, csv):ending>")
@open_to(EVERYONE)
def links_sheet(ending: str) -> ResponseReturnValue:
    """Give the links as on the page: one line a pair of projects and a year."""
    year = _asked_year(years_of_links())
    heads = (_("Année"), _("Association"), _("Projet"), _("Avec"), _("Son projet"), _("Où en est la rencontre"))
    table = Table(_("Les liens"), tuple(map(Column, heads)), _rows(links_of(year)))
    return sent(table, ending, f"liens-{year}" if year else "liens")


def _asked_year(years: Sequence[int]) -> int:
    """Return the year of the address when its evening made links, else 0."""
    asked = request.args.get("annee", "")
    return next((year for year in years if str(year) == asked), 0)


def _people(rows: Sequence[Link]) -> dict[int, tuple[str, str]]:
    """Return the name and the first theme of each association, by its number."""
    return {
        house.id: (who, theme)
        for link in rows
        for house, who, theme in (
            (link.one, link.one_who, link.one_theme),
            (link.other, link.other_who, link.other_theme),
        )
    }


def _drawn(rows: Sequence[Link]) -> Ring:
    things = [(number, who, theme) for number, (who, theme) in _people(rows).items()]
    return ring(things, [(each.one.id, each.other.id, each.state or "none", len(each.years)) for each in rows])


def _rows(rows: Sequence[Link]) -> Iterator[tuple[Cell, ...]]:
    for link in rows:
        for year, mine, theirs in link.projects:
            state = str(LIFE_WORDS[link.state]) if link.state else ""
            yield (str(year), link.one_who, mine.title, link.other_who, theirs.title, state)
