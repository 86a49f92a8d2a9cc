"""The desk's lists of associations and of their people as spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.accounts.queries import people_of
from grants.accounts.views.associations import asked_words, handled, matching
from grants.accounts.views.sign_in import bp
from grants.security import STAFF, open_to
from grants.sheets import DAY, INTEGER, Column, Table, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/gestion/associations.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def associations_sheet(ending: str) -> ResponseReturnValue:
    """Give every association that matches the words looked for, all pages together."""
    columns = (
        Column(_("Nom")),
        Column(_("SIRET ou RNA")),
        Column(_("Personnes"), INTEGER),
        Column(_("Demandes à rejoindre"), INTEGER),
    )
    rows = ((row.name, row.number, row.people, row.claims) for row in matching(asked_words()))
    return sent(Table(_("Les associations"), columns, rows), ending, "associations")


@bp.get("/gestion/associations/<int:association_id>.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def association_sheet(association_id: int, ending: str) -> ResponseReturnValue:
    """Give the people who act for an association."""
    house = handled(association_id)
    columns = (Column(_("Association")), Column(_("SIRET")), Column(_("Nom")), Column(_("E-mail")))
    rows = ((house.name, house.siret, row.person.name, row.person.email, row.since.date()) for row in people_of(house))
    table = Table(_("Les personnes"), (*columns, Column(_("Depuis le"), DAY)), rows)
    return sent(table, ending, f"association-{association_id}-personnes")
