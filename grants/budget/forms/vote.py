"""The forms of the council's vote: the act or the acts, the voices, one amount a file."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import TextInput

from grants.budget.forms.fields import LONGEST_ACT, DayField, OnceForm, one_line, read_sum
from grants.budget.forms.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grants.budget.models import Councillor

MOST_VOICES = 999
AMOUNT = re.compile(r"amount_([0-9]{1,9})")
RECORD, BACK = "record", "back"
"""What the page that is read before recording sends."""


class VoicesField(Field):
    """A number of voices, or nothing."""

    widget = TextInput()

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; ValueError carries the sentence."""
        self.data = None
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        if not (text.isascii() and text.isdigit()) or len(text) > len(str(MOST_VOICES)):
            raise ValueError(_("Écrivez un nombre de voix, par exemple 33."))
        self.data = int(text)


class VoteForm(OnceForm):
    """One act, or the first of a series; the amounts stand beside, one field a file."""

    number = StringField(
        _l("Numéro de la délibération"),
        filters=[one_line],
        validators=[InputRequired(WORDS["act_missing"]), Length(max=LONGEST_ACT)],
    )
    voted_on = DayField(_l("Date du vote"), validators=[InputRequired(_l("Écrivez la date du vote."))])
    votes_for = VoicesField(_l("Pour"), validators=[Optional()])
    votes_against = VoicesField(_l("Contre"), validators=[Optional()])
    abstentions = VoicesField(_l("Abstentions"), validators=[Optional()])
    apart = SelectMultipleField(_l("N’ont pas pris part au vote"), coerce=str, choices=[], validate_choice=False)
    step = HiddenField(default="")
    seen = HiddenField(default="")
    _members: Mapping[str, str] = MappingProxyType({})

    def offer(self, members: Iterable[Councillor], interested: Iterable[int]) -> None:
        """Offer the councillors; those interested are ticked until somebody says otherwise."""
        self._members = {str(each.id): each.name for each in members}
        self.apart.choices = list(self._members.items())
        if not self.is_submitted():
            self.apart.data = [str(each) for each in interested]

    def names_apart(self) -> tuple[str, ...]:
        """Return the names of those ticked."""
        ticked = set(self.apart.data or ())
        return tuple(name for key, name in self._members.items() if key in ticked)


def amount_field(file_id: int) -> str:
    """Return the name of the field of one file's amount."""
    return f"amount_{file_id}"


def act_field(file_id: int) -> str:
    """Return the name of the field of one file's act, when each association has its own."""
    return f"act_{file_id}"


def read_amounts(typed: Mapping[str, str]) -> tuple[dict[int, int], dict[str, str]]:
    """Read the amounts of a vote: cents by file, blanks left out, and the sentence for each field that is wrong."""
    amounts: dict[int, int] = {}
    wrong: dict[str, str] = {}
    for name, text in typed.items():
        found = AMOUNT.fullmatch(name)
        if found is None or not text.strip():
            continue
        try:
            amounts[int(found[1])] = read_sum(text)
        except ValueError as error:
            wrong[name] = str(error)
    return amounts, wrong


def read_acts(typed: Mapping[str, str], file_ids: Iterable[int]) -> tuple[dict[int, str], dict[str, str]]:
    """Read the numbers of acts typed beside files, blanks left out, and the sentence for each that is too long."""
    numbers = {key: one_line(typed.get(act_field(key), "")) for key in file_ids}
    long = {key for key, number in numbers.items() if len(number) > LONGEST_ACT}
    words = str(WORDS["act_too_long"]) % {"most": LONGEST_ACT}
    return {key: number for key, number in numbers.items() if number}, {act_field(key): words for key in sorted(long)}
