"""Who comes, for a spreadsheet: the list as it was asked for; what was said in confidence is not in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.plenary.forms import kind_named
from grants.plenary.hours import hour
from grants.plenary.views import bp
from grants.plenary.views.people import PLACE, asked_list
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to
from grants.sheets import INTEGER, MOMENT, Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import time

    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Participant
    from grants.plenary.queries.invitations import PeopleList
    from grants.sheets import Cell


@bp.get(f"{PLACE}/personnes.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def people_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give who was announced for the evening, what each one answered and needs."""
    columns = (
        *map(Column, (_("Nom"), _("Vient pour"), _("Association ou groupe"), _("SIRET"), _("E-mail"), _("Présence"))),
        *map(Column, (_("Arrivée"), _("Départ"), _("Table accessible"), _("Besoins"), _("Coordonnées à donner"))),
        Column(_("Souhaits"), INTEGER),
        *(Column(words, MOMENT) for words in (_("Invitation"), _("Réponse"), _("Dernier rappel"))),
    )
    table = Table(_("Qui vient"), columns, _people(asked_list(asked_plenary(year))))
    return sent(table, ending, f"pleniere-{year}-personnes")


def _people(found: PeopleList) -> Iterator[tuple[Cell, ...]]:
    """Give one line a person."""
    for each in found.people:
        yield (
            each.name,
            *_house(each),
            each.email,
            presence(each),
            _hour(each.arrives_at),
            _hour(each.leaves_at),
            _("oui") if each.accessible_seat else "",
            each.needs,
            each.contact,
            found.wishes.get(each.id) or None,
            each.invited_at,
            each.answered_at,
            each.reminded_at,
        )


def _house(each: Participant) -> tuple[str, str, str]:
    """Return what somebody comes for, their association and its number."""
    if each.project is None:
        return kind_named(each.guest_kind), each.organisation, ""
    house = each.project.association
    return each.project.title, house.name, house.siret or ""


def presence(each: Participant) -> str:
    """Say whether somebody comes, in a word or two."""
    if not each.coming:
        return str(_("ne vient pas"))
    return str(_("vient") if each.answered_at else _("sans réponse"))


def _hour(at: time | None) -> str:
    return hour(at) if at else ""
