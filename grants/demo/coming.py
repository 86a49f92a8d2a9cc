"""Who comes to the demonstration's evening: most answered, some bring a colleague, a few have not said."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from grants.db import db
from grants.demo.content import FAMILY_NAMES
from grants.plenary.models import MeetingWish, Veto
from grants.plenary.queries import participants_of
from grants.plenary.queries.party import party_of_project
from grants.plenary.services import add, say_who_comes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Participant, Plenary

COLLEAGUES: Final = ("Nolwenn", "Malo", "Aïcha", "Erwan", "Soizic", "Tanguy", "Inès", "Gwenaël", "Fatou", "Ronan")
GUESTS: Final = (("Anne", "elected", ""), ("Loïc", "service", "La médiathèque"), ("Rozenn", "resident", ""))
NEEDS: Final = ("Boucle magnétique", "Une garde d’enfants jusqu’à 17 h 30", "Quelqu’un avec qui faire le trajet")
NO, SILENT, WITH_COLLEAGUE, WITH_NEEDS, WITH_WISH = 24, 7, 3, 16, 4
"""One project in so many says no, has not answered, brings a colleague, needs something, wishes to meet somebody."""
MANY: Final = 12


def announce(plenary: Plenary, seed: int) -> None:
    """Announce guests, and have the associations answer."""
    names = Random(seed).sample(FAMILY_NAMES, len(GUESTS))  # noqa: S311 - for variety, not for secrets
    for (first, guest_kind, organisation), name in zip(GUESTS, names, strict=True):
        add(plenary, f"{first} {name}", None, guest_kind=guest_kind).organisation = organisation
    voices = [each for each in participants_of(plenary) if each.project is not None]
    for place, voice in enumerate(voices, start=1):
        _answer(plenary, voice, place)
    _wish(voices)
    db.session.flush()


def _answer(plenary: Plenary, voice: Participant, place: int) -> None:
    """Have one association answer, or not yet."""
    weeks_before = datetime.combine(plenary.held_on - timedelta(days=21 - place % 12), time(9), UTC)
    voice.invited_at = weeks_before - timedelta(days=9)
    if place % SILENT == 0 or voice.project is None:
        return
    if place % WITH_COLLEAGUE == 0:
        colleague = f"{COLLEAGUES[place % len(COLLEAGUES)]} {FAMILY_NAMES[place * 7 % len(FAMILY_NAMES)]}"
        say_who_comes(plenary, voice.project, [voice.name, colleague])
    voice.coming = place % NO != 0
    for each in party_of_project(plenary, voice.project).lines:
        each.answered_at = weeks_before
    if place % WITH_NEEDS == 0:
        voice.needs = NEEDS[place // WITH_NEEDS % len(NEEDS)]
        voice.accessible_seat = place % 2 == 0
    voice.shares_contact, voice.contact = place % 2 == 0, voice.email if place % 2 == 0 else ""


def _wish(voices: Sequence[Participant]) -> None:
    """Have some wish to meet others; in a large evening, one would rather not sit with another."""
    for place, voice in enumerate(voices):
        other = voices[(place + 5) % len(voices)]
        if place % WITH_WISH == 0 and other.project is not None and other.project != voice.project:
            db.session.add(MeetingWish(participant_id=voice.id, project_id=other.project.id))
    if len(voices) > MANY:
        db.session.add(Veto(participant_id=voices[1].id, project_id=voices[MANY].project_id))
