"""What a past grant is about and where it happens, read from its words with the themes and quarters of a town."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from grants.domain.words import plain, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_THEMES = 3
SHORTEST_STEM = 4
"""A shorter word must be met as it is; a longer one may go on (`jardin` is met in `jardinage`)."""


class ThemeWords(Protocol):
    """A theme with the words it is recognised by."""

    @property
    def key(self) -> str:
        """Its key in the town's description."""

    @property
    def words(self) -> tuple[str, ...]:
        """The words it is recognised by."""


class NamedQuarter(Protocol):
    """A quarter with its names."""

    @property
    def key(self) -> str:
        """Its key in the town's description."""

    @property
    def name(self) -> str:
        """Its name."""

    @property
    def aliases(self) -> tuple[str, ...]:
        """Its other names."""


def themes_of(text: str, themes: Iterable[ThemeWords]) -> list[str]:
    """Return the keys of at most three themes whose words the text uses, the most used first."""
    found = [plain(word) for word in tokens(text)]
    uses: Counter[str] = Counter()
    for theme in themes:
        phrases = map(_plain_words, theme.words)
        uses[theme.key] += sum(_count(found, phrase) for phrase in phrases if phrase)
    return [key for key, count in uses.most_common(MOST_THEMES) if count]


def quarters_of(text: str, quarters: Iterable[NamedQuarter]) -> list[str]:
    """Return the keys of the quarters the text names, in the order of the town's description.

    Case, accents, hyphens and elisions do not matter: `3 CITES` is `3 Cités`.
    """
    found = [plain(word) for word in tokens(text)]
    return [
        quarter.key for quarter in quarters if any(_names(found, name) for name in (quarter.name, *quarter.aliases))
    ]


@lru_cache(maxsize=10_000)
def _plain_words(phrase: str) -> tuple[str, ...]:
    return tuple(plain(word) for word in tokens(phrase))


def _count(found: Sequence[str], phrase: Sequence[str]) -> int:
    firsts = [start for start, word in enumerate(found) if _is_met(word, phrase[0])]
    return sum(_goes_on(found[start + 1 : start + len(phrase)], phrase[1:]) for start in firsts)


def _goes_on(found: Sequence[str], phrase: Sequence[str]) -> bool:
    return len(found) == len(phrase) and all(map(_is_met, found, phrase))


@lru_cache(maxsize=100_000)
def _is_met(word: str, wanted: str) -> bool:
    stem = wanted.rstrip("esx") if len(wanted) > SHORTEST_STEM else wanted
    return word.startswith(stem) if len(stem) >= SHORTEST_STEM else word.rstrip("sx") == wanted.rstrip("sx")


def _names(found: Sequence[str], name: str) -> bool:
    wanted = _plain_words(name)
    starts = range(len(found) - len(wanted) + 1) if wanted else ()
    return any(tuple(found[start : start + len(wanted)]) == wanted for start in starts)
