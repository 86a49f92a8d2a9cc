"""Whom people wish to meet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.plenary.models import MeetingWish, Participant
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.plenary.models import Plenary


def wishes_of(plenary: Plenary) -> list[tuple[int, int]]:
    """Return who wishes to meet the people of which project: (participant's id, project's id), those coming alone."""
    rows = db.session.execute(
        select(MeetingWish.participant_id, MeetingWish.project_id)
        .join(Participant, Participant.id == MeetingWish.participant_id)
        .where(Participant.plenary_id == plenary.id, Participant.coming, MeetingWish.project_id.is_not(None))
        .order_by(MeetingWish.participant_id, MeetingWish.project_id)
    )
    return [(one, project) for one, project in rows if project is not None]


def guest_wishes_of(plenary: Plenary) -> list[tuple[int, int]]:
    """Return who wishes to meet which guest: (participant's id, guest's id), those coming alone."""
    rows = db.session.execute(
        select(MeetingWish.participant_id, MeetingWish.other_id)
        .join(Participant, Participant.id == MeetingWish.participant_id)
        .where(Participant.plenary_id == plenary.id, Participant.coming, MeetingWish.other_id.is_not(None))
        .order_by(MeetingWish.participant_id, MeetingWish.other_id)
    )
    return [(one, other) for one, other in rows if other is not None]


def wishes_by(participants: Iterable[Participant]) -> Sequence[MeetingWish]:
    """Return what these people wished, in the order in which they said it."""
    return db.session.scalars(
        select(MeetingWish)
        .options(joinedload(MeetingWish.project).joinedload(Project.association), joinedload(MeetingWish.other))
        .where(MeetingWish.participant_id.in_([each.id for each in participants]))
        .order_by(MeetingWish.id)
    ).all()
