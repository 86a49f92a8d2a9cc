"""Wishing to meet somebody, or rather not to sit with somebody; and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary.models import MeetingWish, Veto

if TYPE_CHECKING:
    from grants.plenary.models import Participant
    from grants.plenary.queries.reachable import Other

MOST_WISHES = 10
MOST_APART = 5
"""More would leave no freedom to lay the tables."""


def wish(participant: Participant, other: Other) -> None:
    """Keep a wish to meet; twice does it once. Raises RuleError `too_many_wishes` (most)."""
    _keep(MeetingWish, participant, other, MOST_WISHES, "too_many_wishes")


def keep_apart(participant: Participant, other: Other) -> None:
    """Keep, for the tables alone, that two would rather not share one. Raises RuleError `too_many_apart` (most)."""
    _keep(Veto, participant, other, MOST_APART, "too_many_apart")


def take_back(table: type[MeetingWish | Veto], participant: Participant, number: int) -> None:
    """Take back what somebody said; what is not theirs, or gone already, stays as it is."""
    db.session.execute(delete(table).where(table.id == number, table.participant_id == participant.id))


def _keep(table: type[MeetingWish | Veto], participant: Participant, other: Other, most: int, code: str) -> None:
    mine = select(func.count()).where(table.participant_id == participant.id)
    same = mine.where(table.project_id == other.project_id, table.other_id.is_(None))
    if other.project_id is None:
        same = mine.where(table.other_id == other.participant_id, table.project_id.is_(None))
    if db.session.scalar(same):
        return
    if (db.session.scalar(mine) or 0) >= most:
        raise RuleError(code, most=most)
    db.session.add(table(participant_id=participant.id, project_id=other.project_id, other_id=other.participant_id))
    db.session.flush()
