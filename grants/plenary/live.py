"""Where the evening stands, in words: what the screen of the room and the desk both show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.domain.day.clock import WARNING
from grants.plenary import wording

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from grants.plenary.queries.day import Speaking, Stage

SPEAKER_WARNING = 15
"""Seconds before the end when whoever speaks is told."""


@dataclass(frozen=True, slots=True)
class Line:
    """A moment of the day: its hour as it is lived, its name, and whether it is past, now or to come."""

    number: int
    hour: str
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Countdown:
    """A time that runs: its end by the town's clock in milliseconds, or what is left in seconds while it stands still.

    `warning` is how many seconds before the end people are told.
    """

    ends_at: int
    left: int
    paused: bool
    warning: int

    @property
    def text(self) -> str:
        """What is left, as minutes and seconds; after the end, how long it has been over."""
        sign, left = ("+", -self.left) if self.left < 0 else ("", self.left)
        return f"{sign}{left // 60}:{left % 60:02}"

    @property
    def tone(self) -> str:
        """How near the end is."""
        return "over" if self.left <= 0 else "soon" if self.left <= self.warning else ""


def lines_of(stage: Stage, instant: datetime) -> list[Line]:
    """Return the moments of the day."""
    place = stage.hand.moment if stage.hand is not None else -1
    hours = stage.hours(instant)
    return [
        Line(
            number,
            wording.hour(hours[number].time()),
            wording.moment_label(moment),
            "past" if number < place else "now" if number == place else "next",
        )
        for number, moment in enumerate(stage.moments)
    ]


def countdown_of(stage: Stage, instant: datetime) -> Countdown | None:
    """Return the time left of the moment under way."""
    if stage.hand is None or stage.moment is None:
        return None
    left = stage.left(instant)
    return Countdown(_end(instant, left), left, stage.hand.paused_at is not None, WARNING)


def speaker_countdown(speaking: Speaking, instant: datetime) -> Countdown | None:
    """Return the time left to whoever speaks; None before the first one begins."""
    if speaking.now is None or speaking.since is None:
        return None
    left = speaking.now.seconds - int((instant - speaking.since).total_seconds())
    return Countdown(_end(instant, left), left, paused=False, warning=SPEAKER_WARNING)


def title_of(stage: Stage) -> str:
    """Say what happens now."""
    if stage.over:
        return str(_("La plénière est finie. Merci à toutes et à tous\u00a0!"))
    if stage.moment is None:
        return str(_("Bienvenue\u00a0! La plénière commence bientôt."))
    return wording.moment_label(stage.moment)


def next_words(stage: Stage, lines: Sequence[Line]) -> str:
    """Say what comes next and at what hour, empty when nothing does."""
    coming = next((line for line in lines if line.state == "next"), None)
    if coming is None or stage.over:
        return ""
    return str(_("Ensuite, à %(hour)s\u00a0: %(what)s", hour=coming.hour, what=coming.label))


def _end(instant: datetime, left: int) -> int:
    return int(1000 * (instant.timestamp() + left))
