"""When something happens, read in French sentences: months of the year, days of the week, parts of a day."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grants.domain.words import plain

MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
SEASONS = {"printemps": (3, 4, 5), "ete": (6, 7, 8), "automne": (9, 10, 11), "hiver": (12, 1, 2)}
WEEK = {"semaine": frozenset(DAYS[:5]), "week": frozenset(DAYS[5:]), "weekend": frozenset(DAYS[5:])}
PARTS = {
    "matin": frozenset({"morning"}),
    "matinee": frozenset({"morning"}),
    "midi": frozenset({"afternoon"}),
    "journee": frozenset({"morning", "afternoon"}),
    "soir": frozenset({"evening"}),
    "soiree": frozenset({"evening"}),
    "nuit": frozenset({"evening"}),
}
YEAR_LENGTH = 12
_NAMES = "|".join(MONTHS)
_RANGE = re.compile(rf"\b({_NAMES})\b(?: \d{{4}})? (?:a|au|et jusqu['’]a|jusqu['’]a)(?: \w+)? ?\b({_NAMES})\b")
_MONTH = re.compile(rf"\b({_NAMES})\b")
_SEASON = re.compile(r"(?<!vacances de )(?<!vacances d['’])\b(?:le |au |l['’]|cet |un )(printemps|ete|automne|hiver)\b")
_WORD = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Opening:
    """Days and parts of a day that a sentence names; empty when it names none, so that any will do."""

    days: frozenset[str]
    parts: frozenset[str]

    def fits(self, other: Opening) -> bool:
        """Tell whether both can be at the same time."""
        same_days = not self.days or not other.days or not self.days.isdisjoint(other.days)
        return same_days and (not self.parts or not other.parts or not self.parts.isdisjoint(other.parts))


def months_of(text: str) -> frozenset[int]:
    """Return the months a sentence names (1 to 12), ranges filled in; none when it says the whole year or nothing.

    `De mars à octobre` gives eight months; `d’octobre à juin` passes the new year.
    """
    read = plain(text)
    found: set[int] = set()
    for first, last in _RANGE.findall(read):
        start, end = MONTHS.index(first), MONTHS.index(last)
        found |= {(start + step) % YEAR_LENGTH + 1 for step in range((end - start) % YEAR_LENGTH + 1)}
    found |= {MONTHS.index(name) + 1 for name in _MONTH.findall(read)}
    for season in _SEASON.findall(read):
        found |= set(SEASONS[season])
    return frozenset(found) if len(found) < YEAR_LENGTH else frozenset()


def opening_of(text: str) -> Opening:
    """Return the days of the week and the parts of a day that a sentence names."""
    words = _WORD.findall(plain(text))
    days = {word.removesuffix("s") for word in words} & set(DAYS)
    week = frozenset[str]().union(*(WEEK[word] for word in words if word in WEEK and not _counts(words, word)))
    parts = frozenset[str]().union(
        *(PARTS[word.removesuffix("s")] for word in words if word.removesuffix("s") in PARTS)
    )
    return Opening(frozenset(days) or week, parts)


def _counts(words: list[str], word: str) -> bool:
    """Tell whether a week is a length or a pace (`une semaine`, `par semaine`) and not the working days."""
    before = words[words.index(word) - 1] if words.index(word) else ""
    return before in {"une", "par", "la", "chaque", "premieres"}
