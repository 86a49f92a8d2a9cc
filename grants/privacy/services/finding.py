"""The search after an erasure: pages whose words changed are found by their new words alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from grants.db import db, now
from grants.domain import fulltext
from grants.projects.models import KnownWord, Project
from grants.projects.search import SearchIndex
from grants.projects.services import index_projects

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


def find_again(changed: Mapping[str, Sequence[Mapping[str, Any]]], names: Iterable[str]) -> None:
    """Index the projects whose words changed, and forget the words that only the person's names brought."""
    pages = {row["id"] for row in changed.get("project", ())}
    pages |= {row["project_id"] for rows in changed.values() for row in rows if row.get("project_id")}
    houses = [row["id"] for row in changed.get("association", ())]
    asked = select(Project).where(Project.id.in_(pages) | Project.association_id.in_(houses))
    db.session.execute(
        update(Project).where(Project.id.in_(pages) | Project.association_id.in_(houses)).values(updated_at=now()),
        execution_options={"synchronize_session": False},
    )
    db.session.expire_all()
    index_projects(db.session.scalars(asked).all())
    words = {fulltext.fold(word) for name in names for word in fulltext.words(name)}
    unsaid = [word for word in words if not SearchIndex().reach((fulltext.Term((word,)),), 1)]
    db.session.execute(delete(KnownWord).where(KnownWord.word.in_(unsaid)))
