"""A workshop: its kinds, its hours as people type them, and what must hold of it."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from grants.domain.errors import RuleError

KINDS: Final = ("writing", "cooperation", "other")
"""What one learns there: to write for everybody, to do with others, something else."""

MOST_SEATS: Final = 1000

_HOUR = re.compile(r"(\d{1,2})\s*(?:[h:.]\s*(\d{2})?)?")


def read_hour(typed: str) -> time:
    """Read an hour as people type it: 18 h, 18h30, 18:30, 9; raises RuleError `unreadable_hour`."""
    found = _HOUR.fullmatch(" ".join(typed[:20].split()).lower())
    if found is None or not found[1].isascii():
        raise RuleError("unreadable_hour")
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise RuleError("unreadable_hour") from None


def instant(day: date, hour: time, zone: str) -> datetime:
    """Return the instant of a day and an hour in a town's zone; an hour that a spring night skips is the next one."""
    there = datetime.combine(day, hour, ZoneInfo(zone))
    return there.astimezone(ZoneInfo("UTC"))


def check_workshop(starts_at: datetime, ends_at: datetime, seats: int, taken: int = 0) -> Mapping[str, RuleError]:
    """Return, for each answer that cannot stand, the rule it breaks; `taken` seats are never taken back."""
    broken: dict[str, RuleError] = {}
    if ends_at <= starts_at:
        broken["ends"] = RuleError("ends_before")
    if not 1 <= seats <= MOST_SEATS:
        broken["seats"] = RuleError("seats_out_of_range", most=MOST_SEATS)
    elif seats < taken:
        broken["seats"] = RuleError("seats_taken", taken=taken)
    return broken


def is_eve(starts_at: datetime, at: datetime, zone: str) -> bool:
    """Tell whether it is time to remind people: the day before in the town's zone, or that very day beforehand."""
    there = ZoneInfo(zone)
    return at < starts_at and starts_at.astimezone(there).date() <= at.astimezone(there).date() + timedelta(days=1)
