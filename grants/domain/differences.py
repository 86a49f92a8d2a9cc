"""What changed between two versions of a text, word by word, so that anybody can read it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SAME, GONE, NEW = "same", "gone", "new"
MOST_WORDS: Final = 4_000
"""Words, spaces and marks compared one by one on each side; longer texts are compared line by line."""
_WORDS = re.compile(r"\s+|\w+(?:[’'-]\w+)*|[^\w\s]")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: `same` on both sides, `gone` from the older one, or `new` in the later one."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one part of a page: its key, and its pieces in reading order."""

    key: str
    pieces: tuple[Piece, ...]

    @property
    def added(self) -> bool:
        """Nothing was there before."""
        return all(piece.kind == NEW for piece in self.pieces)

    @property
    def removed(self) -> bool:
        """Nothing is left."""
        return all(piece.kind == GONE for piece in self.pieces)


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """Return the parts whose text changed, in the order of the later page, then those that are gone."""
    keys = dict.fromkeys([*after, *before])
    told = ((key, before.get(key, ""), after.get(key, "")) for key in keys)
    return tuple(Change(key, difference(old, new)) for key, old, new in told if old != new)


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """Return two texts as one: joined, `same` and `gone` give back the older one, `same` and `new` the later one."""
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(one), len(other)) > MOST_WORDS:
        one, other = _LINES.findall(before), _LINES.findall(after)
    head = _alike(one, other)
    tail = _alike(one[head:][::-1], other[head:][::-1])
    inner_one, inner_other = one[head : len(one) - tail], other[head : len(other) - tail]
    middle = _middle(inner_one, inner_other)
    pieces = [(SAME, one[:head]), *middle, (SAME, one[len(one) - tail :])]
    return _joined([(kind, "".join(words)) for kind, words in pieces])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Count what both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _middle(one: list[str], other: list[str]) -> list[tuple[str, list[str]]]:
    """Compare what lies between the common beginning and the common end.

    Beyond `MOST_WORDS` lines nothing is compared: all of it is gone, and new.
    """
    if max(len(one), len(other)) > MOST_WORDS:
        return [(GONE, one), (NEW, other)]
    pieces: list[tuple[str, list[str]]] = []
    for what, start, end, begin, stop in SequenceMatcher(str.isspace, one, other).get_opcodes():
        if what == "equal":
            pieces.append((SAME, one[start:end]))
        else:
            pieces += [(GONE, one[start:end]), (NEW, other[begin:stop])]
    return pieces


def _joined(pieces: Sequence[tuple[str, str]]) -> tuple[Piece, ...]:
    """Join neighbours; a space alone between two changes belongs to both, so that phrases stay whole."""
    told: list[Piece] = []
    gone = new = ""
    for place, (kind, words) in enumerate(pieces):
        between = kind == SAME and not words.strip() and (gone or new) and _changes_again(pieces[place + 1 :])
        if kind == SAME and words and not between:
            told += [Piece(GONE, gone)] * bool(gone) + [Piece(NEW, new)] * bool(new)
            gone = new = ""
            told.append(Piece(SAME, words))
        else:
            gone += words if kind == GONE or between else ""
            new += words if kind == NEW or between else ""
    return (*told, *[Piece(GONE, gone)] * bool(gone), *[Piece(NEW, new)] * bool(new))


def _changes_again(following: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the next words are a change."""
    return next((kind != SAME for kind, words in following if words), False)
