"""One year in words: its themes, its quarters, what was sought and offered, the years around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.projects.forms import KIND_WORDS
from grants.projects.wording import quarter_of, theme_of
from grants.sheets import INTEGER, Column, Table
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.domain.territory import Territory
    from grants.years.queries import Year


def town_of(year: Year) -> Territory:
    """Return the town of a year's calls."""
    return territory(year.calls[0].territory)


def themes(year: Year) -> list[tuple[str, str, int]]:
    """Return (key, name, projects) of each theme, in the town's own order, then those it no longer has."""
    town = town_of(year)
    order = [theme.key for theme in town.themes]
    keys = sorted(year.themes, key=lambda key: (order.index(key) if key in order else len(order), key))
    return [(key, theme_of(town, key).name, year.themes[key]) for key in keys]


def quarters(year: Year) -> list[tuple[str, str, int, bool]]:
    """Return (key, name, projects, priority area when filing closed) of each quarter, by the town's own order."""
    town, day = town_of(year), year.calls[0].closes_on
    order = [place.key for place in town.neighbourhoods]
    keys = sorted(year.quarters, key=lambda key: (order.index(key) if key in order else len(order), key))
    return [(key, quarter_of(town, key).name, year.quarters[key], town.is_priority([key], day)) for key in keys]


def wishes(year: Year) -> list[tuple[str, int, int]]:
    """Return (kind in words, projects that seek it, projects that offer it), what is most sought first."""
    kinds = sorted({*year.needs, *year.offers}, key=lambda kind: (-year.needs.get(kind, 0), kind))
    return [(str(KIND_WORDS[kind]).capitalize(), year.needs.get(kind, 0), year.offers.get(kind, 0)) for kind in kinds]


def around(year: int, years: Sequence[int]) -> tuple[int, int]:
    """Return the year known before and the one known after, 0 when there is none."""
    return max((each for each in years if each < year), default=0), min(
        (each for each in years if each > year), default=0
    )


def year_table(year: Year) -> Table:
    """Return the counts of a year as a table that leaves: what, which, how many projects."""
    rows = [(str(_("Thème")), name, number) for _key, name, number in themes(year)]
    rows += [(str(_("Quartier")), name, number) for _key, name, number, _priority in quarters(year)]
    for kind, sought, offered in wishes(year):
        rows += [(str(_("Cherché")), kind, sought), (str(_("Proposé")), kind, offered)]
    heads = (Column(_("Ce qui est compté")), Column(_("Nom")), Column(_("Projets"), INTEGER))
    return Table(str(_("Année %(year)s", year=year.calls[0].year)), heads, rows)
