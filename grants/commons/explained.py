"""Why each result of a search is there: the words found in their own spelling, and the passage that says the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from grants.domain.passages import marked, passage
from grants.projects.queries import searched_texts
from grants.projects.search import stem, terms_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask_babel.speaklater import LazyString

    from grants.commons.showing import Row
    from grants.domain.fulltext import Term
    from grants.domain.passages import Passage

PLACES: dict[str, LazyString] = {
    "need": _l("Cherche"),
    "offer": _l("Offre"),
    "what": _l("Le projet"),
    "for_whom": _l("Pour qui"),
    "where_text": _l("Où"),
    "when_text": _l("Quand"),
    "commons": _l("Ce qui est partagé"),
    "more": _l("Le projet"),
    "quarter": _l("Quartier"),
    "theme": _l("Thème"),
}
"""Where the words were found, as people say it."""


def explained(rows: Sequence[Row], text: str, *, exact: bool = False) -> list[Row]:
    """Return the cards of a search with the words found marked, and a passage for those that the card does not show."""
    terms = terms_of(text, exact=exact)
    if not terms:
        return list(rows)
    texts = searched_texts([row.slug for row in rows])
    return [_explained(row, terms, texts.get(row.slug, [])) for row in rows]


def _explained(row: Row, terms: tuple[Term, ...], texts: list[tuple[str, str]]) -> Row:
    """Mark one card."""
    shown = {name: marked(getattr(row, name), terms, stem) for name in ("title", "hook", "association")}
    said = frozenset().union(*(each.terms for each in shown.values()))
    missing = frozenset(range(len(terms))) - said
    names = [("quarter", ", ".join(row.places)), ("theme", row.theme.name if row.theme else "")]
    passages = [(place, passage(words, terms, stem)) for place, words in [*names, *texts]] if missing else []
    place, found = max(passages, key=lambda each: len(each[1].terms & missing), default=("", None))
    title, hook, association = (written(each) for each in shown.values())
    told = replace(row, title=title, hook=hook, association=association)
    if found is None or not found.terms & missing:
        return told
    return replace(told, found_in=str(PLACES[place]), found=written(found))


def written(told: Passage) -> Markup:
    """Write a passage, the words found in `mark`; what people wrote stays text."""
    pieces = (Markup("<mark>{}</mark>").format(each.text) if each.found else escape(each.text) for each in told.pieces)
    return Markup("").join(pieces)
