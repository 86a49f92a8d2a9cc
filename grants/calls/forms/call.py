"""The form of a call, and the words of its calendar."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_babel import format_date, get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from grants.calls.services import CallPlan
from grants.domain.calendar import CallDates, check_dates, read_date
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.money import Fault, MoneyError, format_euros, parse_euros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask_babel.speaklater import LazyString

    from grants.domain.calendar import Milestone

MILESTONES: dict[str, LazyString] = {
    "filing": _l("Dépôt des dossiers ; on peut se faire aider dans les points d’aide"),
    "completeness": _l("Dossiers complétés ; les derniers projets deviennent publics, sans montants"),
    "settlement": _l("Sommes demandées et crédits rapprochés : le plafond commun est calculé"),
    "holding_letters": _l("Deux mois après le dépôt : les lettres d’attente sont parties"),
    "note": _l("Note envoyée aux élus, cinq jours francs avant le conseil"),
    "council": _l("Vote du conseil"),
    "notification": _l("Lettres de notification"),
    "payment": _l("Paiement, au plus tard soixante jours après la notification"),
    "plenary": _l("Plénière : les projets se rencontrent"),
    "report": _l("Bilan et compte rendu financier rendus"),
}
DATES: dict[str, LazyString] = {
    "opens_on": _l("Ouverture"),
    "closes_on": _l("Clôture du dépôt"),
    "complete_by": _l("Dossiers complets"),
    "settle_on": _l("Calcul du plafond commun"),
    "council_on": _l("Vote du conseil"),
    "notify_by": _l("Lettres de notification au plus tard"),
    "pay_by": _l("Paiement au plus tard"),
    "plenary_on": _l("Plénière"),
    "report_by": _l("Bilan au plus tard"),
}
WORDS: dict[str, LazyString] = {
    "date_before": _l("Cette date vient avant « %(earlier)s » (%(day)s)."),
    "payment_late": _l("Un paiement part au plus tard soixante jours après la notification, donc le %(limit)s."),
    "report_late": _l("Le bilan est rendu six mois après la fin de l’année du paiement, donc le %(limit)s."),
    "no_such_day": _l("Le %(day)s/%(month)s/%(year)s n’existe pas dans le calendrier."),
    "unreadable_date": _l("Écrivez une date comme 15/09/2026 ou 15 septembre 2026."),
    "year_out_of_range": _l("L’année %(year)s est trop loin : écrivez une année comme 2026."),
    "deadline_past": _l(
        "Le dépôt est clos depuis le %(closes_on)s : cette date ne change plus, chacun a compté sur elle."
        " Pour accueillir encore des dossiers, cochez « Les dossiers en retard sont les bienvenus »."
    ),
    "deadline_in_past": _l(
        "Le %(wanted)s est déjà passé (nous sommes le %(today)s) : un dépôt ouvert ne se ferme pas en arrière."
    ),
    "call_exists": _l("Un appel existe déjà pour %(year)s."),
    "cap_missing": _l("Le plafond est une somme au-dessus de zéro."),
}
HELPS: dict[str, LazyString] = {
    "money": _l("une aide en argent"),
    "in_kind": _l("une aide en nature"),
    "technical": _l("une aide technique"),
    "human": _l("une aide humaine"),
}
"""What a call may offer."""

SUMS: dict[Fault, LazyString] = {
    Fault.EMPTY: _l("Écrivez une somme, par exemple 2 300 €."),
    Fault.UNREADABLE: _l("Écrivez une somme, par exemple 2 300 €."),
    Fault.NEGATIVE: _l("Une somme ne peut pas être négative."),
    Fault.TOO_PRECISE: _l("Deux chiffres après la virgule au plus."),
    Fault.TOO_LARGE: _l("Cette somme est trop grande."),
}
FIRST_YEAR, LAST_YEAR = 2000, 2190
PATTERNS = {"long": "d MMMM y", "short": "dd/MM/y"}
"""The day first in both languages, as on the papers; « long » in English would put the month first."""
FIRST = re.compile(r"\b1 (?=[^\W\d])")
YEAR_ASKED = _l("Écrivez une année comme 2026.")


def write_day(day: date | None, pattern: str = "d MMMM y") -> str:
    """Write a day for people; the French say « 1er juin »."""
    written = str(format_date(day, PATTERNS.get(pattern, pattern)))
    return FIRST.sub("1er ", written) if str(get_locale() or "fr").startswith("fr") else written


def worded(error: RuleError) -> str:
    """Say a broken rule in the reader's language, its dates written for people."""
    figures: dict[str, Any] = {
        name: write_day(value) if isinstance(value, date) else value for name, value in error.figures.items()
    }
    if "earlier" in figures:
        figures["earlier"] = DATES[str(figures["earlier"])]
    return str(WORDS[error.code]) % figures


class CallForm(FlaskForm):
    """A call as staff type it; dates and the cap are read as people write them."""

    year = IntegerField(_l("Année"), [InputRequired(YEAR_ASKED), NumberRange(FIRST_YEAR, LAST_YEAR, YEAR_ASKED)])
    title = StringField(_l("Titre"), [InputRequired(_l("Écrivez un titre.")), Length(max=140)])
    introduction = TextAreaField(_l("Présentation"), [Length(max=5000)])
    cap = StringField(_l("Plafond par projet"), [InputRequired(_l("Écrivez une somme, par exemple 2 300 €."))])
    late_files_welcome = BooleanField(_l("Les dossiers en retard sont les bienvenus"))
    opens_on = StringField(DATES["opens_on"])
    closes_on = StringField(DATES["closes_on"])
    complete_by = StringField(DATES["complete_by"])
    settle_on = StringField(DATES["settle_on"])
    council_on = StringField(DATES["council_on"])
    notify_by = StringField(DATES["notify_by"])
    pay_by = StringField(DATES["pay_by"])
    plenary_on = StringField(DATES["plenary_on"])
    report_by = StringField(DATES["report_by"])

    def propose(self, plan: CallPlan) -> None:
        """Fill the form with a plan."""
        self.year.data, self.title.data, self.introduction.data = plan.year, plan.title, plan.introduction
        self.cap.data = format_euros(plan.cap_cents)
        self.late_files_welcome.data = plan.late_files_welcome
        for field in fields(CallDates):
            self[field.name].data = getattr(plan.dates, field.name).strftime("%d/%m/%Y")

    def plan(self) -> CallPlan | None:
        """Return what was typed, or None when something cannot stand; the fields then say what."""
        valid = self.validate_on_submit()
        cap, dates = self._cap(), self._dates()
        if not valid or cap is None or dates is None:
            return None
        return CallPlan(
            year=self.year.data or 0,
            title=" ".join(clean(self.title.data or "").split()),
            introduction=clean(self.introduction.data or ""),
            cap_cents=cap,
            late_files_welcome=self.late_files_welcome.data,
            dates=dates,
        )

    def _cap(self) -> int | None:
        """Read the cap in cents."""
        try:
            cents = parse_euros(self.cap.data or "")
        except MoneyError as error:
            self._say("cap", str(SUMS[error.code]))
            return None
        if not cents:
            self._say("cap", str(WORDS["cap_missing"]))
        return cents or None

    def _dates(self) -> CallDates | None:
        """Read the nine dates and hold them to their order and to the law's delays."""
        read: dict[str, date] = {}
        for field in fields(CallDates):
            try:
                read[field.name] = read_date(self[field.name].data or "")
            except RuleError as error:
                self._say(field.name, worded(error))
        if len(read) < len(fields(CallDates)):
            return None
        dates = CallDates(**read)
        broken = check_dates(dates)
        for name, rule in broken.items():
            self._say(name, worded(rule))
        return None if broken else dates

    def say_deadline(self, error: RuleError) -> None:
        """Say under the closing date why it does not move."""
        self._say("closes_on", worded(error))

    def _say(self, name: str, words: str) -> None:
        """Put a sentence under a field."""
        self[name].errors = [*self[name].errors, words]


def calendar_rows(steps: Sequence[Milestone], today: date) -> list[tuple[str, str, str]]:
    """Return the calendar as lines of (days, step, moment); moment is past, now or next."""
    return [(_days(step), str(MILESTONES[step.key]), _moment(step, today)) for step in steps]


def _days(step: Milestone) -> str:
    """Write the days of a step: one, or from one to another."""
    first = write_day(step.starts)
    if step.ends is None or step.ends == step.starts:
        return first
    return str(_l("du %(first)s au %(last)s", first=first, last=write_day(step.ends)))


def _moment(step: Milestone, today: date) -> str:
    """Tell whether a step is over, under way, or to come."""
    if (step.ends or step.starts) < today:
        return "past"
    return "now" if step.starts <= today else "next"
