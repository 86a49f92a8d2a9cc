"""What tells that the open files would hold something else than before, and when that last happened."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.accounts.models import Association, AssociationEvent
from grants.applications.models import Application, ApplicationEvent
from grants.budget.models import Award, AwardShare, Deliberation, LedgerEntry
from grants.calls.models import Call
from grants.db import db
from grants.plenary.models import Plenary
from grants.projects.models import Project
from grants.workshops.models import Workshop

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select

CHANGED = (
    Project.updated_at,
    Call.updated_at,
    Workshop.updated_at,
    Plenary.changed_at,
    Deliberation.recorded_at,
    LedgerEntry.at,
    ApplicationEvent.at,
    AssociationEvent.at,
)
"""When each thing that the open files tell of last changed."""


def last_change() -> datetime | None:
    """Return when something that the open files hold last changed; None in a town that holds nothing yet."""
    moments = db.session.execute(select(*[select(func.max(each)).scalar_subquery() for each in CHANGED])).one()
    return max((moment for moment in moments if moment is not None), default=None)


def mark() -> str:
    """Return a mark that changes with anything that the open files hold, whether it was dated or not."""
    told = [[tuple(map(str, row)) for row in db.session.execute(each)] for each in _looked_at()]
    return hashlib.sha256(repr(told).encode()).hexdigest()[:24]


def _looked_at() -> tuple[Select[*tuple[object, ...]], ...]:
    """Choose what is compared: whole rows where they are few, counts and sums where they are many."""
    return (
        select(Association.id, Association.name, Association.siret, Association.rna).order_by(Association.id),
        select(Deliberation.id, Deliberation.number, Deliberation.voted_on).order_by(Deliberation.id),
        select(Call.id, Call.updated_at).order_by(Call.id),
        select(Plenary.id, Plenary.changed_at).order_by(Plenary.id),
        select(Workshop.id, Workshop.updated_at).order_by(Workshop.id),
        select(func.count(Project.id), func.count(Project.public_since), func.max(Project.updated_at)),
        select(func.max(LedgerEntry.id)),
        select(func.max(ApplicationEvent.id)),
        select(func.count(Application.id), func.sum(Application.requested_cents), func.max(Application.sent_at)),
        select(
            func.count(Award.id),
            func.max(Award.id),
            func.sum(Award.voted_cents),
            func.sum(Award.in_kind_cents),
            func.count(Award.notified_on),
            func.max(Award.notified_on),
        ),
        select(func.count(AwardShare.award_id), func.sum(AwardShare.paid_cents), func.sum(AwardShare.repaid_cents)),
    )
