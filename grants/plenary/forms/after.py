"""What people and staff type after the evening."""

from __future__ import annotations

import re
import secrets
from itertools import starmap
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    BooleanField,
    Field,
    HiddenField,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from grants.domain.file import clean
from grants.domain.following import LIVES
from grants.plenary.forms.words_after import LIFE_WORDS
from grants.plenary.services.encounters import LONGEST_CONTACT, LONGEST_TEXT
from grants.plenary.services.minutes import LONGEST_AUTHOR, LONGEST_WHY, LONGEST_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

ONCE = re.compile(r"[A-Za-z0-9_-]{22}")
MOST_FIGURES = 9
NOBODY = 0


class NumbersField(Field):
    """Numbers ticked on a page; what is no number is left out."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the numbers."""
        given = (str(each) for each in valuelist)
        self.data = [int(each) for each in given if each.isascii() and each.isdigit() and len(each) <= MOST_FIGURES]


class GoOnForm(FlaskForm):
    """With whom one goes on: `ticked` now, `before` when the page was shown, and how to be reached."""

    ticked = NumbersField(default=list)
    before = NumbersField(default=list)
    elsewhere = SelectField(_l("Quelqu’un d’autre, rencontré ailleurs qu’à vos tables"), coerce=int, default=NOBODY)
    shares = BooleanField(_l("Donner mes coordonnées à celles et ceux qui me donnent les leurs"))
    contact = StringField(
        _l("Comment vous joindre"),
        description=_l("Un téléphone ou une adresse e-mail. Jamais publié."),
        validators=[Length(max=LONGEST_CONTACT, message=_l("Ce texte est trop long\u00a0: 120 signes au plus."))],
    )

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Offer everybody else of the evening."""
        self.elsewhere.choices = [SelectChoice(NOBODY, _("Personne d’autre")), *starmap(SelectChoice, people)]

    def validate_contact(self, field: StringField) -> None:
        """Ask for what is to be given."""
        if self.shares.data and not (field.data or "").strip("\x00 \t\r\n"):
            raise ValidationError(_("Écrivez un téléphone ou une adresse, ou décochez la case."))

    def wanted(self) -> set[int]:
        """Return the numbers of those one wants to go on with, newly or still."""
        return {*self.ticked.data, *([self.elsewhere.data] if self.elsewhere.data else [])}

    def dropped(self) -> set[int]:
        """Return the numbers of those one no longer wants to go on with."""
        return {*self.before.data} - self.wanted()

    def given(self) -> str:
        """Return the contact details given, nothing when they are kept."""
        return (self.contact.data or "") if self.shares.data else ""


class WhatForm(FlaskForm):
    """What one wants to do with somebody."""

    words = StringField(
        _l("Ce que vous voulez faire ensemble"),
        description=_l("Une phrase, que tout le monde lira sur la page des deux projets quand vous serez d’accord."),
        validators=[Length(max=LONGEST_TEXT, message=_l("Ce texte est trop long\u00a0: 300 signes au plus."))],
    )


class NewsForm(FlaskForm):
    """How an encounter lives."""

    state = RadioField(
        _l("Où en est cette rencontre\u00a0?"),
        choices=[SelectChoice(key, LIFE_WORDS[key]) for key in LIVES],
        validators=[InputRequired(_l("Choisissez une réponse."))],
    )
    words = StringField(
        _l("Racontez-la en une phrase"),
        description=_l("Facultatif. Tout le monde la lira sur la page des deux projets."),
        validators=[Length(max=LONGEST_TEXT, message=_l("Ce texte est trop long\u00a0: 300 signes au plus."))],
    )


class SlipForm(FlaskForm):
    """A paper slip that two people signed."""

    one = SelectField(_l("Première personne"), coerce=int, default=NOBODY)
    other = SelectField(_l("Deuxième personne"), coerce=int, default=NOBODY)
    words = StringField(
        _l("Ce qu’elles veulent faire ensemble"),
        validators=[Length(max=LONGEST_TEXT, message=_l("Ce texte est trop long\u00a0: 300 signes au plus."))],
    )
    contact_one = StringField(
        _l("Coordonnées que donne la première"),
        description=_l("Laissez vide si le billet n’en porte pas."),
        validators=[Length(max=LONGEST_CONTACT, message=_l("Ce texte est trop long\u00a0: 120 signes au plus."))],
    )
    contact_other = StringField(
        _l("Coordonnées que donne la deuxième"),
        validators=[Length(max=LONGEST_CONTACT, message=_l("Ce texte est trop long\u00a0: 120 signes au plus."))],
    )

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        """Offer everybody of the evening on both sides."""
        choices = [SelectChoice(NOBODY, _("Choisissez")), *starmap(SelectChoice, people)]
        self.one.choices = self.other.choices = choices

    def validate_one(self, field: SelectField) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError(_("Choisissez quelqu’un."))

    validate_other = validate_one


class MinutesForm(FlaskForm):
    """A paragraph of the minutes; its key, made when the page is shown, makes it act once."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(16))
    words = TextAreaField(
        _l("Ce que vous retenez de la soirée"),
        validators=[
            InputRequired(_l("Écrivez quelques mots.")),
            Length(max=LONGEST_WORDS, message=_l("Ce texte est trop long\u00a0: 2 000 signes au plus.")),
        ],
    )
    author = StringField(
        _l("Votre nom ou celui de votre association"),
        description=_l("Facultatif. Il paraît sous votre texte."),
        validators=[Length(max=LONGEST_AUTHOR, message=_l("Ce nom est trop long."))],
    )

    def validate_once(self, field: HiddenField) -> None:
        """Hold the key to its shape."""
        if not ONCE.fullmatch(field.data or ""):
            raise ValidationError(_("Ce formulaire est incomplet. Ouvrez la page à nouveau, puis recommencez."))


class WhyHiddenForm(FlaskForm):
    """Why a paragraph is hidden: the reason stands in its place."""

    why = StringField(
        _l("Pourquoi la cacher"),
        filters=[lambda text: " ".join(clean(text or "").split())],
        validators=[
            DataRequired(_l("Dites pourquoi\u00a0: le motif prend la place du texte.")),
            Length(max=LONGEST_WHY, message=_l("Ce texte est trop long\u00a0: 200 signes au plus.")),
        ],
    )
