"""The list of projects as it is seen, to take away: the same address, as CSV or JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request
from flask_babel import gettext as _

from grants.opendata import files, queries, words
from grants.opendata.answers import json, opened
from grants.opendata.places import page_maker
from grants.opendata.records import project_record
from grants.opendata.views import bp
from grants.projects.asked import read_asked
from grants.security import EVERYONE, open_to
from grants.sheets import CENTS, DAY, INTEGER, Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from grants.sheets import Cell


@bp.get("/projets.<any(csv, ods, xlsx):ending>")
@open_to(EVERYONE)
def projects_sheet(ending: str) -> ResponseReturnValue:
    """Serve the list of projects with its filters as a table, each with its id and its address."""
    columns = (
        Column("id"),
        Column(_("Année"), INTEGER),
        Column(_("Titre")),
        Column(_("En une phrase")),
        Column(_("Association")),
        Column(_("SIRET")),
        Column(_("RNA")),
        Column(_("Avec")),
        Column(_("Quartiers")),
        Column(_("Thèmes")),
        Column(_("Voté"), CENTS),
        Column(_("Public depuis"), DAY),
        Column(_("Adresse")),
    )
    table = Table(_("Projets"), columns, _rows())
    return opened(sent(table, ending, "projets"))


@bp.get("/paroles.<any(csv, ods, xlsx):ending>")
@open_to(EVERYONE)
def words_sheet(ending: str) -> ResponseReturnValue:
    """Serve what is said of projects as a table, each word with its id and its address."""
    columns = (
        Column("id", INTEGER),
        Column(_("Genre")),
        Column(_("Projet")),
        Column(_("Signé")),
        Column(_("Titre")),
        Column(_("Mots")),
        Column(_("Licence")),
        Column(_("Quand")),
        Column(_("Adresse")),
    )
    return opened(sent(Table(_("Paroles"), columns, _words()), ending, "paroles"))


@bp.get("/projets.json")
@open_to(EVERYONE)
def projects_as_seen() -> ResponseReturnValue:
    """Serve the list of projects with its filters as JSON, the same records as the API."""
    return json(files.projects(read_asked(request.args).filters))


def _rows() -> Iterator[tuple[Cell, ...]]:
    """Give the lines of the table, in the order of the ids."""
    page_of = page_maker()
    for found in queries.every_open_project(read_asked(request.args).filters):
        record, since = project_record(found, page_of), found.project.public_since
        yield (
            str(record["id"]),
            record["year"],
            record["title"],
            record["hook"],
            record["association"]["name"],
            record["association"]["siret"],
            record["association"]["rna"],
            ", ".join(each["name"] for each in record["partners"]),
            ", ".join(place["name"] for place in record["neighbourhoods"]),
            ", ".join(theme["name"] for theme in record["themes"]),
            sum(award.voted_cents + award.in_kind_cents for award in found.awards) if found.awards else None,
            since.date() if since else None,
            record["url"],
        )


def _words() -> Iterator[tuple[Cell, ...]]:
    """Give the lines of the table of words, in the order of the ids."""
    kinds = {"comment": _("mot"), "news": _("nouvelle")}
    for each in words.every_word():
        told = [str(each[name] or "") for name in ("project", "name", "title", "words", "licence", "at", "url")]
        yield int(str(each["id"])), kinds[str(each["kind"])], *told
