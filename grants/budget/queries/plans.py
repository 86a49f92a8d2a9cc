"""In which parts awards are paid, and what is due of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants.applications.models import Application
from grants.budget.models import Award, Instalment, PaymentPlan
from grants.db import db
from grants.domain.instalments import Part, When, in_cents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.calls.models import Call


def plan_of_call(call: Call) -> list[Part]:
    """Return the parts of a call, in percentages; none when awards are paid at once."""
    plan = db.session.get(PaymentPlan, call.id)
    return [_part(each) for each in plan.parts["parts"]] if plan else []


def _part(kept: Mapping[str, Any]) -> Part:
    """Read one part of a call's plan."""
    return Part(kept["size"], When(kept["when"]), date.fromisoformat(kept["day"]) if kept["day"] else None)


def own_plans(call: Call) -> dict[int, list[Part]]:
    """Return the plans of the awards that have their own, in cents, by award."""
    query = (
        select(Instalment)
        .join(Award, Instalment.award_id == Award.id)
        .join(Application, Award.application_id == Application.id)
        .where(Application.call_id == call.id)
        .order_by(Instalment.award_id, Instalment.position)
    )
    found: dict[int, list[Part]] = defaultdict(list)
    for each in db.session.scalars(query):
        found[each.award_id].append(Part(each.cents, When(each.waits_for), each.due_on))
    return found


def parts_of(award: Award, own: Mapping[int, list[Part]], usual: list[Part]) -> list[Part]:
    """Return the parts of an award in cents: its own, else those of its call, else none."""
    if award.id in own:
        return own[award.id]
    return in_cents(award.voted_cents, usual) if usual and award.voted_cents else []
