"""Reads about workshops."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from grants.calls.models import Call
from grants.db import db, now
from grants.workshops.models import WAITING, SignUp, Workshop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def coming() -> Sequence[Workshop]:
    """Return the workshops that are not over, the nearest first, cancelled ones among them."""
    query = select(Workshop).where(Workshop.ends_at > now())
    return db.session.scalars(query.order_by(Workshop.starts_at, Workshop.id)).all()


def over() -> Sequence[Workshop]:
    """Return the workshops that are over, the last first."""
    query = select(Workshop).where(Workshop.ends_at <= now())
    return db.session.scalars(query.order_by(Workshop.starts_at.desc(), Workshop.id.desc())).all()


def coming_of(call: Call) -> Sequence[Workshop]:
    """Return those of a call, and those of no call in particular, that are not over nor cancelled."""
    query = select(Workshop).where(
        Workshop.ends_at > now(),
        Workshop.cancelled_at.is_(None),
        Workshop.territory == call.territory,
        (Workshop.call_id == call.id) | Workshop.call_id.is_(None),
    )
    return db.session.scalars(query.order_by(Workshop.starts_at, Workshop.id)).all()


def workshop_of(number: int) -> Workshop | None:
    """Return a workshop."""
    return db.session.get(Workshop, number)


def sign_up_of(token: str) -> SignUp | None:
    """Return the sign-up whose secret this is, with its workshop."""
    query = select(SignUp).where(SignUp.token == token).options(joinedload(SignUp.workshop))
    return db.session.scalars(query).first()


def people_of(workshop: Workshop) -> Sequence[SignUp]:
    """Return who comes, then who waits, each in the order in which they signed up."""
    query = select(SignUp).where(SignUp.workshop_id == workshop.id)
    return db.session.scalars(query.order_by(SignUp.state, SignUp.id)).all()


def waiting_counts(workshops: Sequence[Workshop]) -> Mapping[int, int]:
    """Return how many wait for a seat, by workshop."""
    query = (
        select(SignUp.workshop_id, func.count())
        .where(SignUp.workshop_id.in_([each.id for each in workshops]), SignUp.state == WAITING)
        .group_by(SignUp.workshop_id)
        .order_by(SignUp.workshop_id)
    )
    return {number: count for number, count in db.session.execute(query)}  # noqa: C416 - dict() takes a result for a mapping


def calls_to_choose() -> Sequence[Call]:
    """Return the calls a workshop may be about, most recent first."""
    return db.session.scalars(
        select(Call).where(Call.imported.is_(False)).order_by(Call.year.desc(), Call.scheme, Call.id)
    ).all()
