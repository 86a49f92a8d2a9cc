"""What the town asks to complete: questions ticked, a word for each that needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _l

from grants.applications.forms.words import here, question
from grants.domain.file import question_of

if TYPE_CHECKING:
    from werkzeug.datastructures import MultiDict

    from grants.domain.scheme import Scheme

LONGEST_NOTE: Final = 500
"""Signs of the word about one question."""
_GROUPS: Final = {
    "charge_1_label": _l("Budget\u00a0: les dépenses"),
    "product_1_label": _l("Budget\u00a0: les recettes"),
    "need_1_text": _l("Ce que vous cherchez"),
    "offer_1_text": _l("Ce que vous proposez"),
}


def asked_label(scheme: Scheme, key: str) -> str:
    """Name a question as the town asks about it: lists of lines are one question each."""
    return str(_GROUPS[key] if key in _GROUPS else question(scheme, key).label)


def askable(scheme: Scheme) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the questions the town may ask about, by screen, each once."""
    return [
        (
            here(screen.title),
            [
                (field.key, asked_label(scheme, field.key))
                for field in screen.fields
                if question_of(field.key) == field.key
            ],
        )
        for screen in scheme.screens
    ]


def read_notes(form: MultiDict[str, str]) -> dict[str, str]:
    """Return the words written about single questions, by question."""
    written = ((name.removeprefix("note-"), text.strip()) for name, text in form.items() if name.startswith("note-"))
    return {key: text for key, text in written if text}
