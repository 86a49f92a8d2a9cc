"""Four towns, the instants at which their calls open and close, and a second way to tell what day it is there."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from shutil import copytree
from typing import TYPE_CHECKING

from grants.calls.models import Call
from grants.territories import queries

if TYPE_CHECKING:
    from pathlib import Path

ZONES = {
    "paris": "Europe/Paris",
    "reunion": "Indian/Reunion",
    "martinique": "America/Martinique",
    "noumea": "Pacific/Noumea",
}
FIXED = {"reunion": 4, "martinique": -4, "noumea": 11}
"""Hours ahead of UTC, all year."""
HOUR = timedelta(hours=1)


def lay_towns(folder: Path) -> None:
    """Write four towns that differ by their zone alone, beside those of the house."""
    copytree(queries.FOLDER, folder, dirs_exist_ok=True)
    model = (queries.FOLDER / "port-leon.toml").read_text(encoding="utf-8")
    for key, zone in ZONES.items():
        (folder / f"{key}.toml").write_text(model.replace('"Europe/Paris"', f'"{zone}"'), encoding="utf-8")


def last_sunday(year: int, month: int) -> datetime:
    """Return one o’clock UTC on the last Sunday of a month of 31 days, when the Union changes its clocks."""
    last = date(year, month, 31)
    return datetime.combine(last - timedelta(days=(last.weekday() + 1) % 7), time(1), UTC)


def day_there(town: str, instant: datetime) -> date:
    """Return the day it is in a town, by the directive on summer time (2000/84/CE) and not by the tables of zones."""
    summer = last_sunday(instant.year, 3) <= instant < last_sunday(instant.year, 10)
    ahead = FIXED.get(town, 2 if summer else 1)
    return (instant + ahead * HOUR).date()


def right(call: Call, town: str, instant: datetime) -> str:
    """Say whether a call takes files."""
    day = day_there(town, instant)
    return "before" if day < call.opens_on else "open" if day <= call.closes_on else "closed"


def call_around(town: str, opens_on: date, closes_on: date) -> Call:
    """Return a call of those days, kept nowhere."""
    return Call(territory=town, opens_on=opens_on, closes_on=closes_on, late_files_welcome=False)
