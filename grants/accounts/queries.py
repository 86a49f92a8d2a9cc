"""Reads about people and associations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from grants.accounts.models import (
    Association,
    AssociationEvent,
    AssociationInvitation,
    Claim,
    ClockFactor,
    Identity,
    Membership,
    Person,
    RecoveryCode,
    SessionRow,
    SignInRequest,
)
from grants.db import db, now
from grants.settings import current_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from grants.accounts.models import MailedLink

    Link = TypeVar("Link", bound=MailedLink)

FACTOR_WITHIN = timedelta(minutes=15)
"""After the mail, the time to show a second factor or to set a first one."""

_SEARCHED = (Association.name, Association.siret, Association.rna)


@dataclass(frozen=True, slots=True)
class AssociationRow:
    """An association in a list: its number if it has one, how many people act for it, how many ask to."""

    id: int
    name: str
    number: str
    people: int
    claims: int


def person_by_email(email: str) -> Person | None:
    """Return the person of that address, written in any case."""
    return db.session.scalar(select(Person).where(Person.email == email.strip().lower()))


def staff() -> Sequence[Person]:
    """Return those who work for the town, or for some calls, by address; those whose role is over too."""
    works = or_(Person.role.in_(("staff", "admin")), Person.call_roles.any())
    kept = select(Person).options(selectinload(Person.call_roles)).where(works)
    return db.session.scalars(kept.order_by(Person.email)).all()


def last_seen(people: Iterable[Person]) -> dict[int, datetime]:
    """Return when each of these people was last seen here, as far as sessions are kept."""
    seen = select(SessionRow.person_id, func.max(SessionRow.seen_at)).group_by(SessionRow.person_id)
    rows = db.session.execute(seen.where(SessionRow.person_id.in_([each.id for each in people])))
    return {person: seen for person, seen in rows}  # noqa: C416 - a row is not a pair for mypy


def names_of(references: Iterable[str]) -> dict[str, str]:
    """Return the name or the address of each `person:3`; what stands for no person stays as it is."""
    known = {reference: reference for reference in references}
    ids = {int(each[7:]): each for each in known if each.startswith("person:") and each[7:].isdecimal()}
    for person in db.session.scalars(select(Person).where(Person.id.in_(list(ids)))):
        known[ids[person.id]] = person.name or person.email
    return known


def live_session(token_hash: str) -> SessionRow | None:
    """Return the session of that token, with its person, unless it ended, expired or was left alone too long."""
    asked = (
        select(SessionRow)
        .options(joinedload(SessionRow.person).joinedload(Person.call_roles))
        .where(SessionRow.token_hash == token_hash, SessionRow.ended_at.is_(None), SessionRow.expires_at > now())
    )
    row = db.session.scalars(asked).unique().one_or_none()
    return None if row is None or _left_alone(row) else row


def needs_factor(person: Person) -> bool:
    """Tell whether somebody shows a second factor when they sign in: staff, if it is required or if they have one."""
    required = current_settings().staff_second_factor == "required"
    return person.works_here and (required or person.factor_since is not None)


def waits_for_factor(row: SessionRow) -> bool:
    """Tell whether a session is only half open: it gives nothing until a second factor is shown."""
    return row.factor_at is None and needs_factor(row.person)


def _left_alone(row: SessionRow) -> bool:
    """Tell whether staff left a session alone too long, or did not show their second factor in time."""
    if waits_for_factor(row):
        return row.created_at < now() - FACTOR_WITHIN
    return row.person.works_here and row.seen_at < now() - timedelta(hours=current_settings().staff_idle_hours)


def sessions_of(person: Person) -> Sequence[SessionRow]:
    """Return the browsers somebody is signed in with, the last seen first."""
    rows = db.session.scalars(
        select(SessionRow)
        .options(joinedload(SessionRow.person))
        .where(SessionRow.person_id == person.id, SessionRow.ended_at.is_(None), SessionRow.expires_at > now())
        .order_by(SessionRow.seen_at.desc(), SessionRow.id.desc())
    ).all()
    return [row for row in rows if not _left_alone(row)]


def clock_of(person: Person) -> ClockFactor | None:
    """Return the clock in use of somebody."""
    kept = select(ClockFactor).where(ClockFactor.person_id == person.id, ClockFactor.confirmed_at.is_not(None))
    return db.session.scalar(kept.order_by(ClockFactor.id.desc()).limit(1))


def pending_clock(person: Person) -> ClockFactor | None:
    """Return the clock that somebody began to set and of which they typed no code yet."""
    drawn = select(ClockFactor).where(ClockFactor.person_id == person.id, ClockFactor.confirmed_at.is_(None))
    return db.session.scalar(drawn.order_by(ClockFactor.id.desc()).limit(1))


def codes_left(person: Person) -> int:
    """Return how many recovery codes of somebody still serve."""
    left = select(func.count()).where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    return int(db.session.scalar(left) or 0)


def identity_of(issuer: str, known_as: str) -> Identity | None:
    """Return somebody as another house knows them, with their person."""
    asked = select(Identity).options(joinedload(Identity.person))
    return db.session.scalar(asked.where(Identity.issuer == issuer, Identity.known_as == known_as))


def is_tied(person: Person, issuer: str) -> bool:
    """Tell whether somebody already came in full from that house, under any of its names."""
    asked = select(Identity.id).where(Identity.person_id == person.id, Identity.issuer == issuer)
    return db.session.scalar(asked.where(Identity.confirmed_at.is_not(None)).limit(1)) is not None


def asked_by(token_hash: str) -> SignInRequest | None:
    """Return the mail asked for whose link has that secret, used and old ones too."""
    return db.session.scalar(select(SignInRequest).where(SignInRequest.token_hash == token_hash))


def associations_of(person: Person) -> Sequence[Association]:
    """Return the associations a person acts for, by name."""
    return db.session.scalars(
        select(Association)
        .join(Membership)
        .where(Membership.person_id == person.id, Membership.ended_at.is_(None))
        .order_by(Association.name, Association.id)
    ).all()


def is_member(person: Person | None, association_id: int | None) -> bool:
    """Tell whether the person acts for the association today."""
    if person is None or association_id is None:
        return False
    found = db.session.scalar(
        select(Membership.id).where(
            Membership.person_id == person.id,
            Membership.association_id == association_id,
            Membership.ended_at.is_(None),
        )
    )
    return found is not None


def people_of(association: Association) -> Sequence[Membership]:
    """Return who acts for an association today, longest first, each with its person."""
    return db.session.scalars(
        select(Membership)
        .options(joinedload(Membership.person))
        .where(Membership.association_id == association.id, Membership.ended_at.is_(None))
        .order_by(Membership.since, Membership.id)
    ).all()


def has_had_people(association: Association) -> bool:
    """Tell whether anybody acts, or ever acted, for an association."""
    return db.session.scalar(select(Membership.id).filter_by(association_id=association.id).limit(1)) is not None


def association_handled_by(person: Person, association_id: int) -> Association | None:
    """Return the association if this person acts for it, or works for the town."""
    found = db.session.get(Association, association_id)
    return found if person.is_staff or is_member(person, association_id) else None


def open_links(kind: type[Link], **about: object) -> Sequence[Link]:
    """Return the links of a kind that still wait for an answer, about one file or one association, oldest first."""
    return db.session.scalars(
        select(kind)
        .filter_by(used_at=None, ended_at=None, **about)
        .where(kind.expires_at > now())
        .order_by(kind.created_at, kind.id)
    ).all()


def living_link(kind: type[Link], token_hash: str) -> Link | None:
    """Return the link of that secret if it still waits for an answer."""
    return next(iter(open_links(kind, token_hash=token_hash)), None)


def association_link(token_hash: str) -> AssociationInvitation | None:
    """Return the invitation of that secret if it waits for an answer and whoever sent it still may invite."""
    link = living_link(AssociationInvitation, token_hash)
    if link is None or not (link.invited_by.is_staff or is_member(link.invited_by, link.association_id)):
        return None
    return link


def open_claims(association: Association) -> Sequence[Claim]:
    """Return who asks to act for an association and waits for an answer, oldest first."""
    return db.session.scalars(
        select(Claim)
        .options(joinedload(Claim.person))
        .filter_by(association_id=association.id, answered_at=None)
        .order_by(Claim.id)
    ).all()


def log_of(association: Association) -> Sequence[AssociationEvent]:
    """Return the log of an association, newest first."""
    query = select(AssociationEvent).filter_by(association_id=association.id)
    return db.session.scalars(query.order_by(AssociationEvent.id.desc())).all()


def associations_matching(words: str, page: int, size: int) -> tuple[list[AssociationRow], int]:
    """Return one page of the associations whose name or number has these words, and how many there are in all.

    Those somebody asks to join come first, then by name.
    """
    people = select(func.count(Membership.id)).where(
        Membership.association_id == Association.id, Membership.ended_at.is_(None)
    )
    claims = select(func.count(Claim.id)).where(Claim.association_id == Association.id, Claim.answered_at.is_(None))
    wanted = [
        or_(*(func.lower(column).contains(word, autoescape=True) for column in _SEARCHED))
        for word in words.lower().split()
    ]
    asked = claims.scalar_subquery()
    query = select(Association, people.scalar_subquery(), asked).where(*wanted)
    order = ((asked == 0), func.lower(Association.name), Association.id)
    rows = db.session.execute(query.order_by(*order).limit(size).offset((page - 1) * size))
    found = [AssociationRow(each.id, each.name, each.siret or each.rna or "", *counts) for each, *counts in rows]
    return found, db.session.scalar(select(func.count(Association.id)).where(*wanted)) or 0
