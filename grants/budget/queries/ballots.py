"""What is read to record a vote: whose files they are, and what became of those that no longer wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.budget.models import Award, Deliberation
from grants.db import db
from grants.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class Stray:
    """A file that no longer waits for a vote: its state, and what was voted meanwhile (cents), and by whom."""

    id: int
    number: str
    association: str
    state: State
    voted: int | None
    act: str
    recorded_by: str


def associations_of(call: Call) -> dict[int, int | None]:
    """Return the association of each file of a call, by id of file."""
    query = select(Application.id, Application.association_id).where(Application.call_id == call.id)
    return {row.id: row.association_id for row in db.session.execute(query.order_by(Application.id))}


def strays_of(call: Call, ids: Iterable[int]) -> list[Stray]:
    """Return those of these files of a call that no longer wait for a vote, by number."""
    wanted = list(ids)
    if not wanted:
        return []
    rows = db.session.execute(
        select(Application, Association.name, Award.voted_cents, Deliberation.number, Deliberation.recorded_by)
        .outerjoin(Association, Application.association_id == Association.id)
        .outerjoin(Award, Award.application_id == Application.id)
        .outerjoin(Deliberation, Award.deliberation_id == Deliberation.id)
        .where(Application.call_id == call.id, Application.id.in_(wanted), Application.state != State.RECEIVABLE)
        .order_by(Application.serial, Application.id)
    )
    return [
        Stray(file.id, file.number or "", name or "", State(file.state), voted, act or "", author or "")
        for file, name, voted, act, author in rows
    ]
