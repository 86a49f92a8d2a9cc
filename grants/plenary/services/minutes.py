"""The minutes: the town writes, anybody adds, all is read at once and may be hidden afterwards with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.plenary.models import MinuteEntry
from grants.security import take_token

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.plenary.models import Plenary

LONGEST_WORDS = 2000
LONGEST_AUTHOR = 80
LONGEST_WHY = 200
PER_HAND = 20
"""Paragraphs from one machine or proxy in an hour: a whole association may write from its own room."""
WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Addition:
    """A paragraph to add: its words, who signs it (empty: nobody), and the key of the form that sends it."""

    words: str
    author: str
    once: str


def add_minutes(plenary: Plenary, added: Addition, hand: str) -> MinuteEntry:
    """Add what somebody remembers of the evening; the same form sent twice adds once.

    `hand` tells machines apart for the limit. Raises RuleError `words_missing` or `too_many`.
    """
    if not take_token("minutes", hand, most=PER_HAND, per=WINDOW):
        raise RuleError("too_many")
    return _add(plenary, added, by_town=False)


def write_minutes(plenary: Plenary, added: Addition, clerk: Person) -> MinuteEntry:
    """Add a paragraph of the town's own; the same form sent twice adds once. Raises RuleError `words_missing`."""
    entry = _add(plenary, added, by_town=True)
    record(f"person:{clerk.id}", "minutes_written", f"minutes:{entry.id}", year=plenary.call.year)
    return entry


def hide_minutes(plenary: Plenary, entry: MinuteEntry, why: str, clerk: Person) -> None:
    """Take a paragraph off the public page, the reason standing in its place; raises RuleError `reason_missing`."""
    why = " ".join(clean(why).split())[:LONGEST_WHY]
    if not why:
        raise RuleError("reason_missing")
    if entry.hidden_at is None:
        record(f"person:{clerk.id}", "minutes_hidden", f"minutes:{entry.id}", {"reason": why}, year=plenary.call.year)
    entry.hidden_at, entry.hidden_why = entry.hidden_at or now(), why
    db.session.flush()


def show_minutes(plenary: Plenary, entry: MinuteEntry, clerk: Person) -> None:
    """Put a paragraph back on the public page."""
    if entry.hidden_at is not None:
        entry.hidden_at, entry.hidden_why = None, ""
        record(f"person:{clerk.id}", "minutes_shown", f"minutes:{entry.id}", year=plenary.call.year)


def _add(plenary: Plenary, added: Addition, *, by_town: bool) -> MinuteEntry:
    words = clean(added.words).strip()[:LONGEST_WORDS]
    if not words:
        raise RuleError("words_missing")
    entry = MinuteEntry(
        plenary_id=plenary.id,
        author=" ".join(clean(added.author).split())[:LONGEST_AUTHOR],
        by_town=by_town,
        words=words,
        once=added.once,
    )
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError:  # the same form, sent twice
        entry = db.session.scalars(select(MinuteEntry).filter_by(once=added.once)).one()
    return entry
