"""What is read of a project carried by several associations: who they are, and the part of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.budget.models import Award
from grants.db import db
from grants.domain.joint import parts_of

if TYPE_CHECKING:
    from grants.applications.models import Application
    from grants.projects.models import Project


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


def carrying(project: Project, award: Award | None) -> list[Carrying]:
    """Return who carries a project, the association of its file first."""
    whole = [project.association, *(each.association for each in project.partners)]
    written = [each.share_cents for each in project.partners]
    parts = [None] * len(whole) if award is None else parts_of(award.voted_cents + award.in_kind_cents, written)
    return [
        Carrying(who.id, who.name, who.siret or who.rna or "", cents) for who, cents in zip(whole, parts, strict=True)
    ]
