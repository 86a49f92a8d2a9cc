"""Fields that read sums and days as people write them, and the form that acts once."""

from __future__ import annotations

import re
import secrets
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from grants.budget.forms.words import worded
from grants.calls.forms import SUMS
from grants.domain.calendar import read_date
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.money import MoneyError, format_euros, parse_euros

ONCE = re.compile(r"[A-Za-z0-9_-]{22}")
LONGEST_REASON, LONGEST_ACT, LONGEST_SUM = 500, 60, 40
LONGEST_NUMBER = 9


def typed_euros(cents: int) -> str:
    """Write a sum as one would type it in a field."""
    return format_euros(cents).removesuffix("\u00a0€")


class EurosField(Field):
    """A sum as people write it; `data` is cents. The text typed comes back as it was."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else typed_euros(int(self.data))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the sum; ValueError carries the sentence."""
        self.data = None
        if valuelist:
            self.data = read_sum(str(valuelist[0]))


class DayField(Field):
    """A day as people write it; `data` is a date."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%d/%m/%Y}" if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; ValueError carries the sentence."""
        self.data = None
        if valuelist:
            try:
                self.data = read_date(str(valuelist[0])[:LONGEST_SUM])
            except RuleError as error:
                raise ValueError(worded(error)) from error


def read_sum(text: str) -> int:
    """Return cents; raises ValueError with the sentence to show."""
    try:
        return parse_euros(text[: 2 * LONGEST_SUM])
    except MoneyError as error:
        raise ValueError(str(SUMS[error.code])) from error


def one_line(text: str | None) -> str:
    """Return a text on one line, without what cannot be printed nor kept."""
    return " ".join(clean(text or "").split())


class OnceForm(FlaskForm):
    """A form that acts once, however often it is sent: its key is made when the page is shown."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(16))

    def validate_once(self, field: HiddenField) -> None:
        """Hold the key to its shape."""
        if not ONCE.fullmatch(field.data or ""):
            raise ValidationError(_("Ce formulaire est incomplet. Ouvrez la page à nouveau, puis recommencez."))

    def add_error(self, error: RuleError) -> None:
        """Show a broken rule at the head of the form."""
        self.form_errors.append(worded(error))


class SeenForm(OnceForm):
    """A form filled in before figures: it carries the number of the ledger's last line when the page was shown.

    When the figures moved meanwhile, the act is held once and the page shows both (see `views.acting.look_again`).
    """

    seen = HiddenField()

    def validate_seen(self, field: HiddenField) -> None:
        """Hold the number to its shape; a form without it simply tells nothing of what was seen."""
        if field.data and not (field.data.isascii() and field.data.isdigit() and len(field.data) <= LONGEST_NUMBER):
            raise ValidationError(_("Ce formulaire est incomplet. Ouvrez la page à nouveau, puis recommencez."))

    @property
    def seen_line(self) -> int | None:
        """The number of the last line its reader saw, None when unknown."""
        return int(self.seen.data) if self.seen.data and not self.seen.errors else None
