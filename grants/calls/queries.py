"""Reads about calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, case, select
from sqlalchemy.exc import SQLAlchemyError

from grants.calls.models import Call
from grants.db import db, now

if TYPE_CHECKING:
    from collections.abc import Sequence


def call_of_year(year: int) -> Call | None:
    """Return the call of a year; one of ours comes before past grants brought in from a file."""
    return db.session.scalars(
        select(Call).where(Call.year == year).order_by(Call.imported, Call.scheme, Call.id).limit(1)
    ).first()


def last_call() -> Call | None:
    """Return the call people answer, or answered last, here; where none has opened, the one that opens first."""
    ours = select(Call).where(Call.imported.is_(False))
    return db.session.scalars(ours.order_by(*_shown_first(), Call.id.desc()).limit(1)).first()


def newest_call() -> Call | None:
    """Return our call of the latest year, which staff may have prepared long before it opens."""
    ours = select(Call).where(Call.imported.is_(False))
    return db.session.scalars(ours.order_by(Call.year.desc(), Call.id.desc()).limit(1)).first()


def calls() -> Sequence[Call]:
    """Return every call, most recent first, ours before imported ones."""
    return db.session.scalars(select(Call).order_by(Call.year.desc(), Call.imported, Call.scheme, Call.id)).all()


def year_on_show() -> int:
    """Return the year that menus lead to: that of `last_call`, else this one, also when the database is silent."""
    try:
        with db.session.no_autoflush:
            year = db.session.scalar(select(Call.year).order_by(Call.imported, *_shown_first()).limit(1))
    except SQLAlchemyError:
        year = None
    return year or now().year


def _shown_first() -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Order calls for visitors: those that have opened, the newest first, then those to come, the nearest first."""
    coming = Call.opens_on > now().date()
    return coming, case((coming, Call.year), else_=-Call.year)
