"""The one door to full text: SQLite's FTS5 or PostgreSQL's tsvector behind the same three verbs.

Stems and accents are ours on both (see `grants.domain.fulltext`), so that the two databases answer alike; the table
`search_project` is made by a migration and holds one row per public project.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import snowballstemmer
from sqlalchemy import Column, Float, Integer, String, bindparam, func, literal_column, table, text
from sqlalchemy import select as sql_select

from grants.db import db, is_postgresql
from grants.domain import fulltext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Subquery, TextClause

WEIGHTS = (8.0, 3.0, 1.0)
"""What a word counts in a title, in names (association, quarters, themes), in the text."""

_stemmer = snowballstemmer.stemmer("french")
_table = table("search_project", Column("project_id", Integer), Column("document", String))


@dataclass(frozen=True, slots=True)
class Entry:
    """What is searched of one project."""

    project_id: int
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


class SearchIndex:
    """The index of public projects in the session's database."""

    def put(self, entries: Iterable[Entry]) -> None:
        """Index projects, or index them again."""
        rows = [{"id": entry.project_id, **entry.parts} for entry in entries]
        if not rows:
            return
        self.drop([row["id"] for row in rows])  # type: ignore[misc]
        db.session.execute(_insert(), rows)

    def drop(self, project_ids: Iterable[int]) -> None:
        """Forget projects."""
        key = "project_id" if is_postgresql() else "rowid"
        db.session.execute(
            text(f"DELETE FROM search_project WHERE {key} = :id"),  # noqa: S608 - a name of ours
            [{"id": number} for number in project_ids],
        )

    def found(self, typed: str) -> Subquery | None:
        """Return a subquery of (project_id, closeness) for a typed search, None when it holds no word.

        The greater `closeness`, the nearer the project's words; equal ones are the caller's to order.
        """
        terms = fulltext.query(typed, stem)
        if not terms:
            return None
        return _postgresql(terms) if is_postgresql() else _sqlite(terms)


def _insert() -> TextClause:
    """Return the statement that adds rows of id, title, names and body."""
    if is_postgresql():
        parts = " || ".join(
            f"setweight(to_tsvector('simple', :{part}), '{weight}')"
            for part, weight in (("title", "A"), ("names", "B"), ("body", "C"))
        )
        return text(f"INSERT INTO search_project (project_id, document) VALUES (:id, {parts})")  # noqa: S608
    return text("INSERT INTO search_project (rowid, title, names, body) VALUES (:id, :title, :names, :body)")


def _sqlite(terms: tuple[fulltext.Term, ...]) -> Subquery:
    """Ask FTS5; every form is a quoted string, so nothing typed can be an operator."""
    asked = " AND ".join(f"({' OR '.join(_fts5_forms(term))})" for term in terms)
    weights = ", ".join(str(weight) for weight in WEIGHTS)
    closeness = literal_column(f"-bm25(search_project, {weights})", Float)
    match = text("search_project MATCH :asked").bindparams(bindparam("asked", asked, unique=True))
    return (
        sql_select(literal_column("search_project.rowid", Integer).label("project_id"), closeness.label("closeness"))
        .select_from(_table)
        .where(match)
        .subquery("found")
    )


def _fts5_forms(term: fulltext.Term) -> list[str]:
    """Write a term's forms as FTS5 strings (letters and digits only, so no quote inside)."""
    prefix = [f'"{term.prefix}" *'] if term.prefix else []
    return [f'"{form}"' for form in term.forms] + prefix


def _postgresql(terms: tuple[fulltext.Term, ...]) -> Subquery:
    """Ask a tsvector; forms hold letters and digits only, so nothing typed can be an operator."""
    asked = " & ".join(
        "("
        + " | ".join([*(f"'{form}'" for form in term.forms), *([f"'{term.prefix}':*"] if term.prefix else [])])
        + ")"
        for term in terms
    )
    question = func.to_tsquery(literal_column("'simple'"), asked)
    closeness = func.ts_rank(_table.c.document, question)
    return (
        sql_select(_table.c.project_id.label("project_id"), closeness.label("closeness"))
        .where(_table.c.document.op("@@")(question))
        .subquery("found")
    )
