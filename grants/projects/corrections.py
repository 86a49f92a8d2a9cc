"""A search that finds nothing because a word was mistyped, understood with the word that was meant."""

from __future__ import annotations

from dataclasses import dataclass, replace

from grants.domain import fulltext
from grants.projects.filtering import Filters
from grants.projects.search import SearchIndex, stem
from grants.projects.vocabulary import meant

MOST_TRIED = 8
ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Instead:
    """A word searched instead of the one typed."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The filters to search with, and the words changed; none changed when what was typed finds something."""

    filters: Filters
    instead: tuple[Instead, ...] = ()


def understood(filters: Filters) -> Understood:
    """Return how a search is understood: as typed, unless that finds nothing and one of its words is nobody's."""
    index = SearchIndex()
    if not filters.text or filters.exact or index.reach(fulltext.query(filters.text, stem), 1):
        return Understood(filters)
    unfinished = filters.text[-1:].isalnum()
    typed = list(fulltext.words(filters.text[: fulltext.LONGEST_SEARCH]))[: fulltext.MOST_WORDS]
    used = [_instead(word, last=unfinished and place == len(typed) - 1) for place, word in enumerate(typed)]
    changed = tuple(Instead(word, other) for word, other in zip(typed, used, strict=True) if word != other)
    if not changed:
        return Understood(filters)
    return Understood(replace(filters, text=" ".join(used)), changed)


def _instead(word: str, *, last: bool) -> str:
    """Return the word to search: itself when some project says it, else the nearest that most projects say."""
    index = SearchIndex()
    plain = fulltext.fold(word)
    if plain in fulltext.EMPTY_WORDS or index.reach(fulltext.query(word if last else f"{word} ", stem), 1):
        return word
    tried = meant(plain)[:MOST_TRIED]
    reached = [(index.reach(fulltext.query(f"{folded} ", stem), ENOUGH), spelling) for folded, spelling in tried]
    found = [spelling for number, spelling in reached if number]
    most = max((number for number, _spelling in reached), default=0)
    return next((spelling for number, spelling in reached if number == most), word) if found else word
