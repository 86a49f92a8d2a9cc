"""The forms of the budget desk, and every rule of money in words."""

from __future__ import annotations

import re
import secrets
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_babel import format_date, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, RadioField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import TextInput

from grants.calls.forms import SUMS
from grants.domain.calendar import read_date
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.ledger import Kind
from grants.domain.money import MoneyError, format_euros, parse_euros

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask_babel.speaklater import LazyString

    from grants.budget.models import Envelope
    from grants.budget.queries import FileFigures

ONCE = re.compile(r"[A-Za-z0-9_-]{22}")
LONGEST_REASON, LONGEST_ACT, LONGEST_SUM = 500, 60, 40

KINDS: dict[str, LazyString] = {
    Kind.ALLOCATION: _l("Crédits ouverts"),
    Kind.AMENDMENT: _l("Décision modificative"),
    Kind.TRANSFER: _l("Virement"),
    Kind.REQUEST: _l("Demande"),
    Kind.COMMITMENT: _l("Engagement"),
    Kind.RELEASE: _l("Dégagement"),
    Kind.PAYMENT_ORDER: _l("Mandat"),
    Kind.PAYMENT: _l("Paiement"),
    Kind.REPAYMENT: _l("Reversement"),
    Kind.REVERSAL: _l("Annulation d’écriture"),
}

WORDS: dict[str, LazyString] = {
    "act_exists": _l("La délibération n°\u00a0%(number)s est déjà enregistrée pour cet appel."),
    "act_missing": _l("Écrivez le numéro de la délibération."),
    "act_too_long": _l("Le numéro de la délibération a %(most)s signes au plus."),
    "already_voted": _l(
        "Le conseil a voté le %(voted_on)s (délibération n°\u00a0%(number)s)\u00a0: les montants sont ceux du vote,"
        " le plafond commun ne se recalcule plus."
    ),
    "amount_negative": _l("Une somme ne peut pas être négative."),
    "amount_zero": _l("Écrivez une somme au-dessus de zéro."),
    "award_unknown": _l("Ce dossier n’a pas encore été voté."),
    "balance_differs": _l("Le solde de l’enveloppe « %(envelope)s » n’est pas celui que dit le grand livre."),
    "chain_broken": _l("La ligne %(number)s du grand livre ne correspond pas à son empreinte."),
    "chain_head_unknown": _l("L’empreinte publiée ne se trouve pas dans le grand livre (%(lines)s lignes)."),
    "chain_line_missing": _l("La ligne %(number)s du grand livre manque."),
    "credits_below_committed": _l(
        "On ne peut pas retirer %(asked)s : %(allowed)s seulement ne sont pas encore engagés."
    ),
    "envelope_unknown": _l("Cette enveloppe n’existe pas."),
    "envelopes_not_planned": _l("Le territoire « %(territory)s » ne prévoit pas d’enveloppe."),
    "figures_moved": _l("Les chiffres viennent de changer. Relisez la page, puis recommencez."),
    "file_unknown": _l("Un de ces dossiers n’existe pas dans cet appel."),
    "line_unknown": _l("La ligne %(number)s n’existe pas dans le grand livre."),
    "move_unknown": _l("Ce dossier vient de changer d’état. Relisez la page, puis recommencez."),
    "no_call": _l("Aucun appel n’est ouvert pour %(year)s."),
    "no_envelopes": _l("Aucune enveloppe n’est ouverte pour %(year)s. Ouvrez d’abord les crédits."),
    "not_receivable": _l("Le dossier %(number)s n’attend pas de vote."),
    "not_reversible": _l("Cette ligne ne s’annule pas : une autre opération la corrige."),
    "nothing_to_order": _l("Il n’y a rien à mandater."),
    "nothing_to_pay": _l("Il n’y a aucun mandat à payer."),
    "nothing_to_settle": _l("Aucun dossier recevable n’attend en %(year)s : il n’y a rien à calculer."),
    "order_over_commitment": _l("On ne peut pas mandater %(asked)s : il reste %(allowed)s voté et non mandaté."),
    "over_available": _l("%(asked)s dépassent le disponible de l’enveloppe, qui est de %(allowed)s."),
    "payment_over_order": _l("On ne peut pas payer %(asked)s : il reste %(allowed)s mandaté et non payé."),
    "project_withdrawn": _l("Le projet %(number)s est retiré : aucun argent ne part plus pour lui."),
    "reason_missing": _l("Dites pourquoi, en une phrase."),
    "release_over_unordered": _l("On ne peut pas dégager %(asked)s : il reste %(allowed)s voté et non mandaté."),
    "repayment_over_paid": _l("On ne peut pas reverser %(asked)s : il reste %(allowed)s payé et non reversé."),
    "reversal_below_paid": _l("Ce mandat est déjà payé : %(allowed)s seulement ne le sont pas encore."),
    "reversal_below_zero": _l("Ce reversement ne peut plus être annulé."),
    "reversed_already": _l("La ligne %(number)s est déjà annulée."),
    "transfer_between_calls": _l("Un virement reste à l’intérieur d’un même appel."),
    "transfer_of_earmarked": _l("Les crédits de « %(name)s » sont réservés : ils ne vont pas ailleurs."),
    "transfer_to_itself": _l("Choisissez deux enveloppes différentes."),
    "vote_before_call": _l("Le vote du %(voted_on)s vient avant l’ouverture de l’appel, le %(opens_on)s."),
    "vote_empty": _l("Écrivez au moins un montant voté."),
    "vote_in_future": _l("Le %(voted_on)s n’est pas encore passé : un vote s’enregistre une fois tenu."),
    "vote_over_available": _l(
        "Le total de %(asked)s dépasse les crédits\u00a0: au plus %(allowed)s peuvent être payés par les enveloppes"
        " de ces dossiers. Rien n’a été enregistré."
    ),
    "vote_over_cap": _l("Dossier %(number)s : %(asked)s dépassent le plafond de l’appel, qui est de %(allowed)s."),
    "vote_over_request": _l("Dossier %(number)s : %(asked)s dépassent la demande, qui est de %(allowed)s."),
    "vote_zero": _l("Dossier %(number)s : laissez vide un dossier qui n’est pas dans cette délibération."),
    "no_such_day": _l("Le %(day)s/%(month)s/%(year)s n’existe pas dans le calendrier."),
    "unreadable_date": _l("Écrivez une date comme 08/12/2026 ou 8 décembre 2026."),
    "year_out_of_range": _l("L’année %(year)s est trop loin."),
}
SUMS_IN = {"asked", "allowed"}


def worded(error: RuleError) -> str:
    """Say a broken rule in the reader's language, its sums and dates written out."""
    figures: dict[str, object] = {}
    for name, value in error.figures.items():
        if name in SUMS_IN and isinstance(value, int):
            figures[name] = format_euros(value, str(get_locale() or "fr"))
        else:
            figures[name] = format_date(value, "long") if isinstance(value, date) else value
    if error.code not in WORDS:
        return str(_("Cette opération n’est pas possible (%(code)s).", code=error.code))
    return str(WORDS[error.code]) % figures


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
        return self.data.isoformat() if isinstance(self.data, date) else ""

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


class BatchForm(OnceForm):
    """An act on all files at once, with the number of the slip if there is one."""

    act = StringField(_l("Numéro de bordereau"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])


class VoteForm(OnceForm):
    """The act: its number and its day; the amounts stand beside, one field a file."""

    number = StringField(
        _l("Numéro de la délibération"),
        filters=[one_line],
        validators=[InputRequired(WORDS["act_missing"]), Length(max=LONGEST_ACT)],
    )
    voted_on = DayField(_l("Date du vote"), validators=[InputRequired(_l("Écrivez la date du vote."))])


class AmendForm(OnceForm):
    """A decision that changes the credits of one envelope."""

    envelope = SelectField(_l("Enveloppe"), coerce=int)
    way = RadioField(
        _l("Sens"),
        choices=[SelectChoice("add", _l("Ajouter des crédits")), SelectChoice("take", _l("Retirer des crédits"))],
        default="add",
    )
    cents = EurosField(_l("Somme"), validators=[InputRequired(_l("Écrivez une somme."))])
    reason = StringField(
        _l("Motif"),
        filters=[one_line],
        validators=[InputRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON)],
    )
    act = StringField(_l("Numéro de l’acte"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])


def choices_of(envelopes: Sequence[Envelope]) -> list[SelectChoice]:
    """Return the envelopes as choices of a field."""
    return [SelectChoice(str(each.id), each.name) for each in envelopes]


class TransferForm(OnceForm):
    """Credits that pass from one envelope to another."""

    source = SelectField(_l("De l’enveloppe"), coerce=int)
    target = SelectField(_l("Vers l’enveloppe"), coerce=int)
    cents = EurosField(_l("Somme"), validators=[InputRequired(_l("Écrivez une somme."))])
    reason = StringField(
        _l("Motif"),
        filters=[one_line],
        validators=[InputRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON)],
    )
    act = StringField(_l("Numéro de l’acte"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])


class MoveForm(OnceForm):
    """One step of one award: order, pay, release, take back."""

    kind = RadioField(
        _l("Opération"),
        choices=[
            SelectChoice(Kind.PAYMENT_ORDER.value, _l("Mandater")),
            SelectChoice(Kind.PAYMENT.value, _l("Noter un paiement")),
            SelectChoice(Kind.RELEASE.value, _l("Dégager (l’argent voté redevient disponible)")),
            SelectChoice(Kind.REPAYMENT.value, _l("Noter un reversement")),
        ],
        default=Kind.PAYMENT_ORDER.value,
    )
    cents = EurosField(_l("Somme"), validators=[InputRequired(_l("Écrivez une somme."))])
    reason = StringField(
        _l("Motif (obligatoire pour dégager ou reverser)"),
        filters=[one_line],
        validators=[Length(max=LONGEST_REASON)],
    )
    act = StringField(_l("Numéro de bordereau"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])


class ReverseForm(OnceForm):
    """Why a line of the ledger is undone."""

    reason = StringField(
        _l("Motif"),
        filters=[one_line],
        validators=[InputRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON)],
    )


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
