"""Where a text says what was searched: the words found, in their own spelling, and the passage that holds most of them.

Plain Python: the stemmer is given by the caller. What is returned is plain text in pieces, to be escaped as such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from grants.domain.fulltext import WORD, fold, forms, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from grants.domain.fulltext import Term

ROOT = 3
"""Letters by which a word is looked for before it is compared: stems never change the first three."""
LONGEST = 170
"""Characters of a passage."""
BEFORE = 50
"""Characters looked back from the first word found for the beginning of a sentence."""
READ = 20_000
"""Characters of a text that are looked through."""
_SENTENCE = re.compile(r"[.!?…]\s+|\n")
_MARKS = re.compile(r"[*_#`\[\]]+|\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `found` when it is a word that was searched."""

    text: str
    found: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Pieces of a text, and which of the terms (by their place) it says."""

    pieces: tuple[Piece, ...]
    terms: frozenset[int]


class _Folds(dict[int, int]):
    """Letters without their accents, one for one: places in the folded text are those of the text."""

    def __missing__(self, code: int) -> int:
        plain = fold(chr(code))
        self[code] = ord(plain) if len(plain) == 1 else code
        return self[code]


_folds = _Folds()


def marked(text: str, terms: tuple[Term, ...], stem: Callable[[str], str]) -> Passage:
    """Return a whole short text with the words found."""
    hits = _hits(text, terms, stem)
    return Passage(_pieces(text, hits, 0, len(text)), frozenset(term for _start, _end, term in hits))


def passage(text: str, terms: tuple[Term, ...], stem: Callable[[str], str]) -> Passage:
    """Return the passage of a long text that says most of the terms; without any, nothing."""
    plain = " ".join(_MARKS.sub("", text[:READ]).split())
    hits = _hits(plain, terms, stem)
    if not hits:
        return Passage((), frozenset())
    within = [[hit for hit in hits if first[0] <= hit[0] and hit[1] <= first[0] + LONGEST - BEFORE] for first in hits]
    most = max(within, key=lambda some: len({term for _start, _end, term in some})) or hits[:1]
    start, end = _window(plain, most[0][0])
    inside = [hit for hit in hits if start <= hit[0] and hit[1] <= end]
    pieces = _pieces(plain, inside, start, end)
    before = (Piece("… "),) if start else ()
    after = (Piece(" …"),) if end < len(plain) else ()
    return Passage(before + pieces + after, frozenset(term for _start, _end, term in inside))


def _window(text: str, hit: int) -> tuple[int, int]:
    """Return the beginning and end of the passage around a place: from a sentence when one begins near, whole words."""
    floor = max(0, hit - BEFORE)
    ends = [found.end() for found in _SENTENCE.finditer(text, floor, hit)]
    start = ends[-1] if ends else floor
    if start and not ends:
        space = text.find(" ", start, hit)
        start = space + 1 if space >= 0 else hit
    end = min(len(text), max(start + LONGEST, hit + ROOT))
    if end < len(text):
        space = text.rfind(" ", hit, end)
        end = space if space > hit else end
    return start, end


def _pieces(text: str, hits: list[tuple[int, int, int]], start: int, end: int) -> tuple[Piece, ...]:
    """Cut a text where it says what was searched."""
    pieces, place = [], start
    for begins, ends, _term in hits:
        if begins > place:
            pieces.append(Piece(text[place:begins]))
        pieces.append(Piece(text[begins:ends], found=True))
        place = ends
    if place < end:
        pieces.append(Piece(text[place:end]))
    return tuple(pieces)


def _hits(text: str, terms: tuple[Term, ...], stem: Callable[[str], str]) -> list[tuple[int, int, int]]:
    """Return the places of the words found, in order: beginning, end, term."""
    hits = []
    for found in _pattern(terms).finditer(text[:READ].translate(_folds)):
        word = text[found.start() : found.end()]
        said = [form for part in words(word) for form in forms(part, stem)]
        term = next((place for place, each in enumerate(terms) if _says(said, each)), None)
        if term is not None:
            hits.append((found.start(), found.end(), term))
    return hits


def _says(said: list[str], term: Term) -> bool:
    """Tell whether a word under these forms is what the term asks."""
    asked = {*term.forms, *_others(term)}
    return any(form in asked or (term.prefix and form.startswith(term.prefix)) for form in said)


def _others(term: Term) -> list[str]:
    """Return the forms of all the words of a term's other wordings."""
    return [form for wording in term.others for each in wording for form in each]


@lru_cache(maxsize=256)
def _pattern(terms: tuple[Term, ...]) -> re.Pattern[str]:
    """Return what finds in a folded text the words that may be those of the terms."""
    roots = sorted({form[:ROOT] for term in terms for form in (*term.forms, term.prefix, *_others(term)) if form})
    spelled = [re.escape(root).replace("oe", "(?:oe|œ)").replace("ae", "(?:ae|æ)") for root in roots]
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(spelled)}){WORD.pattern[:-1]}*", re.IGNORECASE)
