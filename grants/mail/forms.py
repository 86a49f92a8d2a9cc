"""What people choose to receive, and the texts staff rewrite, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired

from grants.domain.file import clean
from grants.mail.letters import CHOICES, Choice, Kind
from grants.mail.lines import one_line
from grants.mail.models import UNSURE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

    from grants.domain.errors import RuleError

MOST_DIGITS = 9

KINDS: Final[Mapping[Kind, LazyString]] = {
    Kind.ACCOUNT: _l("Entrer sur le site"),
    Kind.FILE: _l("La vie d’un dossier"),
    Kind.REMINDER: _l("Les rappels avant une date"),
    Kind.MESSAGE: _l("Les messages écrits dans un dossier"),
    Kind.NEWS: _l("Les nouvelles des projets et les offres d’aide"),
    Kind.FOLLOW: _l("Ce que l’on suit sans compte"),
}
CHOICE_WORDS: Final[Mapping[Choice, LazyString]] = {
    Choice.AT_ONCE: _l("Tout de suite"),
    Choice.DAILY: _l("En un seul e-mail, le matin"),
    Choice.OFF: _l("Pas du tout"),
}


class ChoicesForm(FlaskForm):
    """One question for each kind that may be chosen."""

    reminder = RadioField(KINDS[Kind.REMINDER])
    message = RadioField(KINDS[Kind.MESSAGE])
    news = RadioField(KINDS[Kind.NEWS])

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Offer for each kind what may be chosen."""
        super().__init__(**options)
        for kind, allowed in CHOICES.items():
            question = self[kind.value]
            question.choices = [(choice.value, CHOICE_WORDS[choice]) for choice in allowed]
            question.validators = [InputRequired(_l("Choisissez une réponse."))]

    def wanted(self) -> dict[Kind, Choice]:
        """Return what was chosen, kind by kind."""
        return {kind: Choice(self[kind.value].data) for kind in CHOICES}


LANGUAGES: Final[Mapping[str, LazyString]] = {"fr": _l("Français"), "en": _l("Anglais"), "br": _l("Breton")}
STATES: Final[Mapping[str, LazyString]] = {
    "waiting": _l("En attente"),
    "trouble": _l("En difficulté"),
    "sent": _l("Partis"),
}
WORDS: Final[Mapping[str, LazyString]] = {
    "text_too_long": _l("Ce texte fait %(length)s signes\u00a0: %(most)s au plus."),
    "text_empty": _l("Écrivez quelques mots."),
    "text_syntax": _l("Ligne %(line)s\u00a0: ce qui est entre accolades n’est pas bien écrit, ou pas refermé."),
    "word_unknown": _l(
        "Ligne %(line)s\u00a0: ce courriel ne connaît pas «\u00a0%(name)s\u00a0». Prenez un mot de la liste."
    ),
    "turn_unknown": _l("Ligne %(line)s\u00a0: «\u00a0%(name)s\u00a0» n’est pas admis dans un courriel."),
    "text_endless": _l("Une fois rempli, ce texte est beaucoup trop long, ou tourne en rond."),
    "text_fails": _l("Ligne %(line)s\u00a0: ce passage ne peut pas être rempli."),
    "mention_missing": _l("Ce courriel doit toujours dire\u00a0: %(names)s."),
    "text_changed": _l(
        "Quelqu’un a enregistré une autre version entre-temps. La vôtre est ci-dessous\u00a0: regardez l’autre dans"
        " «\u00a0Les versions\u00a0», puis enregistrez à nouveau."
    ),
}

TROUBLES: Final[Mapping[str, LazyString]] = {
    UNSURE: _l(
        "L’envoi a été coupé avant la réponse du serveur de courrier\u00a0: ce courriel est peut-être déjà parti."
    ),
    "SMTPRecipients": _l("Cette adresse n’existe pas, ou son serveur n’en veut pas."),
    "SMTPAuthentication": _l("Le serveur de courrier ne reconnaît pas notre mot de passe."),
    "SMTPSender": _l("Le serveur de courrier ne veut pas de notre adresse d’envoi."),
    "SMTPData": _l("Le serveur de courrier ne veut pas de ce message."),
    "": _l("Le serveur de courrier ne répond pas."),
}
"""What a trouble means, by the beginning of its name."""


def say_trouble(trouble: str) -> str:
    """Return what a trouble of the delivery means, in a sentence."""
    return next(str(words) for start, words in TROUBLES.items() if trouble.startswith(start))


class TextForm(FlaskForm):
    """The subject and the text of a mail; `number` is the version that was in force when the page was opened."""

    subject = StringField(_l("Objet"))
    text = TextAreaField(_l("Texte"))
    number = HiddenField()

    def words(self) -> tuple[str, str]:
        """Return the subject and the text, without what no mail may carry."""
        return one_line(clean(self.subject.data or "")), clean(self.text.data or "")

    def seen(self) -> int:
        """Return the number of the version seen, zero for the house's own text."""
        typed = self.number.data or ""
        return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < MOST_DIGITS else 0

    def say(self, error: RuleError) -> None:
        """Put the sentence of a broken rule beside its field."""
        figures = dict(error.figures)
        figures["names"] = ", ".join(figures.get("names", ()))  # type: ignore[arg-type]
        place = self.subject if figures.get("place") == "subject" else self.text
        place.errors = [str(WORDS[error.code]) % figures]
