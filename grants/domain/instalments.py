"""An award paid in parts: how much of it is due on a day.

The act or the agreement says under which conditions a grant is paid (loi n° 2000-321 du 12 avril 2000, art. 10; they
are the column `conditionsVersement` of its essential data, décret n° 2017-779 du 5 mai 2017). A part may wait for the
report that the same article asks for. Nothing here pays anything: the ledger's ceilings hold whatever a plan says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PARTS: Final = 4
WHOLE: Final = 100


class When(StrEnum):
    """What a part waits for: nothing, the report of the association, a day."""

    NOW = "now"
    REPORT = "report"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a plan: `size` is cents in an award's plan, a percentage in a call's."""

    size: int
    when: When = When.NOW
    day: date | None = None


def check_plan(parts: Sequence[Part], whole: int) -> None:
    """Hold a plan to its whole (cents of an award, or 100 %).

    Raises RuleError `plan_empty`, `plan_too_long` (most), `plan_part_zero`, `plan_day_missing` (number),
    `plan_percent` (percent), `plan_sum` (asked, allowed).
    """
    if not parts:
        raise RuleError("plan_empty")
    if len(parts) > MOST_PARTS:
        raise RuleError("plan_too_long", most=MOST_PARTS)
    for number, part in enumerate(parts, start=1):
        if part.size <= 0:
            raise RuleError("plan_part_zero", number=number)
        if part.when is When.DAY and part.day is None:
            raise RuleError("plan_day_missing", number=number)
    total = sum(part.size for part in parts)
    if total != whole:
        if whole == WHOLE:
            raise RuleError("plan_percent", percent=total)
        raise RuleError("plan_sum", asked=total, allowed=whole)


def in_cents(cents: int, parts: Sequence[Part]) -> list[Part]:
    """Return a plan in percentages as one in cents of an award: each part rounded down, the last one takes the rest."""
    sizes = [cents * part.size // WHOLE for part in parts[:-1]]
    sizes.append(cents - sum(sizes))
    return [Part(size, part.when, part.day) for size, part in zip(sizes, parts, strict=True)]


def is_due(part: Part, today: date, *, reported: bool) -> bool:
    """Tell whether a part waits for nothing any more."""
    if part.when is When.REPORT:
        return reported
    return part.when is When.NOW or (part.day is not None and part.day <= today)


def due(parts: Sequence[Part], committed: int, ordered: int, today: date, *, reported: bool) -> int:
    """Return the cents to order today: all parts that are due, within what is committed, less what was ordered.

    An award without a plan is due whole. What is released is taken from the last parts.
    """
    reached = sum(part.size for part in parts if is_due(part, today, reported=reported)) if parts else committed
    return max(0, min(reached, committed) - ordered)
