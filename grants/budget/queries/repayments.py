"""Money asked back and money that came back. All in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.budget.models import (
    Award,
    AwardShare,
    LedgerEntry,
    PaymentBatch,
    PaymentBatchLine,
    RepaymentClaim,
    RepaymentReceipt,
)
from grants.db import db
from grants.domain.ledger import Kind
from grants.projects.models import Project

if TYPE_CHECKING:
    from sqlalchemy import Subquery

    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as it is listed: `received` of `asked`; `waiting` is nothing once it ended."""

    id: int
    number: str
    association: str
    reason: str
    act: str
    asked_on: date
    ended_on: date | None
    end_reason: str
    last_on: date | None
    asked: int
    received: int
    restored: int

    @property
    def waiting(self) -> int:
        """What is still expected."""
        return 0 if self.ended_on else max(0, self.asked - self.received)


def _came_back() -> Subquery:
    """Sum what came back by claim, what was undone left out, with the credits opened again and the last day."""
    undoing, restored = aliased(LedgerEntry), aliased(LedgerEntry)
    return (
        select(
            RepaymentReceipt.claim_id,
            func.sum(LedgerEntry.amount_cents).label("cents"),
            func.sum(func.coalesce(restored.amount_cents, 0)).label("restored"),
            func.max(RepaymentReceipt.received_on).label("last_on"),
        )
        .join(LedgerEntry, RepaymentReceipt.entry_id == LedgerEntry.id)
        .outerjoin(restored, RepaymentReceipt.restored_id == restored.id)
        .outerjoin(undoing, undoing.reverses_id == LedgerEntry.id)
        .where(undoing.id.is_(None))
        .group_by(RepaymentReceipt.claim_id)
        .subquery()
    )


def claims_of(call: Call, number: str = "") -> list[Claim]:
    """Return what was asked back on a call, or on one file, newest first."""
    came = _came_back()
    query = (
        select(RepaymentClaim, Application.number, Association.name, came.c.cents, came.c.restored, came.c.last_on)
        .join(Award, RepaymentClaim.award_id == Award.id)
        .join(Application, Award.application_id == Application.id)
        .join(Project, Award.project_id == Project.id)
        .join(Association, Project.association_id == Association.id)
        .outerjoin(came, came.c.claim_id == RepaymentClaim.id)
        .where(Application.call_id == call.id)
        .order_by(RepaymentClaim.asked_on.desc(), RepaymentClaim.id.desc())
    )
    if number:
        query = query.where(Application.number == number)
    return [
        Claim(
            id=claim.id,
            number=file or "",
            association=name,
            reason=claim.reason,
            act=claim.act,
            asked_on=claim.asked_on,
            ended_on=claim.ended_on,
            end_reason=claim.end_reason,
            last_on=last_on,
            asked=claim.asked_cents,
            received=int(cents or 0),
            restored=int(back or 0),
        )
        for claim, file, name, cents, back, last_on in db.session.execute(query)
    ]


def claim_of(call: Call, claim_id: int) -> RepaymentClaim | None:
    """Return one claim of a call."""
    return db.session.scalar(
        select(RepaymentClaim)
        .join(Award, RepaymentClaim.award_id == Award.id)
        .join(Application, Award.application_id == Application.id)
        .where(Application.call_id == call.id, RepaymentClaim.id == claim_id)
    )


def ordered_on(award_id: int) -> date | None:
    """Return the day of the last order that was paid for an award, by its slip: its year is that of the expense."""
    return db.session.scalar(
        select(func.max(PaymentBatch.dated_on))
        .join(PaymentBatchLine, PaymentBatchLine.batch_id == PaymentBatch.id)
        .join(LedgerEntry, PaymentBatchLine.entry_id == LedgerEntry.id)
        .join(Award, Award.application_id == LedgerEntry.application_id)
        .where(Award.id == award_id, PaymentBatch.kind == Kind.PAYMENT_ORDER)
    )


def repayable(award_id: int) -> int:
    """Return what was paid for an award and neither came back nor is asked back."""
    kept = db.session.scalar(
        select(func.sum(AwardShare.paid_cents - AwardShare.repaid_cents)).where(AwardShare.award_id == award_id)
    )
    return int(kept or 0)


def restored_by(entry_id: int) -> int | None:
    """Return the line that opened credits again for a repayment, unless it was undone."""
    undoing = aliased(LedgerEntry)
    return db.session.scalar(
        select(RepaymentReceipt.restored_id)
        .outerjoin(undoing, undoing.reverses_id == RepaymentReceipt.restored_id)
        .where(RepaymentReceipt.entry_id == entry_id, RepaymentReceipt.restored_id.is_not(None), undoing.id.is_(None))
    )
