"""Who speaks after whom: blocks by theme, and inside them neighbours who have something in common."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BLOCK_SIZE = 15
"""Presentations people can follow in one go."""

CLOSE_CUT = 4
"""How far a block may shift so as to end with a theme."""

SMOOTHINGS = 4
SHORTEST_PITCH = 60
LONGEST_PITCH = 90
"""Seconds one project speaks; above and below, the evening stops working."""


@dataclass(frozen=True, slots=True)
class Block:
    """Presentations in a row: the number of the block (from 1), its themes in order, its speakers in order."""

    number: int
    themes: tuple[str, ...]
    places: tuple[int, ...]


def running_order(
    themes: Sequence[str],
    value: Callable[[int, int], float],
    *,
    sizes: Sequence[int] | None = None,
    block_size: int = BLOCK_SIZE,
    allowed: Sequence[frozenset[int]] = (),
) -> list[Block]:
    """Order the speakers, known by their places in `themes`, each with a theme (empty when they have none).

    `value` tells how much two speakers have in common, `sizes` how many projects each presents in a row (one if not
    given). Themes follow one another by what links them; blocks have about `block_size` projects and end with a theme
    where they can. `allowed`: the blocks in which each speaker is there (none: any will do); where there is such a
    block, they speak in it. The result depends on the inputs alone.
    """
    groups: dict[str, list[int]] = {}
    for place, theme in enumerate(themes):
        groups.setdefault(theme, []).append(place)
    order: list[int] = []
    for theme in _linked_themes(groups, value):
        order.extend(_smooth(groups[theme], value, order[-1] if order else None))
    parts = _cut(order, themes, sizes or [1] * len(themes), block_size)
    if any(allowed):
        _settle(parts, allowed, value)
    return [
        Block(number, tuple(dict.fromkeys(themes[place] for place in part)), tuple(part))
        for number, part in enumerate(parts, start=1)
    ]


def _linked_themes(groups: dict[str, list[int]], value: Callable[[int, int], float]) -> list[str]:
    """Put each theme after the one it is most linked with, the largest theme first; projects without theme last."""
    left = sorted((theme for theme in groups if theme), key=lambda theme: (-len(groups[theme]), theme))
    linked = left[:1]
    while len(linked) < len(left):
        rest = [theme for theme in left if theme not in linked]
        linked.append(max(rest, key=lambda theme: _mean(groups[linked[-1]], groups[theme], value)))
    return [*linked, *([""] if "" in groups else [])]


def _mean(ones: Sequence[int], others: Sequence[int], value: Callable[[int, int], float]) -> float:
    return sum(value(one, other) for one in ones for other in others) / (len(ones) * len(others))


def _smooth(places: Sequence[int], value: Callable[[int, int], float], before: int | None) -> list[int]:
    """Chain the places so that neighbours share as much as can easily be had: nearest first, then turns undone."""
    left = list(places)
    chain = [left.pop(0)] if before is None else []
    while left:
        last = chain[-1] if chain else before
        following = max(left, key=lambda place: (_link(last, place, value), -place))
        left.remove(following)
        chain.append(following)
    for _ in range(SMOOTHINGS):
        if not _turn_parts(chain, value, before):
            break
    return chain


def _link(one: int | None, other: int | None, value: Callable[[int, int], float]) -> float:
    return 0.0 if one is None or other is None else value(one, other)


def _turn_parts(chain: list[int], value: Callable[[int, int], float], before: int | None) -> bool:
    """Reverse each stretch whose turning brings closer neighbours (2-opt); tell whether anything moved."""
    moved = False
    for start in range(len(chain) - 1):
        left = chain[start - 1] if start else before
        for end in range(start + 1, len(chain)):
            right = chain[end + 1] if end + 1 < len(chain) else None
            now = _link(left, chain[start], value) + _link(chain[end], right, value)
            if _link(left, chain[end], value) + _link(chain[start], right, value) > now:
                chain[start : end + 1] = reversed(chain[start : end + 1])
                moved = True
    return moved


def _cut(order: Sequence[int], themes: Sequence[str], sizes: Sequence[int], block_size: int) -> list[list[int]]:
    """Cut the order into blocks of nearly equal length, at a change of theme when one is close."""
    passed = [0, *accumulate(sizes[place] for place in order)]
    count = max(1, round(passed[-1] / block_size)) if order else 0
    changes = {step for step in range(1, len(order)) if themes[order[step - 1]] != themes[order[step]]}
    cuts = [0]
    for number in range(1, count):
        wished = number * passed[-1] / count
        later = range(cuts[-1] + 1, len(order))
        close = [step for step in later if step in changes and abs(passed[step] - wished) <= CLOSE_CUT] or later
        cuts.append(min(close, key=lambda step: (abs(passed[step] - wished), step), default=cuts[-1]))
    cuts.append(len(order))
    return [list(order[start:end]) for start, end in pairwise(cuts) if end > start]


def _settle(parts: list[list[int]], allowed: Sequence[frozenset[int]], value: Callable[[int, int], float]) -> None:
    """Move whoever is not there for their block to the allowed one they fit best in, and somebody of it back."""
    for number, part in enumerate(parts, start=1):
        for place in [place for place in part if allowed[place] and number not in allowed[place]]:
            others = [parts[other - 1] for other in sorted(allowed[place]) if other <= len(parts)]
            if not others:
                continue
            target = max(others, key=lambda other: _mean([place], other, value) if other else 0.0)
            free = [each for each in target if not allowed[each] or number in allowed[each]]
            part.remove(place)
            _slip_in(target, place, value)
            if free and len(target) > len(part) + 1:
                back = max(free, key=lambda each: _mean([each], part, value) if part else 0.0)
                target.remove(back)
                _slip_in(part, back, value)


def _slip_in(part: list[int], place: int, value: Callable[[int, int], float]) -> None:
    """Put somebody between the two neighbours with whom they share most."""

    def gained(step: int) -> float:
        before = part[step - 1] if step else None
        after = part[step] if step < len(part) else None
        return _link(before, place, value) + _link(place, after, value) - _link(before, after, value)

    part.insert(max(range(len(part) + 1), key=lambda step: (gained(step), -step)), place)
