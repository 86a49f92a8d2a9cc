"""Fields that read days, hours and numbers as people write them."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from wtforms import DateField, IntegerField, TimeField

from grants.domain.calendar import read_date
from grants.domain.errors import RuleError
from grants.domain.file import clean

LONGEST_DAY = 40
HOURS = ["%H:%M", "%H:%M:%S", "%Hh%M", "%H h %M", "%Hh", "%H h"]
"""Hours as browsers send them, and as people type them where the browser does not help."""


class HourField(TimeField):
    """An hour as people write it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the hour; ValueError carries the sentence."""
        try:
            super().process_formdata([str(typed).replace("\u00a0", " ").strip() for typed in valuelist])
        except ValueError as error:
            raise ValueError(_("Écrivez une heure, comme 13:45.")) from error


class DayField(DateField):
    """A day as people write it."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; ValueError carries the sentence."""
        self.data = None
        try:
            self.data = read_date(str(valuelist[0])[:LONGEST_DAY]) if valuelist else None
        except RuleError as error:
            raise ValueError(_("Écrivez un jour qui existe, comme 31/01/2027.")) from error


class WholeField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; ValueError carries the sentence."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(_("Écrivez un nombre, comme 20.")) from error


def one_line(text: str | None) -> str:
    """Return a text on one line, without what cannot be printed nor kept."""
    return " ".join(clean(text or "").split())
