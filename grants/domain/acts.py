"""Numbers of the council's acts: a series goes on from the first one."""

from __future__ import annotations

import re

_LAST_FIGURES = re.compile(r"(.*?)([0-9]{1,9})$", re.DOTALL)


def series(first: str, count: int) -> list[str]:
    """Return `count` numbers from the first one, its last figures growing by one (2026-118, 2026-119).

    Leading zeros stay; a number that does not end with figures is followed by -2, -3…
    """
    found = _LAST_FIGURES.fullmatch(first)
    if found is None:
        return [first, *(f"{first}-{turn}" for turn in range(2, count + 1))][:count]
    head, figures = found.groups()
    return [f"{head}{int(figures) + turn:0{len(figures)}d}" for turn in range(count)]
