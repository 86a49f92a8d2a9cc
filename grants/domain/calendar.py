"""The calendar of a call's year, computed from the dates its staff chose (domain § 3 and § 4)."""

from __future__ import annotations

import calendar as months
import re
import unicodedata
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from itertools import pairwise

from grants.domain.errors import RuleError

SILENCE_MONTHS = 2
"""A request for money left unanswered this long counts as answered: code des relations entre le public et
l'administration."""
WARNING_DAYS = 14
"""Staff are warned this many days before that limit, so that holding letters leave in time."""
CLEAR_DAYS = 5
"""Clear days between the note to councillors and the council (towns from 3,500 inhabitants)."""
USUAL_NOTICE = timedelta(days=12)
"""Letters usually leave within this time of the council's vote."""
PAYMENT_DAYS = 60
"""A grant is paid within this many days of its notification."""
REPORT_MONTH, REPORT_DAY = 6, 30
"""The financial report is due six months after the end of the year in which the grant was paid."""
REMINDERS = (("day", 1), ("week", 7))
"""Reminders before a call closes, the nearest first, and how many days before."""
FIRST_YEAR, LAST_YEAR = 1900, 2200

_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_NUMERIC = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4}|\d{2})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDED = re.compile(r"(\d{1,2})(?:er)? ([a-z]{3,9})\.? (\d{4})")


@dataclass(frozen=True, slots=True)
class CallDates:
    """The nine dates of a call, in the order in which they are lived; the plenary may come before the payments."""

    opens_on: date
    closes_on: date
    complete_by: date
    settle_on: date
    council_on: date
    notify_by: date
    pay_by: date
    plenary_on: date
    report_by: date

    def a_year_later(self, years: int = 1) -> CallDates:
        """Return the same dates moved by whole years; 29 February falls back on the 28th."""
        moved = {field.name: add_months(getattr(self, field.name), 12 * years) for field in fields(self)}
        return replace(self, **moved)


@dataclass(frozen=True, slots=True)
class Milestone:
    """One line of the printed calendar: what (`key`), from when, until when, and the limit the law sets, if any."""

    key: str
    starts: date
    ends: date | None = None
    limit: date | None = None


def add_months(day: date, number: int) -> date:
    """Return the same day `number` months later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def usual_dates(year: int) -> CallDates:
    """Return the usual dates of a call of that year (domain § 4), for a first call or one whose calendar is lost."""
    return CallDates(
        opens_on=date(year, 6, 1),
        closes_on=date(year, 9, 15),
        complete_by=date(year, 10, 10),
        settle_on=date(year, 10, 20),
        council_on=date(year, 12, 5),
        notify_by=date(year, 12, 15),
        pay_by=date(year + 1, 2, 13),
        plenary_on=date(year + 1, 1, 25),
        report_by=date(year + 2, 6, 30),
    )


def silence_limit(filed_on: date) -> date:
    """Return the day two months after a request was received: an answer must have left by then."""
    return add_months(filed_on, SILENCE_MONTHS)


def holding_letter_warning(filed_on: date) -> date:
    """Return the day on which staff are told that a holding letter is due for a request."""
    return silence_limit(filed_on) - timedelta(days=WARNING_DAYS)


def note_limit(council_on: date) -> date:
    """Return the last day to send councillors their note: neither that day nor the council's counts (clear days)."""
    return council_on - timedelta(days=CLEAR_DAYS + 1)


def payment_limit(notified_on: date) -> date:
    """Return the last day to pay what was notified that day."""
    return notified_on + timedelta(days=PAYMENT_DAYS)


def report_limit(paid_on: date) -> date:
    """Return the last day to hand the financial report of a grant paid that day."""
    return date(paid_on.year + 1, REPORT_MONTH, REPORT_DAY)


def reminder_due(today: date, closes_on: date, begun_on: date) -> str:
    """Return which reminder a draft should have had by today, `week` or `day`; empty when none.

    A reminder missed on its day is due on the next ones, until the call closes. A draft begun on the day of a reminder,
    or later, does not need it.
    """
    for kind, days in REMINDERS:
        due_on = closes_on - timedelta(days=days)
        if due_on <= today <= closes_on:
            return kind if begun_on < due_on else ""
    return ""


def year_calendar(dates: CallDates) -> tuple[Milestone, ...]:
    """Return every step of the call's year in the order of its days; steps of one day keep the order of the trade."""
    limit = silence_limit(dates.closes_on)
    steps = [
        Milestone("filing", dates.opens_on, dates.closes_on),
        Milestone("completeness", dates.closes_on + timedelta(days=1), dates.complete_by),
        Milestone("settlement", dates.settle_on),
        Milestone("note", note_limit(dates.council_on)),
        Milestone("council", dates.council_on),
        Milestone("notification", dates.council_on, dates.notify_by),
        Milestone("payment", dates.notify_by, dates.pay_by, payment_limit(dates.notify_by)),
        Milestone("plenary", dates.plenary_on),
        Milestone("report", dates.report_by, limit=report_limit(dates.pay_by)),
    ]
    if dates.council_on > limit:
        steps.append(Milestone("holding_letters", holding_letter_warning(dates.closes_on), limit))
    return tuple(sorted(steps, key=lambda step: step.starts))


def check_dates(dates: CallDates) -> dict[str, RuleError]:
    """Return, for each date that cannot stand, the rule it breaks; empty when the calendar holds."""
    broken: dict[str, RuleError] = {}
    lived = ["opens_on", "closes_on", "complete_by", "settle_on", "council_on", "notify_by", "pay_by", "report_by"]
    for earlier, later in [*pairwise(lived), ("council_on", "plenary_on")]:
        before, after = getattr(dates, earlier), getattr(dates, later)
        if after < before:
            broken[later] = RuleError("date_before", earlier=earlier, day=before)
    if "pay_by" not in broken and dates.pay_by > payment_limit(dates.notify_by):
        broken["pay_by"] = RuleError("payment_late", limit=payment_limit(dates.notify_by))
    if "report_by" not in broken and dates.report_by > report_limit(dates.pay_by):
        broken["report_by"] = RuleError("report_late", limit=report_limit(dates.pay_by))
    return broken


def check_deadline(closes_on: date, wanted: date, today: date) -> None:
    """Hold the last day to send a file: once past it is what everybody counted on, so it no longer moves.

    Equal treatment of those who applied in time forbids to open the door again for some (principle of equality before
    public services: Conseil d'État, Section, 10 May 1974, Denoyez et Chorques); the call's setting welcomes late files
    for all. A deadline still to come is not brought into the past either. Raises RuleError `deadline_past` (closes_on)
    or `deadline_in_past` (wanted, today).
    """
    if wanted == closes_on:
        return
    if closes_on < today:
        raise RuleError("deadline_past", closes_on=closes_on)
    if wanted < today:
        raise RuleError("deadline_in_past", wanted=wanted, today=today)


def read_date(typed: str) -> date:
    """Read a day as people type it: 15/09/2026, 15.9.26, 2026-09-15, 15 septembre 2026, 1er juin 2026.

    Raises RuleError `no_such_day` for a day the calendar does not have, `unreadable_date` for anything else.
    """
    text = _plain(typed)
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
    elif found := _NUMERIC.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3].rjust(4, "x").replace("xx", "20"))
    elif (found := _WORDED.fullmatch(text)) and (month := _month(found[2])):
        day, year = int(found[1]), int(found[3])
    else:
        raise RuleError("unreadable_date", typed=typed[:40])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise RuleError("year_out_of_range", year=year)
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleError("no_such_day", day=day, month=month, year=year) from None


def _plain(typed: str) -> str:
    """Return lower-case words without accents, with single spaces."""
    letters = unicodedata.normalize("NFKD", typed[:60]).casefold()
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return " ".join(kept.split())


def _month(word: str) -> int:
    """Return the number of the one month beginning with this word, or 0 (`jui` could be June or July)."""
    found = [number for number, name in enumerate(_MONTHS, start=1) if name.startswith(word)]
    return found[0] if len(found) == 1 else 0
