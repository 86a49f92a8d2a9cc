"""Versions of a programme side by side: what each gives, and what only one of them makes happen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from grants.db import db
from grants.plenary.models import Passage, Programme, Seat
from grants.plenary.queries.changes import moved_people
from grants.plenary.queries.programmes import Guest, guests_of, programmes_of, published_programme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.plenary.models import Plenary

MOST_COMPARED = 4
"""Versions that can be read side by side."""
MOST_TOLD = 8
"""Meetings told of each version that no other has."""


@dataclass(frozen=True, slots=True)
class Only:
    """A need that meets an offer in one version alone: who seeks, who gives, and the reason."""

    seeker: Guest
    giver: Guest
    reason: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """One version: its row, its figures (empty for an old one), its seconds of presentations.

    `moved` counts the people who would sit elsewhere than in the published one, None when none is published; `only`
    are the needs met in it alone, at most `MOST_TOLD`, of `only_count`.
    """

    made: Programme
    figures: Mapping[str, Any]
    speaking: int
    moved: int | None
    only: tuple[Only, ...] = ()
    only_count: int = 0


def versions_of(plenary: Plenary) -> list[Compared]:
    """Return every version with its figures, the newest first."""
    rows = programmes_of(plenary)
    seconds = _speaking(rows)
    return [Compared(made, made.notes.get("figures", {}), seconds.get(made.id, 0), None) for made in rows]


def compared(plenary: Plenary, versions: Iterable[int]) -> list[Compared]:
    """Return the asked versions that exist, side by side in the order of their numbers."""
    wanted = set(versions)
    chosen = [made for made in reversed(programmes_of(plenary)) if made.version in wanted][:MOST_COMPARED]
    shown = published_programme(plenary)
    seconds = _speaking(chosen)
    needs = [_needs_met(made) for made in chosen]
    found = []
    for place, made in enumerate(chosen):
        elsewhere = {key for other, keys in enumerate(needs) if other != place for key in keys}
        alone = [key for key in needs[place] if key not in elsewhere] if len(chosen) > 1 else []
        found.append(
            Compared(
                made,
                made.notes.get("figures", {}),
                seconds.get(made.id, 0),
                moved_people(shown, made),
                tuple(_told(made, needs[place], alone[:MOST_TOLD])),
                len(alone),
            )
        )
    return found


def _speaking(programmes: Sequence[Programme]) -> dict[int, int]:
    rows = db.session.execute(
        select(Passage.programme_id, func.sum(Passage.seconds))
        .where(Passage.programme_id.in_([made.id for made in programmes]))
        .group_by(Passage.programme_id)
    )
    return {number: int(seconds) for number, seconds in rows}


Need = tuple[int, int, str, str]
"""Who seeks, who gives, and both sentences."""


def _needs_met(programme: Programme) -> dict[Need, Mapping[str, Any]]:
    """Return the needs that meet an offer at a table, each once."""
    rows = db.session.execute(
        select(Seat.participant_id, Seat.meets)
        .where(Seat.programme_id == programme.id)
        .order_by(Seat.round, Seat.table, Seat.participant_id)
    )
    return {
        (person, meeting["who"], reason["params"]["need"], reason["params"]["offer"]): reason
        for person, meets in rows
        for meeting in meets.get("people", ())
        for reason in meeting["reasons"]
        if reason["kind"] == "need_met"
    }


def _told(programme: Programme, needs: Mapping[Need, Mapping[str, Any]], alone: Sequence[Need]) -> Iterable[Only]:
    guests = guests_of(programme) if alone else {}
    return [Only(guests[key[0]], guests[key[1]], needs[key]) for key in alone]
