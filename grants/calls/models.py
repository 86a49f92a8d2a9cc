"""A yearly call and its dates."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, now
from grants.domain.calendar import USUAL_NOTICE, CallDates, payment_limit


class Call(Base):
    """One call of one scheme in one year. An imported one holds past grants and nobody applies to it.

    Every date is a day in the town's zone; the last moment to send is the end of `closes_on` there. Cap in cents.
    Letters and payments without a chosen day follow the council's: see `grants.domain.calendar`.
    """

    __tablename__ = "call"
    __table_args__ = (
        UniqueConstraint("year", "scheme"),
        CheckConstraint("cap_cents > 0", name="cap"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(index=True)
    scheme: Mapped[str]
    title: Mapped[str]
    territory: Mapped[str]
    cap_cents: Mapped[int]
    introduction: Mapped[str] = mapped_column(default="")
    imported: Mapped[bool] = mapped_column(default=False)
    late_files_welcome: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)

    opens_on: Mapped[date]
    closes_on: Mapped[date]
    complete_by: Mapped[date]
    settle_on: Mapped[date]
    council_on: Mapped[date]
    notify_by: Mapped[date | None]
    pay_by: Mapped[date | None]
    plenary_on: Mapped[date]
    report_by: Mapped[date]

    @property
    def dates(self) -> CallDates:
        """The whole calendar; letters and payments without a chosen day follow the council's by the usual delays."""
        notify_by = self.notify_by or self.council_on + USUAL_NOTICE
        return CallDates(
            opens_on=self.opens_on,
            closes_on=self.closes_on,
            complete_by=self.complete_by,
            settle_on=self.settle_on,
            council_on=self.council_on,
            notify_by=notify_by,
            pay_by=self.pay_by or payment_limit(notify_by),
            plenary_on=self.plenary_on,
            report_by=self.report_by,
        )

    def filing_on(self, day: date) -> str:
        """Tell how a day of the town stands to the filing: `before`, `open`, `late` (still welcome) or `closed`."""
        if day < self.opens_on:
            return "before"
        if day <= self.closes_on:
            return "open"
        return "late" if self.late_files_welcome else "closed"


class KeptScheme(Base):
    """A kind of call that another town's kit brought: its description, which never changes, and its mark here."""

    __tablename__ = "kept_scheme"

    key: Mapped[str] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(unique=True)
    text: Mapped[str]
    town: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=now)
