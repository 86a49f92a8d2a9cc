"""What changed in a file, in words: the question, what stood there, what stands there now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.applications.forms.telling import answer_words
from grants.applications.forms.words import KINDS, question
from grants.domain.file import Kind, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.domain.file import Answer, Change
    from grants.domain.scheme import Scheme
    from grants.domain.territory import Territory


def changes_in_words(changes: Iterable[Change], scheme: Scheme, town: Territory) -> list[tuple[str, str, str]]:
    """Return the question, what stood there and what stands there now, of each change."""
    return [
        (
            str(question(scheme, each.key).label),
            _words(each.key, each.before, scheme, town),
            _words(each.key, each.after, scheme, town),
        )
        for each in changes
    ]


def _words(key: str, answer: Answer, scheme: Scheme, town: Territory) -> str:
    """Write one answer as people read it."""
    field, answers = scheme.field(key), {key: answer}
    if field is None:
        return text_of(answers, key)
    if field.kind is Kind.WISH_KIND:
        return str(KINDS.get(text_of(answers, key), ""))
    return answer_words(field, answers, scheme, town)
