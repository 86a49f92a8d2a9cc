"""The forms that change credits and the envelopes that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Regexp

from grants.budget.forms.fields import LONGEST_ACT, LONGEST_REASON, EurosField, OnceForm, SeenForm, one_line
from grants.budget.forms.words import WORDS
from grants.budget.services import EnvelopeWords

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.budget.models import Envelope

LONGEST_NAME = 80
WORDS_ASKED = {
    "name": _l("Nom de l’enveloppe"),
    "funder": _l("Qui donne ces crédits"),
    "account": _l("Compte"),
    "chapter": _l("Chapitre"),
}
"""What an envelope says of itself, as its form asks it."""


def why() -> StringField:
    """Return the field that says why credits change."""
    checks = [InputRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON)]
    return StringField(_l("Motif"), filters=[one_line], validators=checks)


def number() -> StringField:
    """Return the field of an act's number."""
    return StringField(_l("Numéro de l’acte"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])


class AmendForm(SeenForm):
    """A decision that changes the credits of one envelope."""

    envelope = SelectField(_l("Enveloppe"), coerce=int)
    way = RadioField(
        _l("Sens"),
        choices=[SelectChoice("add", _l("Ajouter des crédits")), SelectChoice("take", _l("Retirer des crédits"))],
        default="add",
    )
    cents = EurosField(_l("Somme"), validators=[InputRequired(_l("Écrivez une somme."))])
    reason = why()
    act = number()


class TransferForm(SeenForm):
    """Credits that pass from one envelope to another."""

    source = SelectField(_l("De l’enveloppe"), coerce=int)
    target = SelectField(_l("Vers l’enveloppe"), coerce=int)
    cents = EurosField(_l("Somme"), validators=[InputRequired(_l("Écrivez une somme."))])
    reason = why()
    act = number()


class LeaveForm(SeenForm):
    """Credits that leave an envelope: its funder withdraws, or it closes."""

    reason = why()
    act = number()


class InKindForm(OnceForm):
    """Help in kind that will not be given."""

    cents = EurosField(_l("Valeur à dégager"), validators=[InputRequired(_l("Écrivez une somme."))])
    reason = why()


class DescribeForm(OnceForm):
    """What an envelope says of itself, and the version its reader saw."""

    name = StringField(
        WORDS_ASKED["name"],
        filters=[one_line],
        validators=[InputRequired(_l("Donnez un nom à l’enveloppe.")), Length(max=LONGEST_NAME)],
    )
    funder = StringField(WORDS_ASKED["funder"], filters=[one_line], validators=[Length(max=LONGEST_NAME)])
    account = StringField(
        WORDS_ASKED["account"],
        filters=[one_line],
        validators=[Regexp(r"[0-9]{3,10}\Z", message=_l("Un compte s’écrit en chiffres, comme 65748."))],
        default="65748",
    )
    chapter = StringField(
        WORDS_ASKED["chapter"],
        filters=[one_line],
        validators=[Regexp(r"[0-9]{2,3}\Z", message=_l("Un chapitre s’écrit en chiffres, comme 65."))],
        default="65",
    )
    version = HiddenField(default="1")

    def words(self) -> EnvelopeWords:
        """Return what was typed."""
        return EnvelopeWords(*(self[name].data or "" for name in WORDS_ASKED))

    def show(self, envelope: Envelope) -> None:
        """Fill the form with what the envelope says today."""
        for name in WORDS_ASKED:
            self[name].data = getattr(envelope, name)
        self.version.data = str(envelope.version)

    @property
    def seen_version(self) -> int:
        """The version its reader saw, 0 when it cannot be read."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < LONGEST_ACT else 0


class OpenForm(DescribeForm):
    """One more envelope, with its first credits."""

    kind = RadioField(
        _l("Ce qu’elle contient"),
        choices=[
            SelectChoice("money", _l("De l’argent")),
            SelectChoice("in_kind", _l("Des aides en nature, comptées à leur valeur et à part")),
        ],
        default="money",
    )
    earmark = RadioField(
        _l("Pour qui"),
        choices=[
            SelectChoice("none", _l("Pour tous les projets")),
            SelectChoice("priority", _l("Pour les quartiers prioritaires seulement")),
        ],
        default="none",
    )
    cents = EurosField(_l("Somme ouverte, ou valeur"), validators=[InputRequired(_l("Écrivez une somme."))])


def choices_of(envelopes: Sequence[Envelope], blank: str = "") -> list[SelectChoice]:
    """Return the envelopes as choices of a field, after a blank one when its words are given."""
    first = [SelectChoice("", blank)] if blank else []
    return [*first, *(SelectChoice(str(each.id), each.name) for each in envelopes)]
