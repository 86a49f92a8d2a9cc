"""Who was erased (as a mark, never an address), and who asked for what the law lets them ask."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.accounts.models import Person
from grants.db import Base, now


class Erasure(Base):
    """Somebody erased: `mark` recognises their address after a restore (see `services.again`), and tells it to nobody.

    `person_id` is the number of the account they had; `figures` count rows by table.
    """

    __tablename__ = "erasure"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(default=now)
    mark: Mapped[str] = mapped_column(index=True)
    person_id: Mapped[int | None]
    actor: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PrivacyRequest(Base):
    """A person asked to be erased, or for all that is held of them; `answered_by` is a reference (`person:3`)."""

    __tablename__ = "privacy_request"
    __table_args__ = (CheckConstraint("kind IN ('erasure', 'export')", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
