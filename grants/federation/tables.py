"""The projects of elsewhere and the territories they come from, as files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from grants.federation.forms import kind_words, state_of
from grants.sheets import CENTS, INTEGER, MOMENT, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.federation.models import Cousin, Neighbour


def cousins_table(cousins: Iterable[Cousin]) -> Table:
    """Return every project of elsewhere with its source and its licence."""
    columns = (
        Column(_("Territoire")),
        Column(_("Projet")),
        Column(_("En bref")),
        Column(_("Association")),
        Column(_("Lieu")),
        Column(_("Année"), INTEGER),
        Column(_("Thèmes")),
        Column(_("Somme"), CENTS),
        Column(_("Adresse")),
        Column(_("Licence")),
        Column(_("Source")),
        Column(_("Identifiant")),
        Column(_("Vu le"), MOMENT),
    )
    rows = (
        (
            each.neighbour.name,
            each.title,
            each.hook,
            each.association,
            each.place,
            each.year,
            each.themes,
            each.cents,
            each.url,
            each.licence or each.neighbour.licence,
            each.neighbour.address,
            each.key,
            each.seen_at,
        )
        for each in cousins
    )
    return Table(_("Projets d’ailleurs"), columns, rows)


def neighbours_table(found: Iterable[tuple[Neighbour, int]]) -> Table:
    """Return the territories we read."""
    columns = (
        Column(_("Territoire")),
        Column(_("État")),
        Column(_("Ce que nous lisons")),
        Column(_("Projets"), INTEGER),
        Column(_("Licence")),
        Column(_("Source")),
        Column(_("Dernière lecture"), MOMENT),
    )
    rows = (
        (each.name, state_of(each)[0], kind_words(each.kind), number, each.licence, each.address, each.last_fetched)
        for each, number in found
    )
    return Table(_("Réseau de territoires"), columns, rows)


def cousin_record(cousin: Cousin) -> dict[str, Any]:
    """Return a project of elsewhere as JSON, its source beside it."""
    source = cousin.neighbour
    return {
        "id": cousin.id,
        "url": cousin.url or None,
        "title": cousin.title,
        "hook": cousin.hook,
        "association": cousin.association or None,
        "place": cousin.place or None,
        "year": cousin.year,
        "themes": cousin.themes or None,
        "amount_cents": cousin.cents,
        "licence": cousin.licence or source.licence or None,
        "source": {"name": source.name, "feed": source.address, "home": source.home or None, "id": cousin.key},
        "updated": cousin.updated or None,
        "seen_at": cousin.seen_at.isoformat(),
    }
