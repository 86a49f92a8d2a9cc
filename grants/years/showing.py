"""The years in words: the lines of their table, the reason of each dash, and the pictures that say the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from grants.commons.showing import euros
from grants.domain.chart import Columns, columns
from grants.sheets import CENTS, INTEGER, Column, Kind, Table
from grants.years.queries import YearRow
from grants.years.queries.together import CALL, FILE, TYPED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.sheets import Cell
    from grants.years.queries import Sums

DASH = "–"

SOURCES: dict[str, LazyString] = {
    CALL: _l("l’appel, ici"),
    FILE: _l("un fichier publié"),
    TYPED: _l("le service, de mémoire"),
}
NOT_TOLD: dict[str, LazyString] = {
    FILE: _l("Le fichier repris ne le dit pas."),
    TYPED: _l("Le service n’a noté que le nombre de projets et les sommes demandées."),
}


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the years: its head, its kind, how its value and its part of a whole are read, why it may lack."""

    key: str
    head: LazyString
    kind: Kind
    value: Callable[[YearRow], int | None]
    lacks: LazyString
    whole: Callable[[YearRow], int | None] | None = None


def _first(pair: tuple[int, int] | None) -> int | None:
    return pair[0] if pair else None


def _second(pair: tuple[int, int] | None) -> int | None:
    return pair[1] if pair else None


_NO_EVENING = _l("Aucune plénière n’est notée pour cette année.")

MEASURES: tuple[Measure, ...] = (
    Measure("projects", _l("Projets"), INTEGER, lambda row: row.projects, _l("Aucun projet public.")),
    Measure(
        "associations",
        _l("Associations"),
        INTEGER,
        lambda row: row.associations,
        _l("Aucun projet n’est encore public."),
    ),
    Measure(
        "newcomers",
        _l("Première participation"),
        INTEGER,
        lambda row: row.newcomers,
        _l("Aucun projet n’est encore public."),
        lambda row: row.projects,
    ),
    Measure(
        "requested", _l("Sommes demandées"), CENTS, lambda row: row.requested, _l("Aucun dossier n’est encore retenu.")
    ),
    Measure("voted", _l("Sommes votées"), CENTS, lambda row: row.voted, _l("Le conseil n’a pas encore voté.")),
    Measure("quarters", _l("Quartiers"), INTEGER, lambda row: row.quarters, _l("Aucun projet ne nomme son quartier.")),
    Measure(
        "priority",
        _l("En quartier prioritaire"),
        INTEGER,
        lambda row: _first(row.priority),
        _l("Aucun projet ne nomme son quartier."),
        lambda row: _second(row.priority),
    ),
    Measure(
        "reports",
        _l("Bilans reçus"),
        INTEGER,
        lambda row: _first(row.reports),
        _l("Aucun bilan n’est encore attendu."),
        lambda row: _second(row.reports),
    ),
    Measure("encounters", _l("Rencontres voulues"), INTEGER, lambda row: row.encounters, _NO_EVENING),
    Measure(
        "lasted",
        _l("Rencontres qui durent"),
        INTEGER,
        lambda row: row.lasted,
        _l("Personne n’a encore donné de nouvelles six mois après."),
        lambda row: row.told,
    ),
)
"""What is told of each year, in the order of the columns."""


def reason(measure: Measure, row: YearRow) -> str:
    """Say why a year has no such figure."""
    return str(NOT_TOLD.get(row.source, measure.lacks))


def written(measure: Measure, row: YearRow) -> str:
    """Write a figure as people read it, with its whole when it is a part; a dash when nobody knows."""
    value = measure.value(row)
    if value is None:
        return DASH
    if measure.kind is CENTS:
        return euros(value)
    whole = measure.whole(row) if measure.whole else None
    return str(value) if whole is None else str(_("%(part)s sur %(whole)s", part=value, whole=whole))


class Notes:
    """The reasons of the dashes of a table, numbered as they come."""

    def __init__(self) -> None:
        """Begin without any."""
        self.reasons: list[str] = []

    def cell(self, measure: Measure, row: YearRow) -> str:
        """Write a figure; a dash carries the number of its reason."""
        if measure.value(row) is not None:
            return written(measure, row)
        why = reason(measure, row)
        if why not in self.reasons:
            self.reasons.append(why)
        return f"{DASH}\u00a0({self.reasons.index(why) + 1})"


def lines(rows: Iterable[YearRow], notes: Notes) -> list[tuple[YearRow, list[str]]]:
    """Return each year with its cells, in the order of MEASURES."""
    return [(row, [notes.cell(measure, row) for measure in MEASURES]) for row in rows]


@dataclass(frozen=True, slots=True)
class Picture:
    """One measure over the years: its sentence, its columns, and the lines (year, words) of its table."""

    key: str
    title: str
    words: str
    drawn: Columns
    rows: list[tuple[int, str]]
    money: bool


def pictures(rows: Sequence[YearRow]) -> list[Picture]:
    """Draw each measure that at least two years know, the years from left to right."""
    ordered = sorted(rows, key=lambda row: row.year)
    drawn = []
    for measure in MEASURES:
        values = [measure.value(row) for row in ordered]
        known = [value for value in values if value is not None]
        if len(known) > 1 and any(known):
            drawn.append(_picture(measure, ordered, values, len(values) - len(known)))
    return drawn


def _picture(measure: Measure, rows: Sequence[YearRow], values: Sequence[int | None], unknown: int) -> Picture:
    """Draw one measure, and say how many years are not known."""
    known = [value for value in values if value is not None]
    least, most = ((euros(each) if measure.kind is CENTS else str(each)) for each in (min(known), max(known)))
    words = str(_("De %(least)s à %(most)s selon les années.", least=least, most=most))
    if unknown:
        words += " " + str(_("Une place vide\u00a0: cette année-là, on ne sait pas."))
    return Picture(
        measure.key,
        str(measure.head),
        words,
        columns([(str(row.year), value) for row, value in zip(rows, values, strict=True)]),
        [(row.year, written(measure, row)) for row in rows],
        measure.kind is CENTS,
    )


def years_table(rows: Iterable[YearRow]) -> Table:
    """Return the years as a table that leaves: an empty cell is what nobody knows, and the last column says why."""
    heads = [Column(_("Année"), INTEGER), Column(_("D’où viennent ces chiffres"))]
    for measure in MEASURES:
        heads.append(Column(str(measure.head), measure.kind))
        if measure.whole:
            heads.append(Column(str(_("%(what)s\u00a0: sur combien", what=measure.head)), INTEGER))
    heads.append(Column(_("Ce qui n’est pas connu")))
    return Table(str(_("Les années")), heads, [_cells(row) for row in rows])


def _cells(row: YearRow) -> list[Cell]:
    """Write one year of the table that leaves."""
    cells: list[Cell] = [row.year, str(SOURCES[row.source])]
    lacking: list[str] = []
    for measure in MEASURES:
        value = measure.value(row)
        cells.append(value)
        if measure.whole:
            cells.append(None if value is None else measure.whole(row))
        if value is None:
            lacking.append(reason(measure, row))
    return [*cells, " ".join(dict.fromkeys(lacking))]


def sums_table(rows: Iterable[Sums]) -> Table:
    """Return what each association received as a table that leaves, one line an association and a year."""
    heads = (Column(_("Association")), Column(_("Année"), INTEGER), Column(_("Somme votée"), CENTS))
    return Table(
        str(_("Sommes par association")),
        heads,
        [(row.name, year, cents) for row in rows for year, cents in row.by_year],
    )


def totals(rows: Sequence[YearRow]) -> list[tuple[str, str]]:
    """Return the shares that answer whoever fears that money is merely sprinkled, as the macro `figures` takes them."""
    new = [(row.newcomers, row.projects) for row in rows if row.newcomers is not None and row.projects]
    back = [row.reports for row in rows if row.reports]
    lived = [(row.lasted, row.told) for row in rows if row.lasted is not None]
    told = (
        (_share(new), _("des projets sont une première participation")),
        (_share(back), _("des bilans attendus sont arrivés")),
        (_share(lived), _("des rencontres dont on a des nouvelles durent")),
    )
    return [(share, words) for share, words in told if share]


def _share(parts: Iterable[tuple[int, int]]) -> str:
    """Write a share of all the years in percent, empty when nothing is known."""
    pairs = list(parts)
    whole = sum(all_ for _part, all_ in pairs)
    return f"{round(100 * sum(part for part, _all in pairs) / whole)}\u00a0%" if whole else ""
