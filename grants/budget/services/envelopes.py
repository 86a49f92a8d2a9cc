"""Credits: opened from the town's plan, amended, transferred, withdrawn by who gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.budget.models import Envelope
from grants.budget.services.keeping import note_opened
from grants.budget.services.ledger import Note, Posting, post, take_pen
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.calls.models import Call
    from grants.domain.territory import EnvelopePlan


def open_envelopes(call: Call, actor: str, amounts: Mapping[str, int] | None = None) -> list[Envelope]:
    """Open the envelopes the town planned, with its amounts or those given by key (cents); those open stay as they are.

    Raises RuleError `amount_negative` or `envelopes_not_planned`.
    """
    take_pen()
    plans = territory(call.territory).envelopes
    if not plans:
        raise RuleError("envelopes_not_planned", territory=call.territory)
    known = {each.key: each for each in db.session.scalars(select(Envelope).where(Envelope.call_id == call.id))}
    for position, plan in enumerate(plans):
        cents = (amounts or {}).get(plan.key, plan.amount_cents)
        if cents < 0:
            raise RuleError("amount_negative", cents=cents)
        if plan.key in known:
            continue
        known[plan.key] = _planned(call, plan, position)
        note_opened(call, known[plan.key], cents, actor)
        if cents:
            note = Note(once=f"allocation/{call.id}/{plan.key}")
            post(Posting(kind=Kind.ALLOCATION, envelope_id=known[plan.key].id, cents=cents, actor=actor, note=note))
    return sorted(known.values(), key=lambda each: each.position)


def _planned(call: Call, plan: EnvelopePlan, position: int) -> Envelope:
    """Add an envelope as the town planned it, without credits yet."""
    envelope = Envelope(
        call_id=call.id,
        key=plan.key,
        name=plan.name,
        funder=plan.funder,
        earmark=plan.earmark,
        account=plan.account,
        position=position,
    )
    db.session.add(envelope)
    db.session.flush()
    return envelope


def amend(envelope_id: int, cents: int, actor: str, note: Note) -> bool:
    """Add cents to an envelope or take some away; False when done already under the same one-time key.

    Raises RuleError `reason_missing`, `amount_zero`, or `credits_below_committed` with the figures.
    """
    if not take_pen(note):
        return False
    note.demand_reason()
    post(Posting(kind=Kind.AMENDMENT, envelope_id=envelope_id, cents=cents, actor=actor, note=note))
    return True


def withdraw(envelope_id: int, actor: str, note: Note) -> int | None:
    """Take all that is not committed, since who gave it withdraws; return cents, None when done already.

    Raises RuleError `reason_missing`, `envelope_unknown`, `envelope_closed`, or `nothing_to_withdraw` with what is
    committed.
    """
    if not take_pen(note):
        return None
    note.demand_reason()
    envelope = db.session.get(Envelope, envelope_id)
    if envelope is None:
        raise RuleError("envelope_unknown")
    available = envelope.allocated_cents - envelope.committed_cents
    if not available:
        raise RuleError("nothing_to_withdraw", name=envelope.name, committed=envelope.committed_cents)
    post(Posting(kind=Kind.AMENDMENT, envelope_id=envelope_id, cents=-available, actor=actor, note=note))
    return available


def transfer(source_id: int, target_id: int, cents: int, actor: str, note: Note) -> bool:
    """Move credits between two envelopes of one call; False when done already under the same one-time key.

    Raises RuleError `reason_missing`, `amount_negative`, `transfer_to_itself`, `transfer_between_calls`,
    `transfer_across_kinds`, `transfer_of_earmarked`, `envelope_closed`, or `credits_below_committed`.
    """
    if not take_pen(note):
        return False
    note.demand_reason()
    if cents < 0:
        raise RuleError("amount_negative", cents=cents)
    source, target = db.session.get(Envelope, source_id), db.session.get(Envelope, target_id)
    if source is None or target is None:
        raise RuleError("envelope_unknown")
    if source is target:
        raise RuleError("transfer_to_itself")
    if source.call_id != target.call_id:
        raise RuleError("transfer_between_calls")
    if source.kind != target.kind:
        raise RuleError("transfer_across_kinds")
    if source.earmark not in {"none", target.earmark}:
        raise RuleError("transfer_of_earmarked", name=source.name)
    post(Posting(kind=Kind.TRANSFER, envelope_id=source_id, cents=-cents, actor=actor, note=note))
    post(Posting(kind=Kind.TRANSFER, envelope_id=target_id, cents=cents, actor=actor, note=note, line=2))
    return True
