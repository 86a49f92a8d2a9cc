"""Reads about the questionnaires: one's own answers, and the answers of all without their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants.db import db
from grants.domain.questions import QUESTIONS, counted
from grants.plenary.models import Opinion

if TYPE_CHECKING:
    from grants.plenary.models import Participant, Plenary


@dataclass(frozen=True, slots=True)
class Counted:
    """What was answered at one moment: how many people, how many gave each answer, and what they wrote."""

    moment: str
    people: int
    counts: Mapping[str, Mapping[str, int]]
    words: tuple[str, ...]


def answers_of(me: Participant, moment: str) -> dict[str, Any]:
    """Return what somebody answered, nothing when they have not."""
    given = db.session.scalar(select(Opinion.answers).filter_by(participant_id=me.id, moment=moment))
    return dict(given or {})


def opinions_of(plenary: Plenary) -> list[Counted]:
    """Count the answers of both questionnaires; the words are in an order that tells nothing of who wrote them."""
    rows = db.session.execute(select(Opinion.moment, Opinion.answers).where(Opinion.plenary_id == plenary.id)).all()
    found = []
    for moment in QUESTIONS:
        given = [answers for asked, answers in rows if asked == moment]
        words = sorted({answers["words"] for answers in given if answers.get("words")}, key=str.casefold)
        found.append(Counted(moment, len(given), counted(moment, given), tuple(words)))
    return found
