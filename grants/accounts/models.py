"""People, associations, and how somebody is known to this instance."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from grants.db import Base, now
from grants.security import Part


class Person(Base):
    """Somebody who signs in by e-mail; `role` is what they may do for the whole town, until `role_ends_at` if any.

    `factor_since`: when a first second factor was set, None when they have none. `seen_at`: their last sign-in.
    `sees_bank_details`: an administrator gave them, by name, the sight of account numbers in full; no role does.
    """

    __tablename__ = "person"
    __table_args__ = (CheckConstraint("role IN ('member', 'staff', 'admin')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="fr")
    role: Mapped[str] = mapped_column(default="member")
    role_ends_at: Mapped[datetime | None]
    sees_bank_details: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    factor_since: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]

    memberships: Mapped[list[Membership]] = relationship(back_populates="person")
    call_roles: Mapped[list[CallRole]] = relationship(order_by="CallRole.id", cascade="all, delete-orphan")

    @property
    def is_staff(self) -> bool:
        """Tell whether this person works for the whole town, all its calls."""
        return self.role in {"staff", "admin"} and not is_over(self.role_ends_at)

    @property
    def is_admin(self) -> bool:
        """Tell whether this person administers the whole town."""
        return self.is_staff and self.role == "admin"

    @property
    def works_here(self) -> bool:
        """Tell whether this person works for the town, for all its calls or for some alone."""
        return self.is_staff or bool(self.calls_of(*Part))

    @property
    def reads_accounts(self) -> bool:
        """Tell whether this person may see account numbers in full: somebody who left the staff no longer does."""
        return self.works_here and self.sees_bank_details

    def calls_of(self, *parts: Part) -> frozenset[int]:
        """Return the calls of which this person looks after one of these parts, besides working for the whole town."""
        return frozenset(each.call_id for each in self.call_roles if each.part in parts and not is_over(each.ends_at))

    def looks_after(self, call_id: int, *parts: Part) -> bool:
        """Tell whether this person looks after one of these parts of a call."""
        return self.is_staff or call_id in self.calls_of(*parts)


def is_over(end: datetime | None) -> bool:
    """Tell whether an end, if there is one, has come."""
    return end is not None and end <= now()


class CallRole(Base):
    """What somebody looks after for one call alone (`security.Part`), until `ends_at` if any; gone once taken away."""

    __tablename__ = "call_role"
    __table_args__ = (
        UniqueConstraint("person_id", "call_id", "part"),
        CheckConstraint("part IN ('files', 'budget', 'evening')", name="part"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"), index=True)
    part: Mapped[str]
    given_at: Mapped[datetime] = mapped_column(default=now)
    ends_at: Mapped[datetime | None]


class Association(Base):
    """An organisation that acts. `siret_given` keeps a damaged SIRET as it came; `siret` only a valid one."""

    __tablename__ = "association"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    siret: Mapped[str | None] = mapped_column(index=True)
    siret_given: Mapped[str | None]
    rna: Mapped[str | None] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(default="")
    neighbourhood: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)

    memberships: Mapped[list[Membership]] = relationship(back_populates="association")


class Membership(Base):
    """A person acting for an association, until `ended_at`."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "association_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(back_populates="memberships")
    association: Mapped[Association] = relationship(back_populates="memberships")


class MailedLink:
    """A link sent to an address: only the hash of its secret is kept, and it is answered once, before a day.

    `leaves`: whoever sent it goes as soon as it is accepted. `ended_at`: called back, or turned down.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    leaves: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class AssociationInvitation(MailedLink, Base):
    """Somebody asked by mail to act for an association."""

    __tablename__ = "association_invitation"

    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"), index=True)

    association: Mapped[Association] = relationship()
    invited_by: Mapped[Person] = relationship()


class Claim(Base):
    """Somebody asking to act for an association where others already do; `answer` is `yes` or `no` once given."""

    __tablename__ = "claim"

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
    association: Mapped[Association] = relationship()


class AssociationEvent(Base):
    """One line of an association's log, never changed: who (`actor`) did what (`kind`) about whom, in addresses."""

    __tablename__ = "association_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    association_id: Mapped[int] = mapped_column(ForeignKey("association.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    actor: Mapped[str]
    kind: Mapped[str]
    whom: Mapped[str] = mapped_column(default="")


class SessionRow(Base):
    """A browser signed in; only the hash of its token is kept.

    `device`: two coarse words (`domain.devices`). `seen_at`: noted once an hour. `factor_at`: when a second factor was
    shown here, None when none was. `identity_id`: the other house that identified them, None after a mail; `id_token`:
    what that house asks for when they leave, forgotten as soon as the session ends.
    """

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    device: Mapped[str] = mapped_column(default="")
    seen_at: Mapped[datetime] = mapped_column(default=now)
    factor_at: Mapped[datetime | None]
    identity_id: Mapped[int | None] = mapped_column(ForeignKey("identity.id"), index=True)
    id_token: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship()
    identity: Mapped[Identity | None] = relationship()


class Identity(Base):
    """Somebody as another house knows them: `known_as` is its lasting name for them, whatever their address becomes.

    `confirmed_at`: when a session that it opened first opened in full; until then it is no more than an address.
    """

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "known_as"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    issuer: Mapped[str]
    known_as: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class ClockFactor(Base):
    """The key of an application that shows codes; in use once `confirmed_at`, when a code of it was typed.

    `sealed`: the key, covered by the secret of the instance and `salt`. `last_step`: the last step of thirty seconds
    whose code was used; it only grows.
    """

    __tablename__ = "clock_factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    salt: Mapped[bytes]
    sealed: Mapped[bytes]
    last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Base):
    """A code kept on paper for the day the phone is lost: only its hash is kept, and it serves once."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime | None]


class SignInRequest(Base):
    """One mail asked for: a link and a code, each usable once, by whoever holds the mail."""

    __tablename__ = "sign_in_request"
    __table_args__ = (Index("ix_sign_in_request_email_at", "email", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    token_hash: Mapped[str] = mapped_column(unique=True)
    code_hash: Mapped[str]
    next_url: Mapped[str] = mapped_column(default="")
    tries_left: Mapped[int] = mapped_column(default=5)
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Invitation(Base):
    """A one-time link that gives a role, printed by `admin invite`."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
