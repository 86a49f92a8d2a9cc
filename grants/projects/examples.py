"""Real lines of earlier projects, to show what others looked for and offered."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.calls.models import Call
from grants.db import db
from grants.projects.models import NeedOffer, Project, ProjectTheme

if TYPE_CHECKING:
    from collections.abc import Collection

MOST = 3
SHORTEST, LONGEST = 12, 90
RECENT = 300
"""Lines looked at, the latest first: what was looked for ten years ago helps less."""


def earlier_lines(call: Call, side: str, themes: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return at most three (kind, sentence) of public projects of the same town's earlier calls, these themes first.

    `side` is `need` or `offer`. Picked at random, and the same all through a call; no two the same.
    """
    length = func.length(NeedOffer.sentence)
    rows = db.session.execute(
        select(NeedOffer.project_id, NeedOffer.kind, NeedOffer.sentence)
        .join(Project, Project.id == NeedOffer.project_id)
        .join(Call, Call.id == Project.call_id)
        .where(
            NeedOffer.side == side,
            length >= SHORTEST,
            length <= LONGEST,
            Project.public_since.is_not(None),
            Call.territory == call.territory,
            Call.year < call.year,
        )
        .order_by(Call.year.desc(), NeedOffer.id)
        .limit(RECENT)
    )
    found = [(project, kind, sentence) for project, kind, sentence in rows]
    near = _about({project for project, _, _ in found}, themes)
    random.Random(f"{call.year}-{side}").shuffle(found)  # noqa: S311 - a choice of examples, the same all year
    found.sort(key=lambda line: line[0] not in near)
    return list(dict.fromkeys((kind, sentence) for _, kind, sentence in found))[:MOST]


def _about(projects: set[int], themes: Collection[str]) -> set[int]:
    """Return those of these projects that bear one of these themes."""
    chosen = select(ProjectTheme.project_id).where(
        ProjectTheme.project_id.in_(sorted(projects)), ProjectTheme.theme.in_(sorted(themes))
    )
    return set(db.session.scalars(chosen))
