"""What the kept files ask, in and out of priority areas. All in cents."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import case, func, select

from grants.applications.models import Application
from grants.db import db
from grants.domain.states import KEPT

if TYPE_CHECKING:
    from grants.budget.queries.figures import FileFigures
    from grants.calls.models import Call


class AreaSums(NamedTuple):
    """What is asked in or out of priority areas, cents."""

    priority_area: bool
    requested: int
    capped: int
    in_kind: int


def asked_by(file: FileFigures, cap: int) -> AreaSums:
    """Return what a file asks, and what remains of it under the cap; nothing from one that is no longer kept."""
    if file.state not in KEPT:
        return AreaSums(file.priority_area, 0, 0, 0)
    return AreaSums(file.priority_area, file.requested, min(file.requested, cap), file.in_kind)


def asked_by_area(call: Call) -> list[AreaSums]:
    """Sum what the kept files ask, and what remains of it under the cap, in and out of priority areas."""
    asked = Application.requested_cents
    capped = case((asked > call.cap_cents, call.cap_cents), else_=asked)
    rows = db.session.execute(
        select(Application.priority_area, func.sum(asked), func.sum(capped), func.sum(Application.in_kind_cents))
        .where(Application.call_id == call.id, Application.state.in_(sorted(KEPT)))
        .group_by(Application.priority_area)
        .order_by(Application.priority_area)
    )
    return [AreaSums(area, int(requested), int(under), int(in_kind)) for area, requested, under, in_kind in rows]
