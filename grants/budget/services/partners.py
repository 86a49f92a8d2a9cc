"""Which associations carry a project with the one of its file, and the part of each; no line of the ledger moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants import audit
from grants.accounts.models import Association
from grants.budget.queries.councillors import association_named
from grants.budget.queries.partners import award_of_file
from grants.budget.services.ledger import actor_of, take_pen
from grants.db import db, now
from grants.domain import identifiers
from grants.domain.errors import RuleError
from grants.domain.joint import check_parts
from grants.projects.models import ProjectPartner

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.accounts.models import Person
    from grants.applications.models import Application
    from grants.projects.models import Project


def add_partner(file: Application, name: str, number: str, author: Person) -> ProjectPartner:
    """Add an association to those that carry a file's project, by its SIRET or RNA, else by the name it is known under.

    Written parts are no longer right: they are equal again. Raises RuleError `partner_unknown`, `partner_number`,
    `partner_nameless`, `partner_already`.
    """
    take_pen()
    project = _project(file)
    who = _numbered(name, number) if number.strip() else association_named(name)
    if who is None:
        raise RuleError("partner_unknown")
    if who.id == project.association_id or who.id in {each.association_id for each in project.partners}:
        raise RuleError("partner_already", association=who.name)
    last = max((each.position for each in project.partners), default=0)
    added = ProjectPartner(association_id=who.id, position=last + 1)
    project.partners.append(added)
    _forget_parts(project)
    _write(file, author)
    return added


def take_partner_off(file: Application, association_id: int, author: Person) -> bool:
    """Take an association off those that carry a file's project; False when it is none of them."""
    take_pen()
    project = _project(file)
    gone = next((each for each in project.partners if each.association_id == association_id), None)
    if gone is None:
        return False
    project.partners.remove(gone)
    _forget_parts(project)
    _write(file, author)
    return True


def share_award(file: Application, parts: Mapping[int, int], author: Person) -> bool:
    """Write the part of each association, in cents by its id; False when nothing changes.

    Raises RuleError `parts_before_vote`, `partners_changed` when somebody added or took off one meanwhile,
    `part_empty`, `parts_differ`.
    """
    take_pen()
    project, award = _project(file), award_of_file(file)
    if award is None:
        raise RuleError("parts_before_vote")
    if set(parts) != {project.association_id, *(each.association_id for each in project.partners)}:
        raise RuleError("partners_changed")
    check_parts(award.voted_cents + award.in_kind_cents, list(parts.values()))
    if all(each.share_cents == parts[each.association_id] for each in project.partners):
        return False
    for each in project.partners:
        each.share_cents = parts[each.association_id]
    _write(file, author)
    return True


def _project(file: Application) -> Project:
    """Return the project of a file that was sent."""
    if file.project is None:
        raise RuleError("parts_before_vote")
    return file.project


def _numbered(name: str, number: str) -> Association:
    """Find the association of a SIRET or an RNA number, or make it under its name."""
    written = identifiers.compact(number)
    try:
        siret, rna = ("", identifiers.rna(written)) if written.startswith("W") else (identifiers.siret(written), "")
    except identifiers.IdentifierError as error:
        code = "partner_number"
        raise RuleError(code) from error
    same = Association.rna == rna if rna else Association.siret == siret
    known = db.session.scalar(select(Association).where(same).order_by(Association.id).limit(1))
    if known is None:
        if not name:
            raise RuleError("partner_nameless")
        known = Association(name=name, siret=siret or None, rna=rna or None)
        db.session.add(known)
        db.session.flush()
    return known


def _forget_parts(project: Project) -> None:
    """Make the parts equal again."""
    for each in project.partners:
        each.share_cents = None


def _write(file: Application, author: Person) -> None:
    """Write who carries the project now in the log of acts; the open files see a project that changed."""
    project = _project(file)
    project.updated_at = now()
    db.session.flush()
    told = {
        "file": file.number,
        "partners": [f"association:{each.association_id}" for each in project.partners],
        "parts_cents": [each.share_cents for each in project.partners if each.share_cents is not None],
    }
    audit.record(actor_of(author), "project_shared", f"project:{project.id}", told, year=file.call.year)
