"""After publication: readers report, the town hides with a public reason, shows again, undoes all that a hand wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from grants import mail
from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.holding import REPORTS_THAT_CALL
from grants.projects.models import Revision
from grants.projects.revising import revisions_of, undo
from grants.projects.services import page_changed
from grants.security import take_token
from grants.territories.queries import territory
from grants.voices.models import Hand, Voice, VoiceReport
from grants.voices.services.giving import note_gifts, note_gifts_of
from grants.voices.services.publishing import put_online

if TYPE_CHECKING:
    from collections.abc import Collection

    from grants.accounts.models import Person

LONGEST_WHY = 300
REPORTS_PER_ADDRESS = 20
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back: words hidden, and pages that say again what they said."""

    words: int
    pages: int


def report(voice: Voice, why: str, address: str) -> VoiceReport:
    """Note that a reader thinks a message should go; several call the staff.

    Raises RuleError `reason_missing` or `too_many`.
    """
    why = _reason(why)
    if not take_token("voice-report", address, most=REPORTS_PER_ADDRESS, per=DAY):
        raise RuleError("too_many")
    made = VoiceReport(voice_id=voice.id, why=why)
    db.session.add(made)
    db.session.flush()
    waiting = select(func.count()).where(VoiceReport.voice_id == voice.id, VoiceReport.settled.is_(False))
    if db.session.scalar(waiting) == REPORTS_THAT_CALL:
        town = territory(voice.project.call.territory)
        mail.post(town.email, "voice_reported", "fr", project=voice.project, voice=voice, town=town)
    return made


def hide(voice: Voice, why: str, clerk: Person) -> None:
    """Take a message off the page, the reason standing in its place; a correction is undone.

    Raises RuleError `reason_missing`.
    """
    why = _reason(why)
    if voice.kind == "correction" and voice.state == "shown":
        made = select(Revision.id).where(Revision.project_id == voice.project_id, Revision.number == voice.revision)
        undo(set(db.session.scalars(made)), clerk.name)
    voice.state, voice.hidden_why, voice.hidden_by, voice.hidden_at = "hidden", why, f"person:{clerk.id}", now()
    _settle([voice.id])
    page_changed(voice.project)
    note_gifts(voice.project)
    record(f"person:{clerk.id}", "voice_hidden", f"voice:{voice.id}", {"reason": why})
    db.session.flush()


def show(voice: Voice, clerk: Person) -> None:
    """Show what was held, hidden or reported: its hand is known from now on."""
    was = voice.state
    _settle([voice.id])
    voice.held_why = voice.hidden_why = voice.hidden_by = ""
    voice.hidden_at = None
    voice.hand.trusted = True
    if was != "shown":
        put_online(voice)
    record(f"person:{clerk.id}", "voice_shown", f"voice:{voice.id}", {"was": was})
    db.session.flush()


def undo_hands(hands: Collection[int], why: str, clerk: Person) -> Undone:
    """Hide all that these hands wrote and give back the pages they changed, in one act.

    What others changed is kept. Raises RuleError `reason_missing`.
    """
    why = _reason(why)
    changed = undo(revisions_of(hands), clerk.name)
    theirs = Voice.hand_id.in_(hands)
    numbers = db.session.scalars(select(Voice.id).where(theirs, Voice.state != "hidden")).all()
    db.session.execute(
        update(Voice)
        .where(theirs, Voice.state != "hidden")
        .values(state="hidden", hidden_why=why, hidden_by=f"person:{clerk.id}", hidden_at=now())
    )
    db.session.execute(update(Hand).where(Hand.id.in_(hands)).values(trusted=False))
    note_gifts_of(hands)
    _settle(numbers)
    figures = {"hands": sorted(hands), "words": len(numbers), "pages": len(changed), "reason": why}
    record(f"person:{clerk.id}", "hand_undone", f"hand:{min(hands, default=0)}", figures)
    db.session.flush()
    return Undone(len(numbers), len(changed))


def _reason(why: str) -> str:
    """Return a reason on one line; raise RuleError when there is none."""
    plain = " ".join(clean(why).split())[:LONGEST_WHY]
    if not plain:
        raise RuleError("reason_missing")
    return plain


def _settle(numbers: Collection[int]) -> None:
    """Note that the reports of these messages have been read."""
    listed = list(numbers)
    for start in range(0, len(listed), 500):
        mine = VoiceReport.voice_id.in_(listed[start : start + 500])
        db.session.execute(update(VoiceReport).where(mine).values(settled=True))
