"""Reads about calls."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, bindparam, case, not_, or_, select
from sqlalchemy.exc import SQLAlchemyError

from grants.calls.models import Call
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.money import format_euros
from grants.territories.queries import territories, territory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import BindParameter, Select


def call_of_year(year: int) -> Call | None:
    """Return the main call of a year; one of ours comes before past grants brought in from a file."""
    return db.session.scalars(
        select(Call).where(Call.year == year).order_by(Call.imported, beside(), Call.scheme, Call.id).limit(1)
    ).first()


def call_at(year: int, scheme: str = "") -> Call | None:
    """Return the call that an address names: that of a scheme people apply to, else the main one of the year."""
    if not scheme:
        return call_of_year(year)
    ours = select(Call).where(Call.year == year, Call.imported.is_(False), Call.scheme == scheme.replace("\0", ""))
    return db.session.scalar(ours.order_by(Call.id).limit(1))


def introduction_of(call: Call, language: str) -> tuple[str, bool]:
    """Return the words at the head of a call's page, and whether they are in that language.

    The description's own words are said in the reader's language, as long as staff left them as they are.
    """
    ours = None if call.imported else scheme_of(call).introduction
    if not ours or call.introduction != ours.fr.replace("{cap}", format_euros(call.cap_cents)):
        return call.introduction, language == "fr"
    return ours.in_language(language).replace("{cap}", format_euros(call.cap_cents, language)), True


def calls_of_year(year: int) -> Sequence[Call]:
    """Return the calls people apply to in a year, the main one first."""
    ours = select(Call).where(Call.year == year, Call.imported.is_(False))
    return db.session.scalars(ours.order_by(beside(), Call.scheme, Call.id)).all()


def is_main(call: Call) -> bool:
    """Tell whether a call is its town's main one, which the budget, the plenary and short addresses are about."""
    return call.scheme == territory(call.territory).scheme


def beside() -> ColumnElement[bool]:
    """Tell the database whether a call stands beside its town's main one: as an order, the main one comes first."""
    mains = (and_(Call.territory == town.key, Call.scheme == town.scheme) for town in territories())
    return not_(or_(*mains))


def last_call() -> Call | None:
    """Return the call people answer, or answered last, here; where none has opened, the one that opens first."""
    ours = select(Call).where(Call.imported.is_(False))
    return db.session.scalars(ours.order_by(beside(), *_shown_first(now().date()), Call.id.desc()).limit(1)).first()


def newest_call(scheme: str = "") -> Call | None:
    """Return our call of the latest year, main or of a scheme, which staff may have prepared long before it opens."""
    ours = select(Call).where(Call.imported.is_(False))
    if scheme:
        ours = ours.where(Call.scheme == scheme)
    return db.session.scalars(ours.order_by(beside(), Call.year.desc(), Call.id.desc()).limit(1)).first()


def calls() -> Sequence[Call]:
    """Return every call, most recent first, ours before imported ones, the main one of a year first."""
    order = (Call.year.desc(), Call.imported, beside(), Call.scheme, Call.id)
    return db.session.scalars(select(Call).order_by(*order)).all()


def year_on_show() -> int:
    """Return the year that menus lead to: that of `last_call`, else this one, also when the database is silent."""
    try:
        with db.session.no_autoflush:
            year = db.session.scalar(_year_shown(), {"today": now().date()})
    except SQLAlchemyError:
        year = None
    return year or now().year


@lru_cache(maxsize=1)
def _year_shown() -> Select[int]:
    """Write once what every page asks; towns do not change while a process lives."""
    shown_first = _shown_first(bindparam("today", type_=Call.opens_on.type))
    return select(Call.year).order_by(Call.imported, beside(), *shown_first).limit(1)


def _shown_first(today: date | BindParameter[date]) -> tuple[ColumnElement[bool], ColumnElement[int]]:
    """Order calls for visitors: those that have opened, the newest first, then those to come, the nearest first."""
    coming = Call.opens_on > today
    return coming, case((coming, Call.year), else_=-Call.year)
