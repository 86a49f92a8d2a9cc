"""French words made comparable: elisions and accents undone, empty and office words dropped, words of the trade joined.

The stemmer is given by the caller, a function from a lower-case word to its stem, so that these rules need no library.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.domain.alike import HOMONYMS, IDIOMS
from grants.domain.french import OFFICE_STARTS, OFFICE_WORDS, STOP_WORDS, WISH_WORDS
from grants.domain.trade import AUDIENCES, HANDS, NEAR, PEOPLE, SUBJECTS, THINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

LONGEST_TEXT = 20_000
"""Characters of one text that are read; what follows adds nothing to what a project is about."""

SHORTEST_WORD = 2
SHORTEST_PLURAL = 3
PHRASE = 4
"""Words in a row that make a phrase; phrases met everywhere are formulas (see `worn_phrases`)."""

WORN_SHARE = 0.04
WORN_LEAST = 6

MODIFIER_APOSTROPHE = "\u02bc"
"""The only apostrophe that Unicode counts among letters; it parts words like the others."""

VERB_ENDINGS = ("aient", "ent", "ons", "ez")
NEARBY = "~"
"""What begins the name of a neighbourhood of subjects."""

ADOLESCENCE = 12
ADULTHOOD = 18
YOUTH = 30
RETIREMENT = 60
OLDEST = 120
_AGES = re.compile(r"\b(\d{1,2}) ?(?:a|-|/|et) ?(\d{1,2}) ans\b")
_OLDER = re.compile(r"\bplus de (\d{2}) ans\b")
_TOKEN = re.compile(r"[^\W\d_]+|\d+")
_IDIOMS = re.compile(r"\b(?:" + "|".join(map(re.escape, IDIOMS)) + r")\b", re.IGNORECASE)
_COMBINING = "Mn"


def plain(text: str) -> str:
    """Return the text in lower case, without accents nor ligatures: `Chœur d’été` gives `choeur d'ete`."""
    if text.isascii():
        return text.lower()
    text = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae")
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != _COMBINING)


def tokens(text: str) -> list[str]:
    """Cut a text into words in lower case, accents kept; elided articles and hyphenated parts stand alone."""
    text = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).replace(MODIFIER_APOSTROPHE, "'")
    text = text.replace("œ", "oe").replace("Œ", "oe")
    return _TOKEN.findall(text.casefold())


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries meaning: `term` compares, `shown` is what the text says."""

    term: str
    shown: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What one sort of text is read with.

    `empty` are words that say nothing there, `empty_starts` beginnings of such words; `groups` are words that stand for
    the same thing beside those of the trade, `loose` the same, but they name no subject.
    """

    empty: frozenset[str]
    empty_starts: tuple[str, ...] = ()
    groups: str = ""
    loose: str = ""


TEXTS = Vocabulary(OFFICE_WORDS, OFFICE_STARTS)
"""The words of titles and purposes."""

WISHES = Vocabulary(WISH_WORDS, groups=THINGS, loose=HANDS)
"""The words of needs and offers, where what is asked or given is all that counts."""


class Lexicon:
    """Reads texts into comparable words, with one stemmer and the words this town uses everywhere."""

    def __init__(self, stem: Callable[[str], str], ignored: Iterable[str] = (), vocabulary: Vocabulary = TEXTS) -> None:
        """Take a French stemmer (word → stem), texts whose words to ignore (names of the town), and the vocabulary."""
        empty, groups = vocabulary.empty, vocabulary.groups
        self._stem = stem
        self._empty_starts = vocabulary.empty_starts
        self._terms: dict[str, str] = {}
        ignored_words = [word for text in ignored for word in tokens(text)]
        self._stopped = STOP_WORDS | {plain(word) for word in ignored_words}
        self._empty_words = {plain(word) for word in empty}
        self._empty = {self._root(word) for word in (*empty, *ignored_words)} | self._empty_words
        self._joined = self._groups(groups + vocabulary.loose)
        self._subjects = frozenset(plain(group[0]) for group in (*_lines(groups), *_lines(SUBJECTS)))
        self._near: dict[str, list[str]] = {}
        for number, line in enumerate(_lines(NEAR)):
            for word in line:
                self._near.setdefault(plain(word), []).append(f"{NEARBY}{number}")
        self._audiences = {plain(word): audience for audience, names in AUDIENCES.items() for word in names.split()}

    def _groups(self, more: str) -> dict[str, str]:
        """Return what stands for each stem of the trade: the first word of its group."""
        joined: dict[str, str] = {}
        for group in (*_lines(more), *_lines(SUBJECTS), *_lines(PEOPLE)):
            for word in group:
                if "-" not in word:
                    joined.setdefault(self._root(word), plain(group[0]))
        return joined

    def term(self, word: str) -> str:
        """Return what stands for this word in comparisons, or an empty string when it says nothing."""
        known = self._terms.get(word)
        if known is None:
            known = self._terms[word] = self._make_term(word)
        return known

    def is_of_the_trade(self, term: str) -> bool:
        """Tell whether a term is one of the subjects that groups of synonyms name."""
        return term in self._subjects

    def near(self, term: str) -> Sequence[str]:
        """Return the neighbourhoods of subjects to which a term belongs: terms themselves, never words of a text."""
        return self._near.get(term, ())

    def people(self, text: str) -> frozenset[str]:
        """Return the audiences a sentence names, ages included (`les plus de 70 ans`)."""
        return self.audiences(word.term for word in self.words(text)) | ages_named(text)

    def audiences(self, terms: Iterable[str]) -> frozenset[str]:
        """Return the audiences these terms name (keys of `AUDIENCES`)."""
        return frozenset(self._audiences[term] for term in terms if term in self._audiences)

    def words(self, text: str, worn: frozenset[tuple[str, ...]] = frozenset()) -> list[Word]:
        """Return the meaningful words of a text in order, leaving out those inside worn phrases."""
        found = tokens(_IDIOMS.sub(" ", text[:LONGEST_TEXT].replace("’", "'")))
        covered = _covered(found, worn) if worn else frozenset()
        pairs = ((self.term(word), word) for place, word in enumerate(found) if place not in covered)
        return [Word(term, shown) for term, shown in pairs if term]

    def _root(self, word: str) -> str:
        singular = word[:-1] if len(word) > SHORTEST_PLURAL and word[-1] in "sx" else word
        return plain(self._stem(singular))

    def _verb(self, word: str) -> str:
        """Return the stem of the verb of which this may be a form: `dansent`, `dansons`; empty for other endings."""
        ending = next((ending for ending in VERB_ENDINGS if word.endswith(ending)), "")
        return self._root(f"{word.removesuffix(ending)}er") if ending else ""

    def _make_term(self, word: str) -> str:
        bare = plain(word)
        if word in HOMONYMS:
            return plain(HOMONYMS[word])
        if len(bare) < SHORTEST_WORD or bare.isdigit() or bare in self._stopped or bare in self._empty_words:
            return ""
        root = self._root(word)
        joined = self._joined.get(root) or self._joined.get(self._root(bare)) or self._joined.get(self._verb(word))
        if joined:
            return joined
        forms = (root, self._root(bare), bare.rstrip("sx"))
        empty = bare.startswith(self._empty_starts) or not self._empty.isdisjoint(forms)
        return "" if empty else root


def ages_named(text: str) -> frozenset[str]:
    """Return the audiences that the ages of a sentence tell: `de 10 à 16 ans`, `les plus de 65 ans`."""
    bare = plain(text)
    ages = [(int(first), int(last)) for first, last in _AGES.findall(bare)]
    ages += [(int(age), OLDEST) for age in _OLDER.findall(bare)]
    found = {"children" for first, last in ages if first < ADOLESCENCE and last <= ADULTHOOD}
    found |= {"young" for first, last in ages if last > ADOLESCENCE and first >= ADOLESCENCE - 2 and last <= YOUTH}
    return frozenset(found | {"elders" for first, _ in ages if first >= RETIREMENT})


def _lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


def wish_lexicon(stem: Callable[[str], str]) -> Lexicon:
    """Return the reader of needs and offers: what is asked or given is all that counts there."""
    return Lexicon(stem, vocabulary=WISHES)


def worn_phrases(texts: Sequence[tuple[Hashable, str]]) -> frozenset[tuple[str, ...]]:
    """Find the phrases of four words that many authors use word for word: formulas, not meaning.

    `texts` are (author, text); a phrase counts once per author, numbers all look alike.
    """
    authors: Counter[tuple[str, ...]] = Counter()
    seen: set[tuple[Hashable, tuple[str, ...]]] = set()
    for author, text in texts:
        for phrase in _phrases(tokens(text)):
            if (author, phrase) not in seen:
                seen.add((author, phrase))
                authors[phrase] += 1
    least = max(WORN_LEAST, WORN_SHARE * len({author for author, _ in texts}))
    return frozenset(phrase for phrase, count in authors.items() if count >= least)


def _phrases(found: Sequence[str]) -> list[tuple[str, ...]]:
    bare = ["#" if word.isdigit() else word for word in found]
    return [tuple(bare[start : start + PHRASE]) for start in range(len(bare) - PHRASE + 1)]


def _covered(found: Sequence[str], worn: frozenset[tuple[str, ...]]) -> frozenset[int]:
    starts = [start for start, phrase in enumerate(_phrases(found)) if phrase in worn]
    return frozenset(place for start in starts for place in range(start, start + PHRASE))
