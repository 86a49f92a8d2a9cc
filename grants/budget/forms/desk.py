"""What a clerk chooses to see of the year's files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from grants.budget.queries.desk import ELSEWHERE, IN_PRIORITY_AREAS, Asked

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask_babel.speaklater import LazyString

    from grants.budget.queries import Desk
    from grants.domain.territory import Territory

Choices = list[tuple[str, str]]
STEPS: Final[dict[str, LazyString]] = {
    "waiting": _l("attend le vote"),
    "to_order": _l("voté, à mandater"),
    "to_pay": _l("mandaté, à payer"),
    "paid": _l("payé"),
    "released": _l("dégagé"),
}
"""Where the money of a file is."""
LONGEST_SEARCH: Final = 200


def read_asked(typed: Mapping[str, str], choices: Mapping[str, Choices]) -> Asked:
    """Read the choices of a clerk from an address; what is not on offer is as if not chosen."""
    chosen = {name: typed.get(name, "") for name in choices}
    kept = {name: value if value in dict(choices[name]) else "" for name, value in chosen.items()}
    text = " ".join(typed.get("q", "").split())[:LONGEST_SEARCH]
    return Asked(step=kept["etat"], place=kept["lieu"], envelope=kept["enveloppe"], text=text)


def address_of(asked: Asked) -> dict[str, str]:
    """Return what an address says of the choices, nothing for what was not chosen."""
    said = {"etat": asked.step, "lieu": asked.place, "enveloppe": asked.envelope, "q": asked.text}
    return {name: value for name, value in said.items() if value}


def choices_of_desk(desk: Desk, town: Territory) -> dict[str, Choices]:
    """Return what may be chosen, by name of field: only what some file is about."""
    steps = {file.step for file in desk.files}
    return {
        "etat": [(step, str(words)) for step, words in STEPS.items() if step in steps],
        "lieu": [*_areas(), *_quarters(desk, town)],
        "enveloppe": [(each.key, each.name) for each in desk.envelopes],
    }


def _areas() -> Choices:
    """Return the two halves of a town."""
    return [(IN_PRIORITY_AREAS, _("Quartiers prioritaires")), (ELSEWHERE, _("Hors quartiers prioritaires"))]


def _quarters(desk: Desk, town: Territory) -> Iterable[tuple[str, str]]:
    """Return the quarters where some project happens."""
    happening = {key for places in desk.places.values() for key in places}
    return ((place.key, place.name) for place in town.neighbourhoods if place.key in happening)
