"""Which texts name which associations: partners who already know one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.words import plain, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.domain.readings import Profile

FEWEST_WORDS = 2
SHORTEST_NAME = 8


def named_in_texts(profiles: Sequence[Profile]) -> set[frozenset[int]]:
    """Return the pairs of places of which one text writes the whole name of the other's association.

    A name of a single word, or a short one, is no proof; texts are compared without accents.
    """
    names: dict[str, list[tuple[int, list[str]]]] = {}
    for place, profile in enumerate(profiles):
        name = [plain(word) for word in tokens(profile.name)]
        if len(name) >= FEWEST_WORDS and sum(map(len, name)) >= SHORTEST_NAME:
            names.setdefault(name[0], []).append((place, name))
    found = set()
    for place, profile in enumerate(profiles):
        words = [plain(word) for word in tokens(f"{profile.title}\n{profile.purpose}\n{profile.for_whom}")]
        for start, word in enumerate(words):
            for other, name in names.get(word, ()):
                if words[start : start + len(name)] == name and profiles[other].association != profile.association:
                    found.add(frozenset((place, other)))
    return found
