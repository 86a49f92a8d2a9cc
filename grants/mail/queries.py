"""Reads about mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db
from grants.mail.letters import CHOICES, Choice, Kind
from grants.mail.models import MailChoice, MailText, OutboxMail

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
