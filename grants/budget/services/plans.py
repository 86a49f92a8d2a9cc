"""How awards are paid in parts: for a whole call, or for one award."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from grants import audit
from grants.budget.models import Award, Instalment, PaymentPlan
from grants.budget.services.ledger import actor_of, take_pen
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.instalments import WHOLE, Part, check_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.accounts.models import Person
    from grants.calls.models import Call


def plan_call(call: Call, parts: Sequence[Part], author: Person) -> bool:
    """Say in which parts (percentages) a call pays its awards; none: at once. Raises as `check_plan` does."""
    take_pen()
    if parts:
        check_plan(parts, WHOLE)
    kept = db.session.get(PaymentPlan, call.id)
    if kept is None:
        kept = PaymentPlan(call_id=call.id, parts={})
        db.session.add(kept)
    kept.parts = {"parts": [_written(part) for part in parts]}
    told = {"parts": [_told(part, "%") for part in parts]}
    audit.record(actor_of(author), "plan_set", f"call:{call.id}", told, year=call.year)
    return True


def _written(part: Part) -> dict[str, int | str]:
    """Write one part as it is kept."""
    return {"size": part.size, "when": part.when.value, "day": part.day.isoformat() if part.day else ""}


def _told(part: Part, unit: str) -> str:
    """Write one part for the log."""
    return f"{part.size} {unit} {part.day or part.when.value}"


def plan_award(award_id: int, parts: Sequence[Part], author: Person) -> bool:
    """Give an award its own parts, in cents; none: as its call says.

    Raises RuleError `award_unknown`, or as `check_plan` does.
    """
    take_pen()
    award = db.session.get(Award, award_id)
    if award is None or award.application is None:
        raise RuleError("award_unknown")
    if parts:
        check_plan(parts, award.voted_cents)
    db.session.execute(delete(Instalment).where(Instalment.award_id == award_id))
    for position, part in enumerate(parts, start=1):
        db.session.add(
            Instalment(
                award_id=award_id, position=position, cents=part.size, waits_for=part.when.value, due_on=part.day
            )
        )
    told = {"parts": [_told(part, "cents") for part in parts]}
    audit.record(actor_of(author), "plan_set", f"award:{award_id}", told, year=award.application.call.year)
    return True
