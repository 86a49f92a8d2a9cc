"""The form of the council's vote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from grants.budget.forms.fields import LONGEST_ACT, DayField, OnceForm, one_line, read_sum
from grants.budget.forms.words import WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.budget.queries import FileFigures


class VoteForm(OnceForm):
    """The act: its number and its day; the amounts stand beside, one field a file."""

    number = StringField(
        _l("Numéro de la délibération"),
        filters=[one_line],
        validators=[InputRequired(WORDS["act_missing"]), Length(max=LONGEST_ACT)],
    )
    voted_on = DayField(_l("Date du vote"), validators=[InputRequired(_l("Écrivez la date du vote."))])


def amount_field(file_id: int) -> str:
    """Return the name of the field of one file's amount."""
    return f"amount_{file_id}"


def read_amounts(typed: Mapping[str, str], files: Sequence[FileFigures]) -> tuple[dict[int, int], dict[str, str]]:
    """Read the amounts of a vote: cents by file, blanks left out, and the sentence for each field that is wrong."""
    amounts: dict[int, int] = {}
    wrong: dict[str, str] = {}
    for file in files:
        name = amount_field(file.id)
        text = typed.get(name, "")
        if not text.strip():
            continue
        try:
            amounts[file.id] = read_sum(text)
        except ValueError as error:
            wrong[name] = str(error)
    return amounts, wrong
