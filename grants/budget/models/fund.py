"""Money: envelopes with a guarded balance, an append-only ledger, what the council voted. All sums in cents."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.applications.models import Application
from grants.calls.models import Call
from grants.db import Base, now
from grants.domain.ledger import Kind
from grants.projects.models import Project

USUAL_ACCOUNT, USUAL_CHAPTER = "65748", "65"
"""Grants to associations in the M57 chart of accounts."""
KINDS = ", ".join(f"'{kind}'" for kind in Kind)


class Envelope(Base):
    """Credits that may be spent on a call; `earmark` `priority` means in priority areas only.

    `kind` is `money`, or `in_kind` for help in kind, valued apart: it has its own ceiling and is never paid. A closed
    one is kept for its history. `version` grows with its words: of two clerks the second sees what the first wrote.

    The running balance stands on the row itself, guarded: nothing is ever committed above what is allocated. `voted`
    only grows; a release lowers `committed`.
    """

    __tablename__ = "envelope"
    __table_args__ = (
        UniqueConstraint("call_id", "key"),
        CheckConstraint("earmark IN ('none', 'priority')", name="earmark"),
        CheckConstraint("kind IN ('money', 'in_kind')", name="kind"),
        CheckConstraint("kind = 'money' OR ordered_cents = 0", name="in_kind"),
        CheckConstraint("closed_at IS NULL OR allocated_cents = 0", name="closed"),
        CheckConstraint("committed_cents >= 0 AND committed_cents <= allocated_cents", name="committed"),
        CheckConstraint("voted_cents >= committed_cents", name="voted"),
        CheckConstraint("ordered_cents >= 0 AND ordered_cents <= committed_cents", name="ordered"),
        CheckConstraint("paid_cents >= 0 AND paid_cents <= ordered_cents", name="paid"),
        CheckConstraint("repaid_cents >= 0 AND repaid_cents <= paid_cents", name="repaid"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    key: Mapped[str]
    name: Mapped[str]
    funder: Mapped[str] = mapped_column(default="")
    earmark: Mapped[str] = mapped_column(default="none")
    account: Mapped[str] = mapped_column(default=USUAL_ACCOUNT)
    chapter: Mapped[str] = mapped_column(default=USUAL_CHAPTER)
    kind: Mapped[str] = mapped_column(default="money")
    version: Mapped[int] = mapped_column(default=1)
    closed_at: Mapped[datetime | None]
    position: Mapped[int] = mapped_column(default=0)
    allocated_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    voted_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    committed_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    ordered_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    repaid_cents: Mapped[int] = mapped_column(BigInteger, default=0)

    call: Mapped[Call] = relationship()


class InKindShare(Base):
    """The part of an award's help in kind on one envelope, in cents of its value; `committed` is it less releases."""

    __tablename__ = "in_kind_share"
    __table_args__ = (CheckConstraint("committed_cents >= 0 AND committed_cents <= voted_cents", name="committed"),)

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), primary_key=True)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"), primary_key=True)
    voted_cents: Mapped[int] = mapped_column(BigInteger)
    committed_cents: Mapped[int] = mapped_column(BigInteger)

    envelope: Mapped[Envelope] = relationship()


class LedgerEntry(Base):
    """One line of the ledger, never changed nor removed (triggers see to it), chained by its hash to the one before.

    `id` is its number, given without gaps from 1. `once` is the one-time key of the form it comes from, if any.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (CheckConstraint(f"kind IN ({KINDS})", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[str]
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    actor: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    act: Mapped[str] = mapped_column(default="")
    once: Mapped[str | None] = mapped_column(unique=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    previous_hash: Mapped[str]
    hash: Mapped[str] = mapped_column(unique=True)


class Settlement(Base):
    """The equal awards computed on one day, whole and replayable: what went in, what came out."""

    __tablename__ = "settlement"

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str]
    inputs: Mapped[dict[str, Any]]
    results: Mapped[dict[str, Any]]


class Deliberation(Base):
    """The council's vote, the only act that awards. Past years' acts may have lost their day.

    `votes_for`, `votes_against`, `abstentions`: voices, when they were noted. `apart` names the councillors who took no
    part in it.
    """

    __tablename__ = "deliberation"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    number: Mapped[str]
    voted_on: Mapped[date | None]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    abstentions: Mapped[int | None]
    apart: Mapped[list[str]] = mapped_column(default=list)
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    recorded_by: Mapped[str] = mapped_column(default="")


class Award(Base):
    """What was voted for one project under one act, all envelopes together. Past years' awards have no application."""

    __tablename__ = "award"
    __table_args__ = (
        CheckConstraint("voted_cents >= 0", name="voted"),
        UniqueConstraint("project_id", "deliberation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(ForeignKey("application.id"), unique=True)
    deliberation_id: Mapped[int] = mapped_column(ForeignKey("deliberation.id"), index=True)
    voted_cents: Mapped[int] = mapped_column(BigInteger)
    in_kind_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    notified_on: Mapped[date | None]

    project: Mapped[Project] = relationship()
    application: Mapped[Application | None] = relationship()
    deliberation: Mapped[Deliberation] = relationship()
    shares: Mapped[list[AwardShare]] = relationship(order_by="AwardShare.envelope_id")


class AwardShare(Base):
    """The part of an award on one envelope, with its own guarded balance: `committed` is `voted` less releases."""

    __tablename__ = "award_share"
    __table_args__ = (
        CheckConstraint("committed_cents <= voted_cents", name="committed"),
        CheckConstraint("ordered_cents >= 0 AND ordered_cents <= committed_cents", name="ordered"),
        CheckConstraint("paid_cents >= 0 AND paid_cents <= ordered_cents", name="paid"),
        CheckConstraint("repaid_cents >= 0 AND repaid_cents <= paid_cents", name="repaid"),
    )

    award_id: Mapped[int] = mapped_column(ForeignKey("award.id"), primary_key=True)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("envelope.id"), primary_key=True)
    voted_cents: Mapped[int] = mapped_column(BigInteger)
    committed_cents: Mapped[int] = mapped_column(BigInteger)
    ordered_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    paid_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    repaid_cents: Mapped[int] = mapped_column(BigInteger, default=0)

    envelope: Mapped[Envelope] = relationship()
