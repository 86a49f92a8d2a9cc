"""Bank details are shown whole only to those who must see them; everybody else reads enough to tell two apart.

Personal data are kept to what each task needs (regulation (EU) 2016/679, art. 5.1.c): a clerk who reads a file checks
that an account is there, whoever pays it reads which one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from grants.domain.file.identity import nature
from grants.domain.identifiers import compact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grants.domain.file import Answer, Answers
    from grants.domain.file.changes import Change

DOTS: Final = "\N{BULLET}" * 4
_ACCOUNT = re.compile(r"\b(?:FR|MC)[0-9]{2}(?:[\s.\-]*[A-Z0-9]){23}\b", re.IGNORECASE)
_SHORTEST = 11


def masked(number: str) -> str:
    """Return an account number as others see it: `FR76 •••• •••• •••• 123`; nothing of one too short to hide."""
    told = compact(number).removeprefix("IBAN")
    if not told:
        return ""
    if len(told) < _SHORTEST:
        return DOTS
    return " ".join((told[:4], DOTS, DOTS, DOTS, told[-3:]))


def masked_text(text: str) -> str:
    """Return a text in which every French account number is masked, and any that is the whole text."""
    if nature(text) == "iban":
        return masked(text)
    return _ACCOUNT.sub(lambda found: masked(found[0]) if nature(found[0]) == "iban" else found[0], text)


def masked_answer(key: str, answer: Answer) -> Answer:
    """Return the answer to one question without an account number in full, were it typed in another's place."""
    if not isinstance(answer, str) or not answer.strip():
        return answer
    return masked(answer) if key == "iban" else masked_text(answer)


def masked_answers(answers: Answers) -> dict[str, Answer]:
    """Return the answers of a file as those see them who neither write it nor pay it."""
    return {key: masked_answer(key, answer) for key, answer in answers.items()}


def masked_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return what changed in a file, account numbers masked."""
    return tuple(
        replace(each, before=masked_answer(each.key, each.before), after=masked_answer(each.key, each.after))
        for each in changes
    )


def masked_figures(figures: Mapping[str, object]) -> dict[str, object]:
    """Return the figures of a remark, account numbers masked."""
    return {name: masked_text(value) if isinstance(value, str) else value for name, value in figures.items()}
