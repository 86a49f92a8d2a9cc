"""What is to be mended in a form, lines of lists included."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from wtforms import FieldList, FormField, HiddenField

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask_wtf import FlaskForm


def problems(form: FlaskForm) -> list[tuple[str, str]]:
    """Return what is to be mended, each with the id of its field, lines of lists included."""
    return [*(("", str(each)) for each in form.form_errors), *_of_fields(form)]


def _of_fields(fields: Iterable[Any], line: int = 0) -> Iterator[tuple[str, str]]:
    """Give the problems of fields, of a line of a list when it has a number."""
    for field in fields:
        if isinstance(field, FieldList):
            for number, entry in enumerate(field.entries, start=1):
                yield from _of_fields(entry.form, number)
        elif isinstance(field, FormField):
            yield from _of_fields(field.form)
        elif field.errors:
            told = f"{field.label.text}\u00a0: {' '.join(map(str, field.errors))}"
            where = "" if isinstance(field, HiddenField) else field.id
            yield where, _("Ligne %(number)s, %(told)s", number=line, told=told) if line else told
