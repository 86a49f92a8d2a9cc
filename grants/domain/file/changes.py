"""What changed between two states of a file, question by question."""

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

from grants.domain.file.drafts import Answer, Answers, mark
from grants.domain.file.fields import Field

_ROW: Final = re.compile(r"(charge|product|need|offer)_\d+_(label|amount|kind|text)")
_FIRST: Final = {
    "charge": "charge_1_label",
    "product": "product_1_label",
    "need": "need_1_text",
    "offer": "offer_1_text",
}
"""The lines of budget, needs and offers are one question each, named after their first field."""


@dataclasses.dataclass(frozen=True, slots=True)
class Change:
    """One field whose answer differs; both answers as they were typed."""

    key: str
    before: Answer
    after: Answer


def changes(before: Answers, after: Answers, fields: Sequence[Field]) -> tuple[Change, ...]:
    """Return the fields that differ, in the order of the form; spaces around a text make no difference."""
    found = (Change(field.key, before.get(field.key, ""), after.get(field.key, "")) for field in fields)
    return tuple(each for each in found if not _same(each.before, each.after))


def question_of(key: str) -> str:
    """Return the key of the question a field belongs to: itself, or the first field of its list of lines."""
    found = _ROW.fullmatch(key)
    return _FIRST[found[1]] if found else key


def corrected(before: Answers, after: Answers, questions: Sequence[str], fields: Sequence[Field]) -> frozenset[str]:
    """Return, among these questions, those in which something changed."""
    changed = {question_of(each.key) for each in changes(before, after, fields)}
    return frozenset(key for key in questions if question_of(key) in changed)


def _same(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same; a list in another order does."""
    return mark(_plain(one)) == mark(_plain(other))


def _plain(answer: Answer) -> Answer:
    """Leave out the spaces around a text, and an empty list."""
    return answer.strip() if isinstance(answer, str) else (answer or "")
