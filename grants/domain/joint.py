"""A project that several associations carry: the part of each in what was voted, to the cent.

The national schema « subventions » 2.1.1 writes one line for each who receives, with its part of the whole
(`pourcentageSubvention`). No text says how to share: parts are equal until the town writes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.errors import RuleError
from grants.domain.spread import spread

if TYPE_CHECKING:
    from collections.abc import Sequence


def parts_of(voted_cents: int, others: Sequence[int | None]) -> list[int]:
    """Return the part of each in cents, the carrier's first: their sum is always what was voted.

    `others` are the parts written for the other associations, None where none is: equal ones are given then. The
    carrier has what the others leave.
    """
    written = [cents for cents in others if cents is not None]
    if len(written) < len(others) or sum(written) > voted_cents:
        return list(spread(voted_cents, [str(place) for place in range(len(others) + 1)]).values())
    return [voted_cents - sum(written), *written]


def sums_of(money_cents: int, in_kind_cents: int, others: Sequence[int | None]) -> list[tuple[int, int]]:
    """Return what money and what kind each receives, in cents, the carrier's first: together each one's part.

    Kind goes along with money, in the same share for all. Both columns make what was voted, to the cent.
    """
    whole, before, found = money_cents + in_kind_cents, 0, []
    for part in parts_of(whole, others):
        kind = in_kind_cents * (before + part) // whole - in_kind_cents * before // whole if whole else 0
        found.append((part - kind, kind))
        before += part
    return found


def check_parts(voted_cents: int, parts: Sequence[int]) -> None:
    """Hold the parts of a project (cents) to what was voted.

    Raises RuleError `part_empty` for a part of nothing, `parts_differ` (asked, allowed) when they make another sum.
    """
    if any(cents <= 0 for cents in parts):
        raise RuleError("part_empty")
    if sum(parts) != voted_cents:
        raise RuleError("parts_differ", asked=sum(parts), allowed=voted_cents)
