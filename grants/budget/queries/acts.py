"""What is read of the audit log, as staff look through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from grants.accounts.models import Person
from grants.audit import AuditEntry
from grants.db import db

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

PER_PAGE = 50


def acts_of_year(year: int, page: int) -> tuple[list[AuditEntry], int]:
    """Return one page of the acts about a year, or about none, newest first, and how many pages there are."""
    wanted = _about(year)
    count = db.session.scalar(select(func.count(AuditEntry.id)).where(wanted)) or 0
    query = select(AuditEntry).where(wanted).order_by(AuditEntry.id.desc())
    rows = db.session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return list(rows), max(1, -(-count // PER_PAGE))


def every_act_of_year(year: int) -> list[AuditEntry]:
    """Return all the acts about a year, or about none, newest first."""
    return list(db.session.scalars(select(AuditEntry).where(_about(year)).order_by(AuditEntry.id.desc())))


def _about(year: int) -> ColumnElement[bool]:
    """Return what keeps the acts about a year, or about none."""
    return or_(AuditEntry.year == year, AuditEntry.year.is_(None))


def authors(references: Iterable[str]) -> dict[str, str]:
    """Return how to call who acted, by reference; somebody erased since is left out."""
    ids = {int(each.partition(":")[2]) for each in references if each.startswith("person:") and each[7:].isdigit()}
    query = select(Person.id, Person.name, Person.email).where(Person.id.in_(ids)).order_by(Person.id)
    return {f"person:{row.id}": row.name or row.email for row in db.session.execute(query)}
