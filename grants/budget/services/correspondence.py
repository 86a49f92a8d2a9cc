"""Letters to associations: holding letters before the two months run out, notifications once the council has voted.

Silence on a request for money counts as a negative answer after two months: code des relations entre le public et
l'administration, art. L.231-4, 3°. A holding letter does not stop that clock; it says that the vote is still to come.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from grants import mail
from grants.applications.models import Application
from grants.applications.queries import calls_open_to_files
from grants.applications.services import note_step, tell
from grants.budget.models import Award, SilenceNotice
from grants.budget.queries.correspondence import HOLDING, WARNING, near_limit, notices_of, waiting_files
from grants.budget.queries.payables import town_day
from grants.budget.services.ledger import take_pen
from grants.db import db
from grants.domain.calendar import payment_limit
from grants.domain.errors import RuleError
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from grants.accounts.models import Person
    from grants.budget.queries.correspondence import Notice, Waiting
    from grants.calls.models import Call

HELD, NOTIFIED = "holding_letter", "notified"
"""The kinds of event that say a holding letter, or a notification, left."""


def hold(call: Call, day: date, author: Person, *, everybody: bool = False) -> int | None:
    """Write a holding letter dated `day` to each file whose limit is near, or to all that wait; once each.

    Return how many letters there are, None when all had left already. Raises RuleError `letter_in_future`.
    """
    today = town_day(call)
    if day > today:
        raise RuleError("letter_in_future", day=day)
    take_pen()
    files = waiting_files(call) if everybody else near_limit(call, today)
    return sum(_hold(each, day, author) for each in files if each.held_on is None) or None


def notify(call: Call, day: date, author: Person) -> int | None:
    """Record that the letters of notification leave on a day, and write by mail; each award once.

    Return how many awards were notified, None when all were already. Raises RuleError `letter_in_future`, or
    `notified_before_vote` with the act.
    """
    take_pen()
    notices = [each for each in notices_of(call) if each.notified_on is None]
    _check_day(call, day, notices)
    for notice in notices:
        db.session.get_one(Award, notice.award_id).notified_on = day
        file = db.session.get_one(Application, notice.recipient.file_id)
        note_step(file, NOTIFIED, author.email, on=day.isoformat(), act=notice.act)
        facts = {"cents": notice.cents, "act": notice.act, "voted_on": notice.voted_on or day, "shares": notice.shares}
        tell(file, "application_notified", notified_on=day, pay_on=payment_limit(day), **facts)
    return len(notices) or None


def correct_notice(call: Call, number: str, day: date, reason: str, author: Person) -> bool:
    """Correct the day the letter of a file left; False when it is noted so already. The step keeps the reason.

    Raises RuleError `notice_unknown`, `reason_missing`, or as `notify`.
    """
    take_pen()
    notice = next((each for each in notices_of(call) if each.recipient.number == number and each.notified_on), None)
    if notice is None:
        raise RuleError("notice_unknown", number=number)
    if not reason.strip():
        raise RuleError("reason_missing")
    _check_day(call, day, [notice])
    if notice.notified_on == day:
        return False
    db.session.get_one(Award, notice.award_id).notified_on = day
    file = db.session.get_one(Application, notice.recipient.file_id)
    note_step(file, NOTIFIED, author.email, on=day.isoformat(), act=notice.act, reason=reason)
    return True


def _check_day(call: Call, day: date, notices: Sequence[Notice]) -> None:
    """Hold the day of letters to the calendar: neither to come, nor before the vote they tell."""
    if day > town_day(call):
        raise RuleError("letter_in_future", day=day)
    for notice in notices:
        if notice.voted_on and day < notice.voted_on:
            raise RuleError("notified_before_vote", number=notice.act, voted_on=notice.voted_on)


def warn_of_silence() -> None:
    """Tell the town, once for each file, that two months run out in two weeks; one mail a call and a day."""
    for call in calls_open_to_files():
        today = town_day(call)
        files = [each for each in near_limit(call, today) if _note(each.recipient.file_id, WARNING, today, "")]
        if files:
            town = territory(call.territory)
            waiting = SimpleNamespace(number=len(files), first_on=files[0].silence_on)
            mail.post(town.email, "silence_warning", "fr", call=call, town=town, waiting=waiting)


def _hold(waiting: Waiting, day: date, author: Person) -> bool:
    """Note one holding letter and write by mail; False when it had left already."""
    if not _note(waiting.recipient.file_id, HOLDING, day, author.email):
        return False
    file = db.session.get_one(Application, waiting.recipient.file_id)
    note_step(file, HELD, author.email, on=day.isoformat())
    tell(file, "holding_letter", received_on=waiting.received_on, silence_on=waiting.silence_on)
    return True


def _note(application_id: int, kind: str, day: date, author: str) -> bool:
    """Note a letter of a kind; False when one was noted before, by this machine or another."""
    known = select(SilenceNotice.id).filter_by(application_id=application_id, kind=kind)
    if db.session.scalar(known) is not None:
        return False
    try:
        with db.session.begin_nested():
            db.session.add(SilenceNotice(application_id=application_id, kind=kind, day=day, actor=author))
    except IntegrityError:
        return False
    return True
