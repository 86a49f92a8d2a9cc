"""Who would rather not sit with whom: read by what lays the tables and by their author, by nothing else."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.plenary.models import Participant, Veto
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.models import Plenary


def vetoes_of(plenary: Plenary) -> list[tuple[int, int]]:
    """Return the pairs of people coming who must not share a table, each once, the smaller id first."""
    people = db.session.execute(
        select(Participant.id, Project.association_id)
        .outerjoin(Project, Project.id == Participant.project_id)
        .where(Participant.plenary_id == plenary.id, Participant.coming)
        .order_by(Participant.id)
    ).all()
    of_association: dict[int | None, list[int]] = defaultdict(list)
    for number, association_id in people:
        of_association[association_id].append(number)
    there = {number for number, _ in people}
    rows = db.session.execute(
        select(Veto.participant_id, Veto.other_id, Project.association_id)
        .outerjoin(Project, Project.id == Veto.project_id)
        .where(Veto.participant_id.in_(there))
    )
    pairs = {
        (min(one, other), max(one, other))
        for one, guest, association_id in rows
        for other in ([guest] if association_id is None else of_association[association_id])
        if other in there and other != one
    }
    return sorted(pairs)


def vetoes_by(participant: Participant) -> Sequence[Veto]:
    """Return what somebody asked, for their own eyes."""
    return db.session.scalars(
        select(Veto)
        .options(joinedload(Veto.project).joinedload(Project.association), joinedload(Veto.other))
        .where(Veto.participant_id == participant.id)
        .order_by(Veto.id)
    ).all()
