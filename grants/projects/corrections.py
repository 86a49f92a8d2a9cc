"""A search that finds nothing because a word was mistyped, understood with the word that was meant."""

from __future__ import annotations

from dataclasses import dataclass, replace

from grants.domain import fulltext, synonyms
from grants.projects.filters import Filters
from grants.projects.search import SearchIndex, stem, terms_of
from grants.projects.vocabulary import known, meant

MOST_TRIED = 8
ENOUGH = 200


@dataclass(frozen=True, slots=True)
class Instead:
    """A word searched instead of the one typed."""

    typed: str
    used: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The filters to search with, the words changed, the word left aside; none when what was typed finds something."""

    filters: Filters
    instead: tuple[Instead, ...] = ()
    left: str = ""


def understood(filters: Filters) -> Understood:
    """Return how a search is understood: as typed, unless that finds nothing.

    Then a word that no project says gives way to the nearest that one does; and when no project says all the words, one
    is left aside, that without which the fewest projects remain.
    """
    if not filters.text or filters.exact or _reached(filters.text, 1):
        return Understood(filters)
    unfinished = filters.text[-1:].isalnum()
    words = list(fulltext.words(filters.text[: fulltext.LONGEST_SEARCH]))[: fulltext.MOST_WORDS]
    typed = [word for word in words if fulltext.fold(word) not in fulltext.EMPTY_WORDS]
    used = [_instead(word, last=unfinished and place == len(typed) - 1) for place, word in enumerate(typed)]
    changed = tuple(Instead(word, other) for word, other in zip(typed, used, strict=True) if word != other)
    if changed and _reached(" ".join(used), 1):
        return Understood(replace(filters, text=" ".join(used)), changed)
    rests = [" ".join(used[:place] + used[place + 1 :]) for place in range(len(used))]
    reached = [(_reached(rest, ENOUGH), place) for place, rest in enumerate(rests) if rest]
    fewest, place = min((each for each in reached if each[0]), default=(0, 0))
    if not fewest:
        return Understood(filters)
    kept = tuple(each for each in changed if each.used != used[place])
    return Understood(replace(filters, text=rests[place]), kept, typed[place])


def looked_for_too(filters: Filters) -> tuple[str, ...]:
    """Return the words that say the same as those searched, as the page tells them: those that some project says."""
    if filters.exact:
        return ()
    others = synonyms.others_of(fulltext.query(filters.text, stem))
    said = known({fulltext.fold(word) for other in others for word in synonyms.words_of(other)})
    return tuple(other for other in others if all(fulltext.fold(word) in said for word in synonyms.words_of(other)))


def _reached(text: str, most: int) -> int:
    """Count the projects that say these words, and stop at `most`."""
    return SearchIndex().reach(terms_of(text), most)


def _instead(word: str, *, last: bool) -> str:
    """Return the word to search: itself when some project says it, else the nearest that most projects say."""
    plain = fulltext.fold(word)
    if _reached(word if last else f"{word} ", 1):
        return word
    index = SearchIndex()
    said = [(fulltext.query(f"{folded} ", stem), spelling) for folded, spelling in meant(plain)[:MOST_TRIED]]
    reached = [(index.reach(terms, ENOUGH), spelling) for terms, spelling in said]
    most = max((number for number, _spelling in reached), default=0)
    return next((spelling for number, spelling in reached if number == most), word) if most else word
