"""Money asked back from an association, and money that came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants import audit
from grants.budget.models import Award, RepaymentClaim, RepaymentReceipt
from grants.budget.queries.payables import town_day
from grants.budget.queries.repayments import claims_of, ordered_on, repayable
from grants.budget.services.ledger import Note, Posting, actor_of, post, take_pen
from grants.budget.services.moving import Mover
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind, check_amount
from grants.domain.year_end import Return, check_return, returned

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.budget.queries.repayments import Claim


def ask_back(award_id: int, cents: int, on: date, author: Person, note: Note) -> RepaymentClaim | None:
    """Write down that money is asked back (reason and act in the note); None when done already.

    Raises RuleError `award_unknown`, `reason_missing`, `amount_zero`, `amount_negative`, `asked_in_future`,
    `repayment_over_paid` (asked, allowed: what was paid, less what came back and what is asked already).
    """
    take_pen()
    if note.once and db.session.scalar(select(RepaymentClaim.id).filter_by(once=note.once)):
        return None
    award = db.session.get(Award, award_id)
    if award is None or award.application is None:
        raise RuleError("award_unknown")
    note.demand_reason()
    check_amount(Kind.REPAYMENT, cents)
    call = award.application.call
    if on > town_day(call):
        raise RuleError("asked_in_future", day=on)
    waiting = sum(each.waiting for each in claims_of(call, award.application.number or ""))
    allowed = repayable(award_id) - waiting
    if cents > allowed:
        raise RuleError("repayment_over_paid", asked=cents, allowed=max(0, allowed))
    claim = _claim(award, cents, on, author, note)
    db.session.flush()
    told = {"cents": cents, "reason": claim.reason}
    audit.record(actor_of(author), "claim_made", f"claim:{claim.id}", told, year=call.year)
    return claim


def _claim(award: Award, cents: int, on: date, author: Person, note: Note) -> RepaymentClaim:
    """Add a claim."""
    claim = RepaymentClaim(
        award_id=award.id,
        asked_cents=cents,
        reason=note.reason.strip(),
        act=note.act.strip(),
        asked_on=on,
        actor=actor_of(author),
        once=note.once or None,
    )
    db.session.add(claim)
    return claim


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money that came back: cents, the day, and how it is booked."""

    cents: int
    on: date
    booked: Return


def receive(claim: RepaymentClaim, receipt: Receipt, author: Person, note: Note) -> bool:
    """Write down money that came back for a claim; False when done already.

    Booked as a cancellation of the order, in the order's own year only, it opens the credits again: an amendment of the
    same sum on the same envelope says so. Booked as revenue it opens nothing. Raises RuleError `claim_ended`,
    `received_before_asked`, `asked_in_future`, `receipt_over_claim` (asked, allowed), `year_over`, `amount_zero`.
    """
    if not take_pen(note):
        return False
    award = claim.award
    check_amount(Kind.REPAYMENT, receipt.cents)
    _check_receipt(claim, _row(claim), receipt)
    check_return(receipt.booked, ordered_on(award.id), receipt.on)
    file = award.application
    if file is None:
        raise RuleError("award_unknown")
    told = Note(reason=note.reason or claim.reason, act=note.act or claim.act, once=note.once)
    mover = Mover(Kind.REPAYMENT, author, told, receipt.on)
    mover.move(award, file, receipt.cents)
    _keep(mover, claim, receipt.booked)
    return True


def _row(claim: RepaymentClaim) -> Claim:
    """Return a claim with what came back for it."""
    file = claim.award.application
    if file is None:
        raise RuleError("award_unknown")
    return next(each for each in claims_of(file.call, file.number or "") if each.id == claim.id)


def _check_receipt(claim: RepaymentClaim, row: Claim, receipt: Receipt) -> None:
    """Hold what came back to its claim and to the calendar."""
    if claim.ended_on:
        raise RuleError("claim_ended", day=claim.ended_on)
    if receipt.cents > row.waiting:
        raise RuleError("receipt_over_claim", asked=receipt.cents, allowed=row.waiting)
    if receipt.on < claim.asked_on:
        raise RuleError("received_before_asked", day=receipt.on, asked_on=claim.asked_on)
    if claim.award.application and receipt.on > town_day(claim.award.application.call):
        raise RuleError("asked_in_future", day=receipt.on)


def _keep(mover: Mover, claim: RepaymentClaim, booked: Return) -> None:
    """Tie the lines to their claim, and open the credits again when the order was cancelled in its own year."""
    for entry in list(mover.entries):
        restored = None
        if booked is Return.CANCELLATION:
            mover.line += 1
            restored = post(
                Posting(
                    kind=Kind.AMENDMENT,
                    envelope_id=entry.envelope_id,
                    cents=entry.amount_cents,
                    actor=entry.actor,
                    note=Note(
                        reason=f"Mandat annulé dans l’année : {entry.reason}"[:500],
                        act=mover.note.act,
                        once=mover.note.once,
                    ),
                    line=mover.line,
                )
            )
        db.session.add(
            RepaymentReceipt(
                entry_id=entry.id,
                claim_id=claim.id,
                received_on=mover.on,
                booked=booked.value,
                restored_id=restored.id if restored else None,
            )
        )
    db.session.flush()


def note_direct(award: Award, mover: Mover) -> None:
    """Keep, for money that came back before anybody asked, a claim asked and met on the same day, as revenue."""
    claim = _claim(award, mover.cents, mover.on, mover.author, mover.note)
    db.session.flush()
    _keep(mover, claim, Return.REVENUE)


def end_claim(claim: RepaymentClaim, author: Person, reason: str) -> bool:
    """Expect no more of a claim, and say why; False when it ended already. Raises RuleError `reason_missing`."""
    if claim.ended_on:
        return False
    Note(reason=reason).demand_reason()
    file = claim.award.application
    if file is None:
        raise RuleError("award_unknown")
    claim.ended_on, claim.end_reason = town_day(file.call), reason.strip()
    audit.record(actor_of(author), "claim_ended", f"claim:{claim.id}", {"reason": reason.strip()}, year=file.call.year)
    return True


def usual_return(award_id: int, on: date) -> Return:
    """Return how a repayment received that day is booked, unless somebody says otherwise."""
    return returned(ordered_on(award_id), on)
