"""A word mistyped, and the words of the projects that it may have meant.

Nearness is Damerau and Levenshtein's distance where two neighbouring letters swapped count once ("optimal string
alignment"): one slip is forgiven, two in words of eight letters and more. Plain Python.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SHORTEST = 4
"""Letters below which a word is looked for as it is."""
LONGEST = 24
LONG = 8
FIRST_LETTER = ord("a")
LETTERS = 26


def slips_allowed(word: str) -> int:
    """Return how many slips of the keyboard are forgiven in a folded word."""
    if not SHORTEST <= len(word) <= LONGEST or not _plain(word):
        return 0
    return 2 if len(word) >= LONG else 1


def worth_keeping(word: str) -> bool:
    """Tell whether a folded word can be what somebody meant."""
    return SHORTEST - 1 <= len(word) <= LONGEST and _plain(word)


def letters_of(word: str) -> int:
    """Return the letters of a folded word, one bit each from a (1) to z."""
    mask = 0
    for letter in word:
        place = ord(letter) - FIRST_LETTER
        if 0 <= place < LETTERS:
            mask |= 1 << place
    return mask


def distance(one: str, other: str, most: int) -> int:
    """Return how many slips lead from one word to the other; `most` + 1 stands for any more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        line = [place]
        for at, sign in enumerate(other, 1):
            cost = min(row[at] + 1, line[at - 1] + 1, row[at - 1] + (letter != sign))
            if at > 1 and place > 1 and letter == other[at - 2] and one[place - 2] == sign:
                cost = min(cost, before[at - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, row = row, line
    return min(row[-1], most + 1)


def nearest(typed: str, words: Iterable[str], most: int) -> list[str]:
    """Return the words nearest to a typed one, all at the same distance, those that begin alike first."""
    by_distance: dict[int, list[str]] = {}
    for word in words:
        by_distance.setdefault(distance(typed, word, most), []).append(word)
    found = next((by_distance[slips] for slips in range(1, most + 1) if slips in by_distance), [])
    return sorted(found, key=lambda word: (word[:1] != typed[:1], abs(len(word) - len(typed)), word))


def _plain(word: str) -> bool:
    """Tell whether a word holds plain letters alone."""
    return word.isascii() and word.isalpha()
