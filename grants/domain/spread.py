"""One sum told over several places, to the cent."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def spread(cents: int, places: Sequence[str]) -> dict[str, int]:
    """Share a sum (cents) equally between places: what a project receives counts for each quarter where it happens.

    The cents left over go one by one to the first places, so that the parts make the sum again. The rule is ours: no
    text says how a grant is told by quarter. Empty without a place. Raises ValueError on a negative sum or on a place
    named twice.
    """
    if cents < 0 or len(set(places)) != len(places):
        raise ValueError
    if not places:
        return {}
    part, left = divmod(cents, len(places))
    return {place: part + (number < left) for number, place in enumerate(places)}
