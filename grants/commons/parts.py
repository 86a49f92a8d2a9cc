"""What a project's page holds besides its story, asked in one query: most pages have few of these parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, func, or_, select

from grants.applications.models import Application, ApplicationEvent
from grants.budget.models import Award, LedgerEntry
from grants.db import db
from grants.federation.models import Cousinage
from grants.plenary.models import Encounter, Participant
from grants.projects.models import Revision
from grants.reports.models import Report
from grants.voices.models import Voice


@dataclass(frozen=True, slots=True)
class Parts:
    """How many versions and news a page has, when its report was recorded, and which other parts are worth reading."""

    versions: int
    news: int
    reported_at: datetime | None
    votes: bool
    steps: bool
    report: bool
    words: bool
    encounters: bool
    cousins: bool


_ASKED = bindparam("project", type_=Revision.project_id.type)
_FILES = select(Application.id).where(Application.project_id == _ASKED)
_PEOPLE = select(Participant.id).where(Participant.project_id == _ASKED)
_NEWS = (Voice.project_id == _ASKED, Voice.kind == "news", Voice.state == "shown")
_REPORTED = (
    select(func.max(ApplicationEvent.at))
    .where(ApplicationEvent.application_id.in_(_FILES), ApplicationEvent.kind == "reported")
    .scalar_subquery()
)
_PARTS = select(
    select(func.count(Revision.id)).where(Revision.project_id == _ASKED).scalar_subquery(),
    select(func.count(Voice.id)).where(*_NEWS).scalar_subquery(),
    _REPORTED,
    exists().where(Award.project_id == _ASKED),
    exists().where(LedgerEntry.application_id.in_(_FILES)),
    exists().where(Report.application_id.in_(_FILES)),
    exists().where(Voice.project_id == _ASKED),
    exists().where(or_(Encounter.one_id.in_(_PEOPLE), Encounter.other_id.in_(_PEOPLE))),
    exists().where(Cousinage.project_id == _ASKED),
)


def parts_of(project_id: int) -> Parts:
    """Return what a project's page holds."""
    return Parts(*db.session.execute(_PARTS, {"project": project_id}).one())
