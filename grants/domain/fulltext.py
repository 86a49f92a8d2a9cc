"""French text as a search index keeps it, and a typed search as the index understands it.

A word is kept under forms that are often the same: itself without accents, its stem, the stem of its form without
accents, and this form without the mark of a plural, which French stemmers leave on « vélos ». A search matches when one
of these meets one of those of the typed word; the last word typed may be unfinished. Plain Python: the stemmer is given
by the caller.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_WORDS = 12
"""Words of one search that are looked for; what follows is left aside."""
LONGEST_WORD = 40
LONGEST_SEARCH = 400
"""Characters of a typed search that are read."""
LONGEST_TEXT = 60_000
"""Characters of one project's text that are indexed."""
SHORTEST_PREFIX = 2
SHORTEST_PLURAL = 3

_EMPTY = """
a au aux avec ce ces cet cette d dans de des du elle elles en et eux il ils je l la le les leur leurs lui ma mais me mes
mon ne nos notre nous on ou par pas pour qu que qui s sa se ses si son sur ta te tes toi ton tu un une vos votre vous y
"""
EMPTY_WORDS = frozenset(_EMPTY.split())
APOSTROPHES = "'’\N{MODIFIER LETTER APOSTROPHE}"
ELIDED = re.compile(rf"\b(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu|aujourd)[{APOSTROPHES}]", re.IGNORECASE)
BRETON = re.compile(rf"c[{APOSTROPHES}]h", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"})


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a search: any of these forms will do; `prefix` when the word may go on.

    `others` are other wordings that say the same: one is said when each of its words is, under one of its forms.
    """

    forms: tuple[str, ...]
    prefix: str = ""
    others: tuple[tuple[tuple[str, ...], ...], ...] = ()


def fold(word: str) -> str:
    """Return a word in lower case without accents, ligatures undone."""
    letters = unicodedata.normalize("NFKD", word.casefold().translate(LIGATURES))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def words(text: str) -> Iterator[str]:
    """Give the words of a text in lower case with their accents; articles that lean on the next word are left out."""
    plain = unicodedata.normalize("NFC", text[:LONGEST_TEXT].casefold())
    joined = ELIDED.sub(" ", BRETON.sub("ch", plain))
    for found in WORD.finditer(joined):
        yield found[0][:LONGEST_WORD]


def forms(word: str, stem: Callable[[str], str]) -> tuple[str, ...]:
    """Return the forms under which a word is kept, without repeats, itself first."""
    plain = fold(word)
    single = plain[:-1] if len(plain) > SHORTEST_PLURAL and plain[-1] in "sx" else plain
    return tuple(dict.fromkeys((plain, fold(stem(word)), stem(plain), single)))


def document(text: str, stem: Callable[[str], str]) -> str:
    """Return what the index keeps of a text: the forms of its words, in order, with spaces between."""
    return " ".join(form for word in words(text) for form in forms(word, stem) if form)


def query(typed: str, stem: Callable[[str], str]) -> tuple[Term, ...]:
    """Return what a typed search asks for; empty when it holds no word at all.

    Empty words are dropped unless nothing else was typed. The last word stands for all those it begins.
    """
    found = list(words(typed[:LONGEST_SEARCH]))[:MOST_WORDS]
    if not found:
        return ()
    unfinished = typed.rstrip() == typed and len(fold(found[-1])) >= SHORTEST_PREFIX
    full = [word for word in found if fold(word) not in EMPTY_WORDS]
    kept = full or found
    terms = [Term(forms(word, stem)) for word in kept]
    if unfinished and kept[-1] is found[-1]:
        terms[-1] = Term(terms[-1].forms, fold(kept[-1]))
    return tuple(terms)
