"""The workshops of the demonstration year."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from grants.domain.workshops import instant
from grants.territories.queries import territory
from grants.workshops.services import Guest, WorkshopPlan, plan_workshop, sign_up

if TYPE_CHECKING:
    from grants.calls.models import Call


class Sample(NamedTuple):
    """A workshop: what, when in the filing season (share of it), where, and how many seats."""

    title: str
    kind: str
    words: str
    share: float
    starts: int
    seats: int
    point: int


SAMPLES = (
    Sample(
        "Écrire son projet pour que tout le monde comprenne",
        "writing",
        "On part de ce que vous avez envie de faire, on le raconte à voix haute, on garde ce qui se comprend du premier"
        " coup. Venez avec une idée, même vague ; repartez avec une page.",
        0.25,
        18,
        12,
        0,
    ),
    Sample(
        "Trouver avec qui faire",
        "cooperation",
        "Ce que je cherche, ce que je peux offrir : on l’écrit sur une carte, on tourne, on se parle. Pour les"
        " associations qui se connaissent peu.",
        0.6,
        17,
        16,
        1,
    ),
    Sample(
        "Un budget simple, à deux",
        "writing",
        "Huit lignes suffisent. Quelqu’un de la ville est à côté de vous pour les écrire et relire le dossier.",
        0.9,
        10,
        4,
        2,
    ),
)
WHO = ("Nolwenn Le Bris", "Karim Haddad", "Jeanne Morvan", "Awa Diallo", "Yann Kerbrat")


def plan_workshops(call: Call) -> None:
    """Announce three workshops of the filing season; those to come have people, the last one a waiting list."""
    town = territory(call.territory)
    season = call.closes_on - call.opens_on
    for sample in SAMPLES:
        day = _weekday(call.opens_on + season * sample.share)
        point = town.help_points[sample.point % len(town.help_points)] if town.help_points else None
        workshop = plan_workshop(
            WorkshopPlan(
                call_id=call.id,
                title=sample.title,
                kind=sample.kind,
                description=sample.words.replace(" ;", "\u00a0;").replace(" :", "\u00a0:"),
                starts_at=instant(day, time(sample.starts), town.zone),
                ends_at=instant(day, time(sample.starts + 2), town.zone),
                place=point.name if point else town.service,
                address=point.address if point else town.address,
                accessible=bool(point and point.accessible),
                seats=sample.seats,
                latitude=point.latitude if point else None,
                longitude=point.longitude if point else None,
            ),
            town.key,
        )
        if not workshop.is_over:
            for number, name in enumerate(WHO):
                sign_up(workshop.id, Guest(name, f"atelier-{number}@port-leon.example"), f"demo {workshop.id}")


def _weekday(day: date) -> date:
    """Return that day, or the Monday after a week-end."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)  # noqa: PLR2004 - Saturday is 5
