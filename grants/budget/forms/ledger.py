"""The form that undoes a line of the ledger."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from grants.budget.forms.fields import LONGEST_REASON, OnceForm, one_line
from grants.budget.forms.words import WORDS


class ReverseForm(OnceForm):
    """Why a line of the ledger is undone."""

    reason = StringField(
        _l("Motif"),
        filters=[one_line],
        validators=[InputRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON)],
    )
