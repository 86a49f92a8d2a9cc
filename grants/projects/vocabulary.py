"""The words that projects use, kept so that a typo finds the word that was meant. The same on both databases.

A word stays when the last project that says it goes: whoever suggests one first looks whether it still finds something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import case, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from grants.db import db, is_postgresql
from grants.domain import fulltext, synonyms, typos
from grants.projects.models import KnownWord

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_READ = 20_000
"""Words compared with a mistyped one."""
AT_ONCE = 500


def learn(texts: Iterable[str]) -> None:
    """Keep the words of these texts, in one order everywhere so that two publications never wait for each other."""
    spelled = {fulltext.fold(word): word for text in texts for word in set(fulltext.words(text))}
    words = sorted(word for word in spelled if typos.worth_keeping(word))
    for start in range(0, len(words), AT_ONCE):
        some = words[start : start + AT_ONCE]
        known = set(db.session.scalars(select(KnownWord.word).where(KnownWord.word.in_(some))))
        rows = [
            {"word": word, "spelling": spelled[word], "length": len(word), "letters": typos.letters_of(word)}
            for word in some
            if word not in known
        ]
        if rows:
            adding = postgresql.insert(KnownWord) if is_postgresql() else sqlite.insert(KnownWord)
            db.session.execute(adding.on_conflict_do_nothing(), rows)


def known(words: set[str]) -> set[str]:
    """Return those of these folded words that a project says, in the singular or the plural."""
    spelled = {form: word for word in words for form in (word, synonyms.single(word), f"{word}s", f"{word}x")}
    if not spelled:
        return set()
    said = db.session.scalars(select(KnownWord.word).where(KnownWord.word.in_(spelled)).order_by(KnownWord.word))
    return {spelled[word] for word in said}


def meant(typed: str) -> list[tuple[str, str]]:
    """Return the words (folded, then as first written) that a folded word may have meant, all as near as each other."""
    most = typos.slips_allowed(typed)
    if not most:
        return []
    bits = [1 << place for place in range(typos.LETTERS) if typos.letters_of(typed) >> place & 1]
    shared = sum((case((KnownWord.letters.bitwise_and(bit) != 0, 1), else_=0) for bit in bits), literal(0))
    alike = select(KnownWord.word, KnownWord.spelling).where(
        KnownWord.length.between(len(typed) - most, len(typed) + most), shared >= len(bits) - most
    )
    spelled = dict(db.session.execute(alike.order_by(KnownWord.word).limit(MOST_READ)).all())
    return [(word, spelled[word]) for word in typos.nearest(typed, spelled, most)]
