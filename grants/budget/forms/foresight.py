"""The forms of earlier years, and of a fluctuation test one composes."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import TextInput

from grants.budget.forms.fields import EurosField, OnceForm
from grants.budget.forms.words import worded
from grants.domain.cards import Change, check_change
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.seasons import TypedSeason

WHOLE = re.compile(r"([+-]?)\s*([0-9]{1,9})\s*%?")
LONGEST_TYPED = 40


class WholeField(Field):
    """A whole number as people write it, with its sign or a percent if they like; the text typed comes back."""

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number; ValueError carries the sentence."""
        self.data = None
        typed = clean(str(valuelist[0]))[:LONGEST_TYPED].strip() if valuelist else ""
        if not typed:
            return
        found = WHOLE.fullmatch(re.sub("[\u2010-\u2013\u2212]", "-", "".join(typed.split())))
        if found is None:
            raise ValueError(_("Écrivez un nombre entier, par exemple 41."))
        self.data = int(found[1] + found[2])


def _week(label: str) -> WholeField:
    """Return the field of a number of files on the way."""
    return WholeField(label, validators=[Optional()])


class SeasonForm(OnceForm):
    """One earlier year; `seen` is the state of the year when its correction was opened."""

    year = WholeField(_l("Année de l’appel"), validators=[InputRequired(_l("Écrivez l’année, par exemple 2021."))])
    files = WholeField(
        _l("Nombre de dossiers reçus"), validators=[InputRequired(_l("Écrivez le nombre de dossiers de cette année."))]
    )
    cents = EurosField(
        _l("Somme demandée, tous dossiers ensemble"),
        validators=[InputRequired(_l("Écrivez la somme demandée cette année-là."))],
    )
    priority = WholeField(_l("Dont dossiers de quartiers prioritaires"), validators=[Optional()])
    week_8 = _week(_l("Dossiers reçus 8 semaines avant la clôture"))
    week_4 = _week(_l("Dossiers reçus 4 semaines avant la clôture"))
    week_2 = _week(_l("Dossiers reçus 2 semaines avant la clôture"))
    week_1 = _week(_l("Dossiers reçus 1 semaine avant la clôture"))
    seen = HiddenField(default="")

    @property
    def season(self) -> TypedSeason:
        """The year as typed."""
        weeks = tuple(field.data for field in (self.week_8, self.week_4, self.week_2, self.week_1))
        return TypedSeason(self.year.data or 0, self.files.data or 0, self.cents.data or 0, self.priority.data, weeks)

    def fill(self, season: TypedSeason, seen: str) -> None:
        """Show an earlier year, ready to be corrected."""
        self.year.data, self.files.data, self.cents.data = season.year, season.files, season.requested
        self.priority.data, self.seen.data = season.priority, seen
        for field, files in zip((self.week_8, self.week_4, self.week_2, self.week_1), season.weeks, strict=True):
            field.data = files


class TrialForm(FlaskForm):
    """A fluctuation test one composes; sent in the address, since it changes nothing and can be shared."""

    class Meta:
        """No token: nothing is written."""

        csrf = False

    dossiers = WholeField(_l("Nombre de dossiers"), validators=[Optional()])
    credits = WholeField(_l("Crédits, en pourcentage de plus ou de moins"), validators=[Optional()])
    retard = WholeField(_l("Retard du conseil, en semaines"), validators=[Optional()])
    absents = WholeField(_l("Absents à la plénière, en pourcentage"), validators=[Optional()])
    reversement = EurosField(_l("Somme reversée par une association"), validators=[Optional()])

    def change(self) -> Change | None:
        """Return the change composed; None with the sentences in the form when it cannot be worked out."""
        if not self.validate():
            return None
        change = Change(
            files_to=self.dossiers.data,
            credits_percent=self.credits.data or 0,
            council_weeks=self.retard.data or 0,
            absent_percent=self.absents.data,
            repaid_cents=self.reversement.data or 0,
        )
        try:
            check_change(change)
        except RuleError as error:
            self.form_errors.append(worded(error))
            return None
        return change
