"""What can be ordered today, file by file, with what stands in the way and how long is left. All in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.applications.queries import local_day
from grants.budget.models import Award
from grants.budget.queries.cumulated import marks_of
from grants.budget.queries.partners import WITH_CARRIERS, carriers_of
from grants.budget.queries.payments import bank_details, payees_of
from grants.budget.queries.plans import own_plans, parts_of, plan_of_call
from grants.db import db, now
from grants.domain.bank import masked
from grants.domain.countdown import Countdown, Pressure, countdown
from grants.domain.instalments import Part, due
from grants.domain.payable import Obstacle, obstacles
from grants.domain.states import State
from grants.domain.thresholds import Mark, heaviest, legal_person
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.budget.queries.figures import FileFigures
    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class Payable:
    """A voted file as finance must know it; `account` is the IBAN masked, `due` what can be ordered today."""

    award_id: int
    file_id: int
    public_id: str
    number: str
    association: str
    title: str
    siret: str
    account: str
    state: State
    notified_on: date | None
    envelopes: frozenset[int]
    voted: int
    committed: int
    ordered: int
    paid: int
    due: int
    parts: tuple[Part, ...]
    obstacles: tuple[Obstacle, ...]
    mark: Mark
    clock: Countdown

    @property
    def left(self) -> int:
        """What is not ordered yet."""
        return self.committed - self.ordered

    @property
    def ready(self) -> bool:
        """Whether it can be ordered today."""
        return self.due > 0 and not self.obstacles

    @property
    def owed(self) -> int:
        """What the 60 days run for: ordered or due, and not paid; a part that waits for a report or a day is not."""
        return self.ordered + self.due - self.paid

    @property
    def pressing(self) -> bool:
        """Whether something is owed and the limit is near, or past."""
        return self.owed > 0 and self.clock.pressure in PRESSING


PRESSING = frozenset({Pressure.SOON, Pressure.URGENT, Pressure.OVERDUE})


def town_day(call: Call) -> date:
    """Return the day it is now in the town of a call."""
    return local_day(call, now())


def payables(call: Call) -> list[Payable]:
    """Return every voted file of a call that was awarded money, by number."""
    query = (
        select(Award, Application, Project, Association)
        .join(Application, Award.application_id == Application.id)
        .join(Project, Award.project_id == Project.id)
        .join(Association, Project.association_id == Association.id)
        .where(Application.call_id == call.id, Award.voted_cents > 0)
        .options(selectinload(Award.shares), *WITH_CARRIERS)
        .order_by(Application.serial, Application.id)
    )
    found = db.session.execute(query).all()
    own, usual, today = own_plans(call), plan_of_call(call), town_day(call)
    noted, marks = payees_of(call.id), marks_of(call.year)
    return [
        _payable(
            (award, file, project, association),
            parts_of(award, own, usual),
            today,
            bank_details(file, association, noted.get(file.id)),
            marks,
        )
        for award, file, project, association in found
    ]


def _payable(
    row: tuple[Award, Application, Project, Association],
    parts: list[Part],
    today: date,
    payee: tuple[str, str],
    marks: dict[str, Mark],
) -> Payable:
    """Put together what is known of one file."""
    award, file, project, association = row
    committed = sum(share.committed_cents for share in award.shares)
    ordered = sum(share.ordered_cents for share in award.shares)
    state, (iban, siret) = State(file.state), payee
    mark = heaviest(marks.get(legal_person(who.siret, who.id), Mark.NONE) for who in carriers_of(project))
    return Payable(
        award_id=award.id,
        file_id=file.id,
        public_id=file.public_id,
        number=file.number or "",
        association=association.name,
        title=project.title,
        siret=siret,
        account=masked(iban),
        state=state,
        notified_on=award.notified_on,
        envelopes=frozenset(share.envelope_id for share in award.shares),
        voted=award.voted_cents,
        committed=committed,
        ordered=ordered,
        paid=sum(share.paid_cents for share in award.shares),
        due=due(parts, committed, ordered, today, reported=state is State.REPORTED),
        parts=tuple(parts),
        obstacles=obstacles(state, iban, siret, mark),
        mark=mark,
        clock=countdown(award.notified_on, today),
    )


def pressing_of(files: Iterable[FileFigures], today: date) -> list[Countdown]:
    """Return the countdown of every file that was notified, is not paid, and must be soon, or is late.

    A file of which all orders are paid and something is left waits for its next part: the 60 days do not run for it.
    """
    owing = (file for file in files if file.paid < file.ordered or (file.committed and not file.ordered))
    clocks = [countdown(file.notified_on, today) for file in owing]
    return [each for each in clocks if each.pressure in PRESSING]
