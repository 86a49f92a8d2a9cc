"""Two people changed the same page from the same beginning: what both did is kept.

Texts are joined word by word, lists line by line. Where both touched the same words, those who came later keep theirs.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Content = dict[str, Any]
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
LONGEST = 4_000
"""Words beyond which a text is taken whole: comparing is quadratic."""


def rebase(now: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> Content:
    """Return `now` with what changed from `before` to `after`, part by part."""
    merged = dict(now)
    for key in after:
        if before.get(key) != after[key]:
            merged[key] = _joined(now.get(key), before.get(key), after[key])
    return merged


def without(versions: Sequence[tuple[bool, Mapping[str, Any]]]) -> Content:
    """Return what a page would say had the marked versions never been: (marked, content), oldest first, not empty.

    Changes of the others are kept, in their order, also those made after.
    """
    kept: Content = {}
    before: Mapping[str, Any] = {}
    for marked, content in versions:
        if not marked:
            kept = rebase(kept, before, content) if before else dict(content)
        before = content
    return kept or dict(versions[0][1])


def _joined(now: object, before: object, after: object) -> Any:  # noqa: ANN401 - a part of a page has any shape
    """Join one part; where both changed the same thing, `after` is kept."""
    if now in (before, after):
        return after
    if isinstance(now, str) and isinstance(before, str) and isinstance(after, str):
        return _text(now, before, after)
    if isinstance(now, list | tuple) and isinstance(before, list | tuple) and isinstance(after, list | tuple):
        return _rows(now, before, after)
    return after


def _rows(now: Sequence[Any], before: Sequence[Any], after: Sequence[Any]) -> list[Any]:
    """Add the rows that came, drop those that went."""
    gone = [row for row in before if row not in after]
    came = [row for row in after if row not in before]
    return [row for row in now if row not in gone] + [row for row in came if row not in now]


def _text(now: str, before: str, after: str) -> str:
    """Apply the changes of words from `before` to `after` on `now`; `after` whole when they touch words that moved."""
    old, new, mine = (_WORDS.findall(text) for text in (before, after, now))
    if max(len(old), len(new), len(mine)) > LONGEST:
        return after
    place: dict[int, int] = {}
    for block in SequenceMatcher(None, old, mine, autojunk=False).get_matching_blocks():
        place.update({block.a + step: block.b + step for step in range(block.size)})
    place[len(old)], place[-1] = len(mine), -1
    joined = list(mine)
    for tag, start, end, first, last in reversed(SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
        if tag == "equal":
            continue
        spot = _spot(place, start, end)
        if spot is None:
            return after
        joined[spot[0] : spot[1]] = new[first:last]
    return "".join(joined)


def _spot(place: Mapping[int, int], start: int, end: int) -> tuple[int, int] | None:
    """Return where words `start` to `end` stand now, None when they do not stand together any more."""
    here = [place.get(number) for number in range(start, end)]
    if any(number is None for number in here):
        return None
    if here:
        first = here[0] or 0
        return (first, first + len(here)) if here == list(range(first, first + len(here))) else None
    if start in place:
        return place[start], place[start]
    return (place[start - 1] + 1,) * 2 if start - 1 in place else None
