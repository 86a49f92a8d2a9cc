"""Agreements signed with associations, which answer the alert at 23,000 €."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants import audit
from grants.accounts.models import Association
from grants.budget.models import Agreement
from grants.budget.services.ledger import actor_of, take_pen
from grants.db import db, now
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from datetime import date

    from grants.accounts.models import Person


def record_agreement(association_id: int, year: int, reference: str, signed_on: date, author: Person) -> Agreement:
    """Write down that an agreement was signed for a year.

    Raises RuleError `association_unknown`, `agreement_missing`, `agreement_in_future`, `agreement_exists`.
    """
    take_pen()
    if db.session.get(Association, association_id) is None:
        raise RuleError("association_unknown")
    reference = reference.strip()
    if not reference:
        raise RuleError("agreement_missing")
    if signed_on > now().date():
        raise RuleError("agreement_in_future", day=signed_on)
    same = select(Agreement.id).filter_by(association_id=association_id, year=year, reference=reference)
    if db.session.scalar(same) is not None:
        raise RuleError("agreement_exists", reference=reference)
    signed = Agreement(
        association_id=association_id, year=year, reference=reference, signed_on=signed_on, actor=actor_of(author)
    )
    db.session.add(signed)
    told = {"reference": reference, "signed_on": signed_on}
    audit.record(actor_of(author), "agreement_recorded", f"association:{association_id}", told, year=year)
    return signed
