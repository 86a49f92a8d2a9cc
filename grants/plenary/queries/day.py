"""Where an evening stands: its moments, the one under way, who speaks, who sits where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from grants.db import db
from grants.domain.day.clock import Hand, beginnings, rounds_begun, seconds_left
from grants.domain.moments import Moment
from grants.plenary.models import EveningClock, Passage, Plenary, Programme
from grants.plenary.queries.programmes import order_of, published_programme
from grants.plenary.queries.schedule import day_of
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Speaking:
    """A room during presentations: all its passages, the place of the one who speaks (none left: past the last)."""

    room: int
    passages: tuple[Passage, ...]
    place: int
    since: datetime | None

    @property
    def now(self) -> Passage | None:
        """The passage under way."""
        return self.passages[self.place] if self.place < len(self.passages) else None

    @property
    def following(self) -> Sequence[Passage]:
        """The two passages that come next."""
        return self.passages[self.place + 1 : self.place + 3]


@dataclass(frozen=True, slots=True)
class Stage:
    """The evening as it is lived: its moments with their planned hours, and the hand that stands on one of them."""

    plenary: Plenary
    programme: Programme
    moments: tuple[Moment, ...]
    plan: tuple[tuple[datetime, datetime], ...]
    change: int
    hand: Hand | None
    began: dict[int, datetime]
    speaking: tuple[Speaking, ...]

    @property
    def over(self) -> bool:
        """Whether the last moment is over too."""
        return self.hand is not None and self.hand.moment >= len(self.moments)

    @property
    def moment(self) -> Moment | None:
        """The moment under way."""
        return self.moments[self.hand.moment] if self.hand is not None and not self.over else None

    @property
    def following(self) -> Moment | None:
        """The moment that comes next."""
        place = self.hand.moment + 1 if self.hand is not None else 0
        return self.moments[place] if place < len(self.moments) else None

    @property
    def rounds_begun(self) -> int:
        """How many rounds are over or under way: nobody is moved there any more."""
        begun = [each.round for each in self.moments[: self.hand.moment + 1] if each.round] if self.hand else []
        return len(begun)

    @property
    def coming_round(self) -> int | None:
        """The round under way, or else the next one."""
        place = self.hand.moment if self.hand is not None else 0
        return next((each.round for each in self.moments[place:] if each.round), None)

    def planned_seconds(self) -> int:
        """Return how long the moment under way was to last."""
        if self.hand is None or self.over:
            return 0
        starts, ends = self.plan[self.hand.moment]
        return int((ends - starts).total_seconds())

    def left(self, instant: datetime) -> int:
        """Return the seconds left of the moment under way."""
        return seconds_left(self.planned_seconds(), self.hand, instant) if self.hand and not self.over else 0

    def hours(self, instant: datetime) -> list[datetime]:
        """Return when each moment began or will begin, in the town's hours."""
        zone = self.plan[0][0].tzinfo if self.plan else None
        hand = None if self.over else self.hand
        return [hour.astimezone(zone) for hour in beginnings(self.plan, hand, self.began, instant)]


def clock_of(plenary: Plenary) -> EveningClock | None:
    """Return the clock of an evening once it was started."""
    return db.session.get(EveningClock, plenary.id)


def mark_of(plenary: Plenary) -> tuple[int, int]:
    """Return the commands given to the clock and the published version: together they change whenever a screen does."""
    change = db.session.scalar(select(EveningClock.change).where(EveningClock.plenary_id == plenary.id))
    return change or 0, plenary.published_version or 0


def began_of(plenary: Plenary) -> dict[int, datetime]:
    """Return when each round that is over or under way began, rounds from 1."""
    stage = stage_of(plenary)
    if stage is None:
        return {}
    rounds = {place: moment.round for place, moment in enumerate(stage.moments) if moment.round}
    return rounds_begun(stage.began, rounds)


def stage_of(plenary: Plenary) -> Stage | None:
    """Return where the evening stands; None before a programme is published."""
    programme = published_programme(plenary)
    if programme is None:
        return None
    moments = day_of(plenary, programme).moments
    clock = clock_of(plenary)
    hand = _hand(clock)
    moment = moments[hand.moment] if hand and hand.moment < len(moments) else None
    return Stage(
        plenary,
        programme,
        moments,
        tuple(planned_hours(plenary, moments)),
        clock.change if clock else 0,
        hand,
        {int(place): datetime.fromisoformat(at) for place, at in (clock.began if clock else {}).items()},
        tuple(_speaking(programme, moment, clock)) if clock and moment and moment.blocks else (),
    )


def planned_hours(plenary: Plenary, moments: Sequence[Moment]) -> list[tuple[datetime, datetime]]:
    """Return the start and the end of each moment, in the town's zone; an evening may pass midnight."""
    zone = ZoneInfo(territory(plenary.call.territory).zone)
    clock = datetime.combine(plenary.held_on, plenary.starts_at, zone)
    found = []
    for moment in moments:
        starts = _next(clock, moment.starts.hour, moment.starts.minute)
        clock = _next(starts, moment.ends.hour, moment.ends.minute)
        found.append((starts, clock))
    return found


def rooms_of(moment: Moment) -> list[tuple[int, ...]]:
    """Return the blocks each room hears during a moment of presentations."""
    rooms = max(1, min(moment.rooms, len(moment.blocks)))
    return [moment.blocks[room::rooms] for room in range(rooms)]


def _next(clock: datetime, hour: int, minute: int) -> datetime:
    """Return the first instant at that hour, not before the clock."""
    wanted = clock.replace(hour=hour, minute=minute)
    return wanted if wanted >= clock else wanted + timedelta(days=1)


def _hand(clock: EveningClock | None) -> Hand | None:
    if clock is None or clock.moment is None or clock.started_at is None:
        return None
    return Hand(clock.moment, clock.started_at, clock.paused_at, clock.extra_seconds)


def _speaking(programme: Programme, moment: Moment, clock: EveningClock) -> list[Speaking]:
    blocks = {order.block: order.passages for order in order_of(programme)}
    found = []
    for room, heard in enumerate(rooms_of(moment), start=1):
        passages = tuple(passage for block in heard for passage in blocks.get(block, ()))
        kept = clock.speakers.get(str(room), {})
        at = kept.get("position", 0)
        place = next((nth for nth, each in enumerate(passages) if each.position >= at), len(passages))
        since = datetime.fromisoformat(kept["at"]) if kept.get("at") else None
        found.append(Speaking(room, passages, place, since))
    return found
