"""From the vote to the bank: batches for finance, plans in parts, account details, what is asked back, year ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.accounts.models import Association
from grants.budget.models.fund import Award, LedgerEntry
from grants.db import Base, now


class PaymentBatch(Base):
    """What left together for finance (`payment_order`), or what finance says it paid (`payment`).

    `act` is the number of the slip, `dated_on` its day; its lines are lines of the ledger.
    """

    __tablename__ = "payment_batch"
    __table_args__ = (CheckConstraint("kind IN ('payment_order', 'payment')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    kind: Mapped[str]
    act: Mapped[str] = mapped_column(default="")
    dated_on: Mapped[date]
    actor: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(default=now)


class PaymentBatchLine(Base):
    """A line of the ledger in its batch; `settles_id` is the order that a payment pays."""

    __tablename__ = "payment_batch_line"

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("payment_batch.id"), index=True)
    settles_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), index=True)

    entry: Mapped[LedgerEntry] = relationship(foreign_keys=[entry_id])


class PaymentPlan(Base):
    """The parts in which a call pays its awards when nothing else is said: `size` (percent), `when`, `day` of each."""

    __tablename__ = "payment_plan"

    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), primary_key=True)
    parts: Mapped[dict[str, Any]]


class Instalment(Base):
    """One part of an award that is paid in parts; the parts add up to the award, in cents."""

    __tablename__ = "instalment"
    __table_args__ = (
        UniqueConstraint("award_id", "position"),
        CheckConstraint("cents > 0", name="cents"),
        CheckConstraint("waits_for IN ('now', 'report', 'day')", name="waits_for"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    position: Mapped[int]
    cents: Mapped[int] = mapped_column(BigInteger)
    waits_for: Mapped[str] = mapped_column(default="now")
    due_on: Mapped[date | None]


class Payee(Base):
    """Whom to pay, as staff read it on a paper the association gave after its file was sent; the last line counts."""

    __tablename__ = "payee"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    iban: Mapped[str] = mapped_column(default="")
    siret: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class RepaymentClaim(Base):
    """Money asked back: why, by which act (titre de recette), since when; `ended_on` when nothing more is expected."""

    __tablename__ = "repayment_claim"
    __table_args__ = (CheckConstraint("asked_cents > 0", name="asked"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    asked_cents: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    act: Mapped[str] = mapped_column(default="")
    asked_on: Mapped[date]
    ended_on: Mapped[date | None]
    end_reason: Mapped[str] = mapped_column(default="")
    actor: Mapped[str]
    once: Mapped[str | None] = mapped_column(unique=True)

    award: Mapped[Award] = relationship()


class RepaymentReceipt(Base):
    """Money that came back for a claim; `booked`: the order `cancellation` of its own year, or `revenue`.

    `restored_id` is the line that opened the credits again, for a cancellation.
    """

    __tablename__ = "repayment_receipt"
    __table_args__ = (CheckConstraint("booked IN ('cancellation', 'revenue')", name="booked"),)

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("repayment_claim.id"), index=True)
    received_on: Mapped[date]
    booked: Mapped[str]
    restored_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"))


class YearEndChoice(Base):
    """What becomes, after the last day of a year, of what an award has not had ordered: the last choice counts."""

    __tablename__ = "year_end_choice"
    __table_args__ = (CheckConstraint("passing IN ('attached', 'carried', 'released')", name="passing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), index=True)
    closes_on: Mapped[date]
    passing: Mapped[str]
    cents: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(default="")
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)


class Agreement(Base):
    """The agreement signed with an association for a year (compulsory above 23,000 €)."""

    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("association_id", "year", "reference"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"), index=True)
    year: Mapped[int] = mapped_column(index=True)
    reference: Mapped[str]
    signed_on: Mapped[date]
    actor: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)

    association: Mapped[Association] = relationship()
