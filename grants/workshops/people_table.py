"""Who comes to a workshop, for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.sheets import MOMENT, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.workshops.models import SignUp


def people_table(people: Iterable[SignUp]) -> Table:
    """Return the list, those who wait last."""
    columns = (
        Column(_("Nom")),
        Column(_("E-mail")),
        Column(_("Téléphone")),
        Column(_("Association ou groupe")),
        Column(_("Besoins")),
        Column(_("Place")),
        Column(_("Inscrit le"), MOMENT),
    )
    rows = (
        (each.name, each.email, each.phone, each.association, each.needs, _place(each), each.created_at)
        for each in people
    )
    return Table(_("Qui vient"), columns, rows)


def _place(each: SignUp) -> str:
    """Say whether a seat is kept."""
    return str(_("oui") if each.seated else _("liste d’attente"))
