"""Keeping envelopes: opened by hand, described again, closed. Each act leaves a line in the audit log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.audit import record
from grants.budget.models import Envelope
from grants.budget.models.fund import USUAL_ACCOUNT, USUAL_CHAPTER
from grants.budget.services.ledger import Note, Posting, post, take_pen
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind
from grants.domain.slugs import slug_of

if TYPE_CHECKING:
    from grants.calls.models import Call

OPENED, EDITED, CLOSED = "envelope_opened", "envelope_edited", "envelope_closed"


@dataclass(frozen=True, slots=True)
class EnvelopeWords:
    """What an envelope says of itself: its name, who gives the credits, where they stand in the town's accounts."""

    name: str
    funder: str = ""
    account: str = USUAL_ACCOUNT
    chapter: str = USUAL_CHAPTER


@dataclass(frozen=True, slots=True)
class NewEnvelope:
    """An envelope to open: cents, `earmark` none or priority, `kind` money or in_kind."""

    words: EnvelopeWords
    cents: int
    earmark: str = "none"
    kind: str = "money"


def words_of(envelope: Envelope) -> EnvelopeWords:
    """Return what an envelope says of itself today."""
    return EnvelopeWords(envelope.name, envelope.funder, envelope.account, envelope.chapter)


def open_envelope(call: Call, new: NewEnvelope, actor: str, note: Note) -> Envelope | None:
    """Open one more envelope with its credits; None when done already under the same one-time key.

    Raises RuleError `envelope_exists`, `amount_zero` or `amount_negative`.
    """
    if not take_pen(note):
        return None
    _check_name(call.id, new.words.name)
    others = db.session.scalar(select(func.max(Envelope.position)).where(Envelope.call_id == call.id))
    envelope = Envelope(
        call_id=call.id,
        key=_free_key(call, new.words.name),
        earmark=new.earmark,
        kind=new.kind,
        position=0 if others is None else others + 1,
        **asdict(new.words),
    )
    db.session.add(envelope)
    db.session.flush()
    note_opened(call, envelope, new.cents, actor)
    post(Posting(kind=Kind.ALLOCATION, envelope_id=envelope.id, cents=new.cents, actor=actor, note=note))
    return envelope


def note_opened(call: Call, envelope: Envelope, cents: int, actor: str) -> None:
    """Write in the audit log that an envelope is open, with its first words."""
    words = asdict(words_of(envelope))
    told = {"after": words, "version": envelope.version, "earmark": envelope.earmark, "kind": envelope.kind}
    record(actor, OPENED, f"envelope:{envelope.id}", told | {"name": envelope.name, "cents": cents}, year=call.year)


def describe_envelope(call: Call, envelope_id: int, words: EnvelopeWords, version: int, actor: str) -> bool:
    """Change what an envelope says of itself; False when it says so already.

    `version` is the one the clerk saw: raises RuleError `envelope_changed` when another wrote since, so that the second
    sees both and nothing is lost. Also `envelope_unknown`, `envelope_closed`, `envelope_exists`.
    """
    take_pen()
    envelope = _open_one(call, envelope_id)
    before = words_of(envelope)
    if before == words:
        return False
    if envelope.version != version:
        raise RuleError("envelope_changed", name=envelope.name)
    _check_name(call.id, words.name, envelope.id)
    for name, value in asdict(words).items():
        setattr(envelope, name, value)
    envelope.version += 1
    told = {"name": words.name, "before": asdict(before), "after": asdict(words), "version": envelope.version}
    record(actor, EDITED, f"envelope:{envelope.id}", told, year=call.year)
    return True


def close_envelope(call: Call, envelope_id: int, actor: str, note: Note) -> bool:
    """Close an envelope: its credits leave by an amendment, its history stays; False when done already.

    Raises RuleError `reason_missing`, `envelope_unknown`, `envelope_closed`, or `envelope_in_use` (committed cents).
    """
    if not take_pen(note):
        return False
    note.demand_reason()
    envelope = _open_one(call, envelope_id)
    if envelope.committed_cents:
        raise RuleError("envelope_in_use", name=envelope.name, committed=envelope.committed_cents)
    cents = envelope.allocated_cents
    if cents:
        post(Posting(kind=Kind.AMENDMENT, envelope_id=envelope_id, cents=-cents, actor=actor, note=note))
    envelope.closed_at = now()
    told = {"name": envelope.name, "cents": cents, "reason": note.reason.strip()}
    record(actor, CLOSED, f"envelope:{envelope.id}", told, year=call.year)
    return True


def _open_one(call: Call, envelope_id: int) -> Envelope:
    """Return an open envelope of the call."""
    envelope = db.session.get(Envelope, envelope_id)
    if envelope is None or envelope.call_id != call.id:
        raise RuleError("envelope_unknown")
    if envelope.closed_at:
        raise RuleError("envelope_closed", name=envelope.name, closed_on=envelope.closed_at.date())
    return envelope


def _check_name(call_id: int, name: str, own: int | None = None) -> None:
    """Keep two open envelopes of a call from having one name."""
    same = select(Envelope.id).where(Envelope.call_id == call_id, Envelope.name == name, Envelope.closed_at.is_(None))
    if any(each != own for each in db.session.scalars(same)):
        raise RuleError("envelope_exists", name=name)


def _free_key(call: Call, name: str) -> str:
    """Return a short key made of the name, that no envelope of the call has."""
    taken = set(db.session.scalars(select(Envelope.key).where(Envelope.call_id == call.id)))
    wanted = slug_of(name) or "enveloppe"
    tries = [wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3))]
    return next(each for each in tries if each not in taken)
