"""What a page of the form brings back, and the fingerprints of what it showed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.domain.file import mark

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from werkzeug.datastructures import MultiDict

    from grants.domain.file import Answer, Answers, Field

ONLY = "only"
"""Names the fields a script sends alone; without it a page brings all of its fields."""

MARKS = "marks"


def read_fields(form: MultiDict[str, str], fields: Iterable[Field]) -> dict[str, Answer]:
    """Return the answers of these fields as typed; a box left unticked is an empty answer."""
    only = form.get(ONLY, "").split() if ONLY in form else None
    return {
        field.key: [each for each in form.getlist(field.key) if each] if field.is_list else form.get(field.key, "")
        for field in fields
        if only is None or field.key in only
    }


def is_live(form: MultiDict[str, str]) -> bool:
    """Tell whether a script saves while somebody types, rather than a button that sends the whole page."""
    return ONLY in form


def read_marks(form: MultiDict[str, str]) -> dict[str, str]:
    """Return the fingerprints of the texts the page was opened with, by field."""
    pairs = (pair.partition(":") for pair in form.get(MARKS, "").split())
    return {key: fingerprint for key, _, fingerprint in pairs}


def shown_marks(answers: Answers, fields: Iterable[Field], over: Mapping[str, Answer] | None = None) -> str:
    """Write the fingerprints of what a page shows, `over` being the texts that stand elsewhere than in its fields."""
    shown = {**answers, **(over or {})}
    return " ".join(f"{field.key}:{mark(shown.get(field.key, ''))}" for field in fields)
