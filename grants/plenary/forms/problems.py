"""What is to be mended in a form, lines of lists included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wtforms import FieldList, FormField, HiddenField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask_wtf import FlaskForm


def problems(form: FlaskForm) -> list[tuple[str, str]]:
    """Return what is to be mended, each with the id of its field, lines of lists included."""
    return [*(("", str(each)) for each in form.form_errors), *_of_fields(form)]


def _of_fields(fields: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for field in fields:
        if isinstance(field, FieldList):
            yield from _of_fields(field.entries)
        elif isinstance(field, FormField):
            yield from _of_fields(field.form)
        else:
            told = " ".join(map(str, field.errors))
            if told:
                yield ("" if isinstance(field, HiddenField) else field.id, f"{field.label.text}\u00a0: {told}")
