"""The day an archive is dated by: the last change of what a year shows, so that the same data give the same bytes."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from grants.applications.models import Application
from grants.budget.models import Deliberation, LedgerEntry
from grants.db import db
from grants.plenary.models import Encounter, EncounterNews, MinuteEntry, Plenary
from grants.projects.models import Project
from grants.reports.models import Report, ReportVersion
from grants.territories.queries import territory
from grants.voices.models import Voice

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from grants.calls.models import Call


def stand_of(calls: Sequence[Call]) -> date:
    """Return the day, in the town, on which something public of these calls changed last."""
    zone = ZoneInfo(territory(calls[0].territory).zone)
    ids = [each.id for each in calls]
    evenings = select(Plenary.id).where(Plenary.call_id.in_(ids))
    told = (
        select(func.max(Project.updated_at)).where(Project.call_id.in_(ids)),
        select(func.max(LedgerEntry.at)).join(Application).where(Application.call_id.in_(ids)),
        select(func.max(ReportVersion.at)).join(Report).join(Application).where(Application.call_id.in_(ids)),
        select(func.max(Voice.at)).join(Project, Project.id == Voice.project_id).where(Project.call_id.in_(ids)),
        select(func.max(MinuteEntry.at)).where(MinuteEntry.plenary_id.in_(evenings)),
        select(func.max(EncounterNews.at)).join(Encounter).where(Encounter.plenary_id.in_(evenings)),
    )
    moments = [moment for question in told if (moment := db.session.scalar(question))]
    voted = db.session.scalar(select(func.max(Deliberation.voted_on)).where(Deliberation.call_id.in_(ids)))
    days = [moment.astimezone(zone).date() for moment in moments] + ([voted] if voted else [])
    return max(days, default=datetime.combine(calls[0].opens_on, time(), zone).date())
