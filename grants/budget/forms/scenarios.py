"""The form of a scenario: every field may be left empty, and means « as the year is »."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, RadioField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import TextInput

from grants.budget.forms.fields import EurosField, OnceForm, one_line, read_sum, typed_euros
from grants.budget.forms.sharing import step_choices
from grants.budget.services.scenarios import LONGEST_NAME
from grants.domain.money import MINUS
from grants.domain.scenario import Change

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.budget.models import Envelope

SIGN = re.compile(rf"\s*([+\-\u2010-\u2013{MINUS}])\s*")
WHOLE = re.compile(r"[0-9]{1,4}")
AMENDED = "amend_"


class SignedEurosField(EurosField):
    """A sum to add, or to take away when a minus stands before it; `data` is cents."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else ("+" if self.data > 0 else MINUS) + typed_euros(abs(self.data))

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the sign, then the sum; ValueError carries the sentence."""
        self.data = None
        if valuelist:
            text = str(valuelist[0])
            sign = SIGN.match(text)
            cents = read_sum(text[sign.end() :] if sign else text)
            self.data = -cents if sign and sign[1] != "+" else cents


class MoreField(Field):
    """A whole number of files more, or fewer when a minus stands before it."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{'+' if self.data > 0 else MINUS}{abs(self.data)}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the sign, then the number; ValueError carries the sentence."""
        self.data = None
        if valuelist:
            text = str(valuelist[0])
            sign = SIGN.match(text)
            number = (text[sign.end() :] if sign else text).strip()
            if not WHOLE.fullmatch(number):
                raise ValueError(_("Écrivez un nombre entier de dossiers, comme 10 ou -5."))
            self.data = -int(number) if sign and sign[1] != "+" else int(number)


class ScenarioForm(OnceForm):
    """A name, and what changes; one more field an envelope stands beside (`scenario_form`)."""

    version = HiddenField(default="0")
    name = StringField(
        _l("Nom du scénario"),
        filters=[one_line],
        validators=[InputRequired(_l("Donnez un nom à ce scénario.")), Length(max=LONGEST_NAME)],
    )
    cap = EurosField(_l("Un autre plafond par projet"), validators=[Optional()])
    files = MoreField(_l("Dossiers en plus ou en moins"), validators=[Optional()])
    floor = EurosField(_l("Une aide minimale"), validators=[Optional()])
    step = RadioField(_l("Arrondir le plafond commun vers le bas"))
    source = SelectField(_l("De l’enveloppe"))
    target = SelectField(_l("Vers l’enveloppe"))
    moved = EurosField(_l("Somme du virement"), validators=[Optional()])

    def fill(self, name: str, change: Change, version: int) -> None:
        """Show a scenario as it is kept."""
        self.name.data, self.version.data = name, str(version)
        self.cap.data, self.floor.data, self.files.data = change.cap, change.floor, change.files or None
        self.step.data = str(change.step or "")
        if change.transfer:
            self.source.data, self.target.data, self.moved.data = change.transfer
        for key, cents in change.amendments.items():
            if AMENDED + key in self:
                self[AMENDED + key].data = cents

    def change(self) -> Change:
        """Return what the fields ask to change; a transfer counts as soon as one of its fields is filled in."""
        ends = (self.source.data or "", self.target.data or "", self.moved.data or 0)
        fields = [field for field in self if field.name.startswith(AMENDED)]
        return Change(
            cap=self.cap.data,
            step=int(self.step.data) if self.step.data else None,
            amendments={field.name.removeprefix(AMENDED): field.data for field in fields if field.data},
            transfer=ends if any(ends) else None,
            floor=self.floor.data,
            files=self.files.data or 0,
        )

    @property
    def seen_version(self) -> int:
        """The version its reader saw."""
        text = self.version.data or ""
        return int(text) if WHOLE.fullmatch(text) else 0


def scenario_form(envelopes: Sequence[Envelope]) -> ScenarioForm:
    """Return the form with the call's envelopes: one amendment each, and the two ends of a transfer."""
    amendments = {f"{AMENDED}{each.key}": SignedEurosField(each.name, validators=[Optional()]) for each in envelopes}
    form: ScenarioForm = type("ScenarioFormOfCall", (ScenarioForm,), amendments)()
    choices = [SelectChoice("", _("aucun virement")), *(SelectChoice(each.key, each.name) for each in envelopes)]
    form.source.choices = form.target.choices = choices
    form.step.choices = [SelectChoice("", _("Comme l’année")), *step_choices()]
    form.step.data = form.step.data or ""
    return form
