"""What is read of a project carried by several associations: who they are, and the part of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from grants.budget.models import Award
from grants.db import db
from grants.domain.joint import parts_of, sums_of
from grants.domain.thresholds import Received
from grants.projects.models import Project, ProjectPartner

if TYPE_CHECKING:
    from grants.accounts.models import Association
    from grants.applications.models import Application

WITH_CARRIERS = (
    joinedload(Project.association),
    selectinload(Project.partners).joinedload(ProjectPartner.association),
)
"""What to read with projects to know who carries each: one reading more, however many."""


@dataclass(frozen=True, slots=True)
class Carrying:
    """One association that carries a project, its number if known, and its part in cents; None before the vote."""

    association_id: int
    name: str
    number: str
    cents: int | None


def award_of_file(file: Application) -> Award | None:
    """Return what was voted for a file."""
    return db.session.scalar(select(Award).where(Award.application_id == file.id))


def carriers_of(project: Project) -> list[Association]:
    """Return the associations that carry a project, that of its file first."""
    return [project.association, *(each.association for each in project.partners)]


def received_by(project: Project, money_cents: int, in_kind_cents: int) -> list[tuple[Association, Received]]:
    """Return what each association that carries a project has of a sum in cents, that of its file first."""
    sums = sums_of(money_cents, in_kind_cents, [each.share_cents for each in project.partners])
    return [(who, Received(*its)) for who, its in zip(carriers_of(project), sums, strict=True)]


def carrying(project: Project, award: Award | None) -> list[Carrying]:
    """Return who carries a project, the association of its file first."""
    whole = carriers_of(project)
    written = [each.share_cents for each in project.partners]
    parts = [None] * len(whole) if award is None else parts_of(award.voted_cents + award.in_kind_cents, written)
    return [
        Carrying(who.id, who.name, who.siret or who.rna or "", cents) for who, cents in zip(whole, parts, strict=True)
    ]
