"""Reads about mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from sqlalchemy import case, func, or_, select

from grants.db import db
from grants.mail.letters import CHOICES, Choice, Kind
from grants.mail.models import MOST_TRIES, MailChoice, MailText, OutboxMail

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

BATCH = 50


def lowered(address: str) -> str:
    """Return an address as choices are kept: whoever writes it in capitals is the same person."""
    return " ".join(address.split()).lower()


def choices_of(address: str) -> Mapping[Kind, Choice]:
    """Return how an address wants each kind that may be chosen: what it said, else the usual choice."""
    asked = select(MailChoice.kind, MailChoice.choice).where(MailChoice.address == lowered(address))
    said = dict(db.session.execute(asked).all())
    return {kind: Choice(said[kind]) if said.get(kind) in allowed else allowed[0] for kind, allowed in CHOICES.items()}


def choice_of(address: str, kind: Kind) -> Choice:
    """Return how an address wants one kind."""
    return choices_of(address)[kind] if kind in CHOICES else Choice.AT_ONCE


def recent(limit: int = BATCH) -> Sequence[OutboxMail]:
    """Return the last mails written, newest first."""
    return db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc()).limit(limit)).all()


def text_in_force(template: str, language: str) -> MailText | None:
    """Return the last version written of a mail's text, None when nobody ever changed it."""
    return db.session.scalar(
        select(MailText)
        .where(MailText.template == template, MailText.language == language)
        .order_by(MailText.number.desc())
        .limit(1)
    )


def texts_in_force() -> Mapping[tuple[str, str], MailText]:
    """Return the last version of every text somebody changed, by template and language."""
    last = select(func.max(MailText.id)).group_by(MailText.template, MailText.language)
    found = db.session.scalars(select(MailText).where(MailText.id.in_(last)).order_by(MailText.id))
    return {(each.template, each.language): each for each in found}


def versions_of(template: str, language: str) -> Sequence[MailText]:
    """Return every version of a text, newest first."""
    return db.session.scalars(
        select(MailText)
        .where(MailText.template == template, MailText.language == language)
        .order_by(MailText.number.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class Sendings:
    """A page of the outbox: its mails, newest first, how many pages there are, and how many mails in each state."""

    mails: Sequence[OutboxMail]
    page: int
    pages: int
    counts: Mapping[str, int]


fate = case(
    (OutboxMail.sent_at.is_not(None), "sent"),
    (or_(OutboxMail.trouble != "", OutboxMail.tries >= MOST_TRIES), "trouble"),
    else_="waiting",
)
"""What became of a mail: `sent`, `trouble` when a try failed or none is left, else `waiting`."""


def every_sending(address: str = "", state: str = "") -> Sequence[OutboxMail]:
    """Return all the mails for addresses that hold these letters and in this state, newest first."""
    return db.session.scalars(select(OutboxMail).where(*_chosen(address, state)).order_by(OutboxMail.id.desc())).all()


def _chosen(address: str, state: str) -> list[ColumnElement[bool]]:
    """Return what narrows the outbox."""
    wanted = [func.lower(OutboxMail.recipient).contains(lowered(address), autoescape=True)] if address else []
    return [*wanted, fate == state] if state else wanted


def sendings(address: str = "", state: str = "", page: int = 1) -> Sendings:
    """Return a page of the outbox, for addresses that hold these letters and in this state, when given."""
    wanted = _chosen(address, "")
    found = db.session.execute(select(fate, func.count()).where(*wanted).group_by(fate)).all()
    counts = {name: number for name, number in found}  # noqa: C416 - a row is not a pair for the types
    total = counts.get(state, 0) if state else sum(counts.values())
    pages = max(1, ceil(total / BATCH))
    page = min(max(page, 1), pages)
    rows = (
        select(OutboxMail)
        .where(*_chosen(address, state))
        .order_by(OutboxMail.id.desc())
        .limit(BATCH)
        .offset((page - 1) * BATCH)
    )
    return Sendings(db.session.scalars(rows).all(), page, pages, counts)
