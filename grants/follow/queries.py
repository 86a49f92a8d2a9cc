"""Reads about followings, and what is new for each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.follow.models import Following
from grants.projects.asked import read_asked
from grants.projects.models import Project, Revision
from grants.projects.queries import newest_projects
from grants.projects.where import ids_of
from grants.voices.models import Voice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from grants.projects.queries import Filters

MOST = 20
"""How many new projects, changed pages and words one following tells in a mail; the pages show the others."""
TOLD = ("news", "comment")


@dataclass(frozen=True, slots=True)
class New:
    """Something new about a project; `kind` is `project`, `version`, or that of a voice. Words are as people wrote."""

    project: Project
    kind: str
    title: str = ""
    words: str = ""


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
    """Return what happened since: projects published, pages that say something else, then news and comments."""
    said = (New(each.project, each.kind, each.title, each.words) for each in _said(following, since))
    return [*_pages(following, since), *said]


def _pages(following: Following, since: datetime) -> list[New]:
    """Return the projects published since, newest first, then those whose page says something else."""
    if following.project_id is not None:
        return [New(each, "version") for each in _changed(Project.id == following.project_id, since)]
    filters = filters_of(following)
    found = newest_projects(MOST, filters)
    fresh = [New(each, "project", words=each.hook) for each in found if each.public_since and each.public_since > since]
    known = Project.id.in_(ids_of(filters)) & (Project.public_since <= since)
    return [*fresh, *(New(each, "version") for each in _changed(known, since))]


def _changed(which: ColumnElement[bool], since: datetime) -> Sequence[Project]:
    """Return the public projects among these whose page was told again since, the last one first."""
    again = select(Revision.project_id).where(Revision.at > since, Revision.number > 1)
    query = select(Project).where(which, Project.public_since.is_not(None), Project.id.in_(again))
    return db.session.scalars(query.order_by(Project.updated_at.desc(), Project.id).limit(MOST)).all()


def _said(following: Following, since: datetime) -> Sequence[Voice]:
    """Return the news and comments shown since on what is followed, oldest first."""
    query = (
        select(Voice)
        .options(joinedload(Voice.project))
        .join(Voice.project)
        .where(Voice.state == "shown", Voice.kind.in_(TOLD), Voice.at > since, Project.public_since.is_not(None))
    )
    if following.project_id is None:
        query = query.where(Voice.project_id.in_(ids_of(filters_of(following))))
    else:
        query = query.where(Voice.project_id == following.project_id)
    return db.session.scalars(query.order_by(Voice.at, Voice.id).limit(MOST)).all()


def versions_of(project: Project) -> Sequence[Revision]:
    """Return the last versions of a project's page, newest first."""
    query = select(Revision).where(Revision.project_id == project.id)
    return db.session.scalars(query.order_by(Revision.number.desc()).limit(MOST)).all()
