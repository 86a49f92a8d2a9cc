"""The forms of batches: what is ordered together, what finance paid of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from grants.budget.forms.fields import LONGEST_ACT, LONGEST_REASON, DayField, OnceForm, one_line
from grants.budget.forms.words import WORDS
from grants.sheets import ENDINGS

if TYPE_CHECKING:
    from collections.abc import Iterable

PICK = "pick"
"""The name of the boxes of a batch: each holds what it stands for and the cents seen beside it."""
_PICKED = re.compile(r"(\d{1,9}):(\d{1,12})")


def picked(values: Iterable[str]) -> dict[int, int]:
    """Read the boxes that were ticked: cents by what each stands for; anything else is nobody's box."""
    found = (_PICKED.fullmatch(value) for value in values)
    return {int(each[1]): int(each[2]) for each in found if each}


class SlipForm(OnceForm):
    """A batch: the number of its slip and its day; the boxes stand beside."""

    act = StringField(_l("Numéro de bordereau"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])
    dated_on = DayField(_l("Date"), validators=[InputRequired(_l("Écrivez la date."))])


class FinanceForm(FlaskForm):
    """In which format a batch leaves for finance, accounts in full."""

    ending = SelectField(
        _l("Format"), choices=[SelectChoice(each, each.upper()) for each in ENDINGS], default=ENDINGS[0]
    )


class SightForm(FlaskForm):
    """Nothing but the token: a press of a button shows an account, and is written down."""


class PayeeForm(OnceForm):
    """Whom to pay, as read on a paper."""

    iban = StringField(_l("IBAN"), filters=[one_line], validators=[Length(max=60)])
    siret = StringField(_l("SIRET"), filters=[one_line], validators=[Length(max=60)])
    reason = StringField(
        _l("D’où vient-il ?"),
        filters=[one_line],
        validators=[InputRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON)],
    )
