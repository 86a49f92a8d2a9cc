"""What a past grant is called: the first sentence of its purpose that says something of its own."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from grants.domain.history_columns import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_TITLE: Final = 140
"""Characters of a title (domain: the two pages)."""
FORMULA_USES: Final = 3
"""A sentence written on that many lines of one file is a formula of the trade and no title."""
FEWEST_WORDS: Final = 3
SENTENCE_END: Final = re.compile(r"(?<=[.!?;:])\s|\n\s*\n|\n\s*[-•*]")


def sentences(purpose: str) -> list[str]:
    """Cut a purpose in sentences, without the marks that end them."""
    found = (" ".join(part.strip().rstrip(".;:,").split()) for part in SENTENCE_END.split(purpose.strip()))
    return [sentence for sentence in found if sentence]


def formulas(purposes: Iterable[str]) -> Counter[str]:
    """Count on how many lines each sentence stands."""
    return Counter(sentence for purpose in purposes for sentence in {plain(each) for each in sentences(purpose)})


def title_of(purpose: str, recipient: str, uses: Mapping[str, int]) -> str:
    """Return the title of a past grant: a sentence of its own, cut at a word within 140 letters, else its recipient."""
    own = (each for each in sentences(purpose) if uses.get(plain(each), 0) < FORMULA_USES)
    words = next((each for each in own if len(each.split()) >= FEWEST_WORDS), recipient)
    if len(words) <= LONGEST_TITLE:
        return words
    return (words[: LONGEST_TITLE - 1].rpartition(" ")[0] or words[: LONGEST_TITLE - 1]).rstrip(" ,;:-") + "…"
