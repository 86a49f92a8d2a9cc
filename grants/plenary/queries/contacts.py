"""Who is to be reached about the projects of a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.applications.models import Application
from grants.db import db
from grants.domain.coming import LONGEST_NAME
from grants.domain.file import parse

if TYPE_CHECKING:
    from grants.plenary.models import Plenary


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact of a file: `person_id` is who wrote it, unless the town typed it from paper."""

    name: str = ""
    email: str = ""
    language: str = "fr"
    person_id: int | None = None


def contacts_of(plenary: Plenary) -> dict[int, Contact]:
    """Return the contact of each project of an evening that has a file."""
    files = db.session.scalars(
        select(Application)
        .options(joinedload(Application.person), joinedload(Application.paper))
        .where(Application.call_id == plenary.call_id, Application.project_id.is_not(None))
        .order_by(Application.id)
    )
    return {file.project_id: _contact(file) for file in files if file.project_id is not None}


def _contact(file: Application) -> Contact:
    answers = parse(file.answers)
    writer = file.person if file.paper is None else None
    return Contact(
        name=answers.contact_name.strip()[:LONGEST_NAME],
        email=(answers.contact_email or (writer.email if writer else "")).strip().lower(),
        language=writer.language if writer else "fr",
        person_id=writer.id if writer else None,
    )
