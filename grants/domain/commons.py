"""The directory of what projects gave in common: choosing by words, kind, licence, theme and year, and counting."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from grants.domain import fulltext

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

T = TypeVar("T")
FACETS = ("kind", "licence", "theme", "year")


@dataclass(frozen=True, slots=True)
class Entry:
    """A thing given, as it is chosen: the words it is found by and what it is filed under."""

    words: str
    kind: str
    licence: str
    themes: tuple[str, ...]
    year: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks of the directory; empty values ask nothing."""

    text: str = ""
    kind: str = ""
    licence: str = ""
    theme: str = ""
    year: int = 0


def chosen(entries: Sequence[Entry], wanted: Wanted, stem: Callable[[str], str]) -> list[int]:
    """Return the places of the entries asked for, in their order.

    Every word must be found: under its stem or without accents, the last one perhaps unfinished (see `fulltext`).
    """
    terms = fulltext.query(wanted.text, stem)
    if wanted.text.strip() and not terms:
        return []
    return [
        place
        for place, entry in enumerate(entries)
        if _filed(entry, wanted) and (not terms or _holds(_forms(entry.words, stem), terms))
    ]


def counts(entries: Sequence[Entry], wanted: Wanted, stem: Callable[[str], str]) -> dict[str, Counter[Hashable]]:
    """Count, for each of FACETS, what each choice would show, the other choices kept."""
    counted: dict[str, Counter[Hashable]] = {}
    for facet in FACETS:
        free = replace(wanted, **{facet: 0 if facet == "year" else ""})  # type: ignore[arg-type]
        shown = [entries[place] for place in chosen(entries, free, stem)]
        values = (entry.themes if facet == "theme" else (getattr(entry, facet),) for entry in shown)
        counted[facet] = Counter(value for several in values for value in several)
    return counted


def _filed(entry: Entry, wanted: Wanted) -> bool:
    """Tell whether an entry is filed under what is asked."""
    return (
        wanted.kind in {"", entry.kind}
        and wanted.licence in {"", entry.licence}
        and wanted.year in {0, entry.year}
        and (not wanted.theme or wanted.theme in entry.themes)
    )


def _holds(forms: frozenset[str], terms: tuple[fulltext.Term, ...]) -> bool:
    """Tell whether each word asked is there."""
    return all(
        any(form in forms for form in term.forms if form)
        or (term.prefix and any(form.startswith(term.prefix) for form in forms))
        for term in terms
    )


@lru_cache(maxsize=5_000)
def _forms(words: str, stem: Callable[[str], str]) -> frozenset[str]:
    """Return the forms under which a text is found."""
    return frozenset(fulltext.document(words, stem).split())
