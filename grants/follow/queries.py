"""Reads about followings, and what is new for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.follow.models import Following
from grants.projects.asked import read_asked
from grants.projects.models import Project, Revision
from grants.projects.queries import newest_projects

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from grants.projects.queries import Filters

MOST = 20
"""How many new projects one mail tells; the list shows the others."""


@dataclass(frozen=True, slots=True)
class New:
    """A project in a reader's mail: new on the site, or (`version`) a page that says something else since."""

    project: Project
    version: int


def following_of(token: str) -> Following | None:
    """Return the following whose secret this is."""
    return db.session.scalar(select(Following).where(Following.token == token))


def followings_of(email: str) -> Sequence[Following]:
    """Return all that an address follows, or asked to follow, oldest first."""
    query = select(Following).where(Following.email == email).options(joinedload(Following.project))
    return db.session.scalars(query.order_by(Following.id)).all()


def filters_of(following: Following) -> Filters:
    """Return the filters of a following that is not about one project."""
    return read_asked(dict(parse_qsl(following.what))).filters


def new_for(following: Following, since: datetime) -> list[New]:
    """Return what happened since: projects published, newest first, or the last version of the one followed."""
    if following.project is None:
        found = newest_projects(MOST, filters_of(following))
        return [New(project, 0) for project in found if project.public_since and project.public_since > since]
    last = select(func.max(Revision.number)).where(Revision.project_id == following.project_id, Revision.at > since)
    number = db.session.scalar(last.where(Revision.number > 1))
    return [New(following.project, number)] if number and following.project.public_since else []


def versions_of(project: Project) -> Sequence[Revision]:
    """Return the last versions of a project's page, newest first."""
    query = select(Revision).where(Revision.project_id == project.id)
    return db.session.scalars(query.order_by(Revision.number.desc()).limit(MOST)).all()
