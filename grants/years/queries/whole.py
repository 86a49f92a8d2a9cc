"""Everything public of a year's projects, one after the other, for its archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from grants.commons.queries import Step, Vote, hidden_versions, money_steps, revisions, votes
from grants.db import db
from grants.opendata.queries import OpenAward, OpenProject
from grants.plenary.queries.encounters import PublicEncounter, encounters_of_project
from grants.projects.models import Project, Revision
from grants.projects.queries import WHOLE
from grants.reports.queries import PublicReport, public_photograph, public_report
from grants.voices.models import Voice, VoicePhotograph

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BATCH = 50
SAID = ("news", "comment")
"""What people write that tells of the project itself; offers of help and corrections are between people."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A project with all that everybody may read of it; `hidden` are the versions a moderator hid, with the reason."""

    project: Project
    votes: tuple[Vote, ...]
    steps: tuple[Step, ...]
    report: PublicReport | None
    encounters: tuple[PublicEncounter, ...]
    said: tuple[Voice, ...]
    versions: tuple[Revision, ...]
    hidden: Mapping[int, str]

    @property
    def record(self) -> OpenProject:
        """The same as open data holds it."""
        return OpenProject(
            self.project,
            tuple(OpenAward(each.cents, each.in_kind_cents, each.number, each.voted_on) for each in self.votes),
        )


def project_slugs(call_ids: Sequence[int]) -> dict[int, str]:
    """Return the public projects of these calls, by title: their number, their slug."""
    chosen = select(Project.id, Project.slug).where(Project.call_id.in_(call_ids), Project.public_since.is_not(None))
    return dict(db.session.execute(chosen.order_by(Project.title, Project.id)).all())


def wholes(ids: Sequence[int], *, ours: bool) -> Iterator[Whole]:
    """Give these projects in that order; past grants of a file (not `ours`) have neither report nor encounter."""
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        found = {each.id: each for each in db.session.scalars(WHOLE.where(Project.id.in_(part)))}
        for number in part:
            if number in found:
                yield _whole(found[number], ours=ours)


def photograph(slug: str, name: str) -> bytes:
    """Return the bytes of a photograph that everybody may see, none when it is no longer so."""
    file = public_photograph(slug, name)
    return file.content if file else b""


def _whole(project: Project, *, ours: bool) -> Whole:
    """Read one project."""
    return Whole(
        project,
        tuple(votes(project.id)),
        tuple(money_steps(project.id)) if ours else (),
        public_report(project) if ours else None,
        tuple(encounters_of_project(project)) if ours else (),
        tuple(_said(project.id)) if ours else (),
        tuple(revisions(project.id)),
        hidden_versions(project.id),
    )


def _said(project_id: int) -> Sequence[Voice]:
    """Return the news and the comments that everybody reads on a project's page, the first ones first."""
    shown = select(Voice).where(Voice.project_id == project_id, Voice.state == "shown", Voice.kind.in_(SAID))
    seen = selectinload(Voice.photographs).options(joinedload(VoicePhotograph.large))
    return db.session.scalars(shown.order_by(Voice.at, Voice.id).options(seen)).all()
