"""What somebody misses who comes late or leaves early, and how tables bear that a round has fewer people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.moments import A_DAY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import time

    from grants.domain.moments import Moment

LATE = 5
"""Minutes of a round that may be missed without missing the round."""

BEFORE = A_DAY * 3 // 4
"""Hours told this long after the start are rather those before it."""


def missed_rounds(moments: Iterable[Moment], starts: time, arrives: time | None, leaves: time | None) -> list[int]:
    """Return the rounds (from 1) during which somebody is not there long enough to sit; `starts` opens the evening."""
    return [
        moment.round
        for moment in moments
        if moment.round is not None
        and (
            _since(starts, arrives or starts) > _since(starts, moment.starts) + LATE
            or (leaves is not None and _since(starts, leaves) < _since(starts, moment.ends) - LATE)
        )
    ]


def heard_blocks(moments: Iterable[Moment], starts: time, arrives: time | None, leaves: time | None) -> frozenset[int]:
    """Return the blocks of presentations somebody is there for from beginning to end."""
    return frozenset(
        block
        for moment in moments
        if _since(starts, arrives or starts) <= _since(starts, moment.starts)
        and (leaves is None or _since(starts, leaves) >= _since(starts, moment.ends))
        for block in moment.blocks
    )


def loosened(tables: Sequence[tuple[int, int]], least: int) -> list[tuple[int, int]]:
    """Let the fullest tables begin smaller, until the round with the fewest people can fill them all."""
    bounds = list(tables)
    while sum(fewest for fewest, _ in bounds) > max(0, least):
        place = max(range(len(bounds)), key=lambda each: (bounds[each][0], each))
        bounds[place] = (bounds[place][0] - 1, bounds[place][1])
    return bounds


def _since(starts: time, hour: time) -> int:
    """Return the minutes from the start of the evening, which may end after midnight; 0 for an hour before it."""
    minutes = ((hour.hour - starts.hour) * 60 + hour.minute - starts.minute) % A_DAY
    return 0 if minutes >= BEFORE else minutes
