"""The data a print was made of, as anybody's software reads them: tables, and one file with all of it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, time
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from grants.pdf import Attachment
from grants.plenary.hours import hour
from grants.plenary.prints.personal import everybody
from grants.plenary.prints.text import who
from grants.sheets import INTEGER, Column, Table, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grants.plenary.prints.content import BookletContent
    from grants.sheets import Cell

CSV = "text/csv"
JSON = "application/json"
PRIVATE = {"people"}
"""What is in no print that everybody may read."""


def open_data(content: BookletContent) -> list[Attachment]:
    """Return what everybody may read: the projects and who sits where, without anybody's name."""
    whole = {name: value for name, value in asdict(content).items() if name not in PRIVATE}
    return [
        Attachment("projets.csv", CSV, written(projects(content), "csv"), _("Les projets, un par ligne")),
        Attachment("tables.csv", CSV, written(seats(content), "csv"), _("Qui est à quelle table, tour par tour")),
        Attachment("pleniere.json", JSON, _json(whole), _("La plénière entière")),
    ]


def personal_data(content: BookletContent) -> list[Attachment]:
    """Return who comes and where each one sits: for the town alone, as the prints that carry them."""
    told = [asdict(person) for person in everybody(content)]
    return [
        Attachment("personnes.csv", CSV, written(people(content), "csv"), _("Les personnes et leurs tables")),
        Attachment("personnes.json", JSON, _json(told), _("Les personnes et leurs tables")),
    ]


def projects(content: BookletContent) -> Table:
    """Return the projects as a table."""
    heads = (
        _("Titre"),
        _("Association"),
        _("Thème"),
        _("Quartier"),
        _("Public"),
        _("Cherche"),
        _("Propose"),
        _("Page"),
    )
    rows = (
        (
            each.number,
            each.title,
            who(each),
            each.theme.name,
            each.quarter,
            each.audience,
            " ; ".join(wish.sentence for wish in each.needs),
            " ; ".join(wish.sentence for wish in each.offers),
            each.url,
        )
        for each in content.projects
    )
    return Table(_("Projets"), (Column(_("N°"), INTEGER), *map(Column, heads)), rows)


def seats(content: BookletContent) -> Table:
    """Return who sits at which table in each round, one line for each project there."""
    rooms = {spot.number: room.name for room in content.rooms for spot in room.tables}
    names = {project.number: who(project) for project in content.projects}
    rows = (
        (each.number, hour(each.starts), rooms.get(table.number, ""), table.number, number, names.get(number, ""))
        for each in content.rounds
        for table in each.tables
        for number in table.projects
    )
    columns = (
        Column(_("Tour"), INTEGER),
        Column(_("Heure")),
        Column(_("Salle")),
        Column(_("Table"), INTEGER),
        Column(_("N°"), INTEGER),
        Column(_("Association")),
    )
    return Table(_("Tables"), columns, rows)


def turns(content: BookletContent) -> Table:
    """Return who speaks about when."""
    named = {project.number: project for project in content.projects}
    rows = (
        (series.label, hour(at), number, named[number].title, who(named[number]))
        for series in content.series
        for number, at in series.turns
    )
    heads = (Column(_("Série")), Column(_("Vers")), Column(_("N°"), INTEGER), Column(_("Titre")))
    return Table(_("Présentations"), (*heads, Column(_("Association"))), rows)


def people(content: BookletContent) -> Table:
    """Return the people with their table in each round."""
    rounds = [Column(_("Tour %(number)s", number=each.number), INTEGER) for each in content.rounds]
    columns = (Column(_("Nom")), Column(_("Association")), Column(_("Projet")), *rounds)
    return Table(_("Personnes"), columns, _people(content))


def _people(content: BookletContent) -> Iterator[Sequence[Cell]]:
    for person in everybody(content):
        tables = {each.round: each.table for each in person.rounds}
        places = [tables.get(each.number) for each in content.rounds]
        yield (person.name, person.association, person.project_title, *places)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=_written).encode()


def _written(value: Any) -> str:  # noqa: ANN401 — whatever JSON does not know
    return value.isoformat() if isinstance(value, date | time) else str(value)
