"""The one door to full text: SQLite's FTS5 or PostgreSQL's tsvector behind the same three verbs.

Stems and accents are ours on both (see `grants.domain.fulltext`), so that the two databases answer alike; the tables
`search_project` and `search_cousin` are made by migrations and hold one row per public project, and per project of
another territory.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import snowballstemmer
from sqlalchemy import Float, Integer, String, bindparam, func, literal_column, table, text
from sqlalchemy import select as sql_select

from grants.db import db, is_postgresql
from grants.domain import fulltext, synonyms
from grants.projects.vocabulary import learn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Subquery, TextClause

    Asked = tuple[ColumnElement[int], ColumnElement[float], ColumnElement[bool] | TextClause]
    """A number, its nearness, and the condition that it says the words."""

WEIGHTS = (8.0, 3.0, 1.0)
"""What a word counts in a title, in names (association, quarters, themes), in the text."""

_stemmer = snowballstemmer.stemmer("french")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is searched of one project: its id in its own table, and its words."""

    id: int
    title: str
    names: str
    body: str

    @property
    def parts(self) -> dict[str, str]:
        """The three parts as the index keeps them."""
        return {part: fulltext.document(getattr(self, part), stem) for part in ("title", "names", "body")}


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return the stem of a lower-case French word."""
    return str(_stemmer.stemWord(word))


def terms_of(typed: str, *, exact: bool = False) -> tuple[fulltext.Term, ...]:
    """Return what a typed search asks for, with the words that say the same unless it is `exact`."""
    terms = fulltext.query(typed, stem)
    return terms if exact else synonyms.widened(terms, stem)


class SearchIndex:
    """The index of public projects in the session's database, or of another table made alike (`search_<name>`)."""

    def __init__(self, name: str = "project") -> None:
        """Take what is searched: rows are known by `<name>_id`."""
        self.table = f"search_{name}"
        self.key = f"{name}_id"

    def put(self, entries: Sequence[Entry]) -> None:
        """Index projects, or index them again."""
        rows = [{"id": entry.id, **entry.parts} for entry in entries]
        if not rows:
            return
        self.drop([row["id"] for row in rows])  # type: ignore[misc]
        db.session.execute(self._insert(), rows)
        learn(f"{entry.title} {entry.names} {entry.body}" for entry in entries)

    def drop(self, ids: Iterable[int]) -> None:
        """Forget projects."""
        rows = [{"id": number} for number in ids]
        key = self.key if is_postgresql() else "rowid"
        if rows:
            db.session.execute(text(f"DELETE FROM {self.table} WHERE {key} = :id"), rows)  # noqa: S608 - names of ours

    def found(self, typed: str, *, near: bool = True, exact: bool = False) -> Subquery | None:
        """Return a subquery of the <name>_id that a typed search finds, None when it holds no word.

        With `near`, each has its `closeness`: the greater, the nearer the words; equal ones are the caller's to order.
        With `exact`, words that say the same are not looked for.
        """
        terms = terms_of(typed, exact=exact)
        return self.saying(terms, near=near) if terms else None

    def saying(self, terms: tuple[fulltext.Term, ...], *, near: bool = False) -> Subquery:
        """Select what says all these words (at least one), as `found` does."""
        number, closeness, meets = self._postgresql(terms) if is_postgresql() else self._sqlite(terms)
        columns = [number, closeness] if near else [number]
        return sql_select(*columns).select_from(table(self.table)).where(meets).subquery("found")

    def reach(self, terms: tuple[fulltext.Term, ...], most: int) -> int:
        """Count what says all these words, and stop at `most`."""
        if not terms:
            return 0
        first = sql_select(self.saying(terms).c[self.key]).limit(most).subquery()
        return db.session.scalar(sql_select(func.count()).select_from(first)) or 0

    def _insert(self) -> TextClause:
        """Return the statement that adds rows of id, title, names and body."""
        if is_postgresql():
            parts = " || ".join(
                f"setweight(to_tsvector('simple', :{part}), '{weight}')"
                for part, weight in (("title", "A"), ("names", "B"), ("body", "C"))
            )
            return text(f"INSERT INTO {self.table} ({self.key}, document) VALUES (:id, {parts})")  # noqa: S608
        columns = "(rowid, title, names, body) VALUES (:id, :title, :names, :body)"
        return text(f"INSERT INTO {self.table} {columns}")

    def _sqlite(self, terms: tuple[fulltext.Term, ...]) -> Asked:
        """Ask FTS5; every form is a quoted string, so nothing typed can be an operator."""
        asked = " AND ".join(f"({' OR '.join(_fts5_forms(term))})" for term in terms)
        weights = ", ".join(str(weight) for weight in WEIGHTS)
        number = literal_column(f"{self.table}.rowid", Integer).label(self.key)
        closeness = literal_column(f"-bm25({self.table}, {weights})", Float).label("closeness")
        meets = text(f"{self.table} MATCH :asked").bindparams(bindparam("asked", asked, unique=True))
        return number, closeness, meets

    def _postgresql(self, terms: tuple[fulltext.Term, ...]) -> Asked:
        """Ask a tsvector; forms hold letters and digits only, so nothing typed can be an operator.

        Nearness is read in the small vector of titles and names: reading whole texts would cost ten times the search;
        only the words as typed make it, those that say the same come after.
        """
        number: ColumnElement[int] = literal_column(f"{self.table}.{self.key}", Integer)
        document, head = (literal_column(f"{self.table}.{name}", String) for name in ("document", "head"))
        simple: ColumnElement[str] = literal_column("'simple'")
        asked = " & ".join(f"({' | '.join(_tsquery_forms(term))})" for term in terms)
        typed = [replace(term, others=()) if term.forms else term for term in terms]
        anywhere = " | ".join(form for term in typed for form in _tsquery_forms(term))
        closeness = func.ts_rank(head, func.to_tsquery(simple, anywhere)).label("closeness")
        return number.label(self.key), closeness, document.op("@@")(func.to_tsquery(simple, asked))


def _fts5_forms(term: fulltext.Term) -> list[str]:
    """Write a term's forms as FTS5 strings (letters and digits only, so no quote inside)."""
    prefix = [f'"{term.prefix}" *'] if term.prefix else []
    others = [
        "(" + " AND ".join("(" + " OR ".join(f'"{form}"' for form in each) + ")" for each in wording) + ")"
        for wording in term.others
    ]
    return [f'"{form}"' for form in term.forms] + prefix + others


def _tsquery_forms(term: fulltext.Term) -> list[str]:
    """Write a term's forms as lexemes of a tsquery."""
    prefix = [f"'{term.prefix}':*"] if term.prefix else []
    others = [
        "(" + " & ".join("(" + " | ".join(f"'{form}'" for form in each) + ")" for each in wording) + ")"
        for wording in term.others
    ]
    return [f"'{form}'" for form in term.forms] + prefix + others
