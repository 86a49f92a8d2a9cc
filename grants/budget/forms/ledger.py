"""The forms of the ledger: what one looks for in it, and why a line is undone."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from grants.budget.forms.fields import LONGEST_REASON, DayField, OnceForm, one_line
from grants.budget.forms.words import KINDS, WORDS
from grants.budget.queries import Sought

LONGEST_FILE = 40


class SoughtForm(FlaskForm):
    """What one looks for in the ledger: every field may stay blank."""

    class Meta:
        """Looking changes nothing, and its address may be sent to a colleague."""

        csrf = False

    kind = SelectField(
        _l("Écriture"),
        choices=[SelectChoice("", _l("Toutes")), *(SelectChoice(kind.value, words) for kind, words in KINDS.items())],
        default="",
    )
    envelope = SelectField(_l("Enveloppe"), default="")
    file = StringField(_l("Dossier"), filters=[one_line], validators=[Length(max=LONGEST_FILE)])
    since = DayField(_l("Depuis le"), validators=[Optional()])
    until = DayField(_l("Jusqu’au"), validators=[Optional()])

    def sought(self) -> Sought:
        """Return what is looked for; a field that cannot be read says so and is left aside."""
        self.validate()
        read = {name: None if self[name].errors else self[name].data for name in self._fields}
        envelope = int(read["envelope"]) if read["envelope"] else None
        return Sought(read["kind"] or "", envelope, read["file"] or "", read["since"], read["until"])


class ReverseForm(OnceForm):
    """Why a line of the ledger is undone."""

    reason = StringField(
        _l("Motif"),
        filters=[one_line],
        validators=[InputRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON)],
    )
