"""What people choose to receive, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from grants.mail.letters import CHOICES, Choice, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_babel.speaklater import LazyString

KINDS: Final[Mapping[Kind, LazyString]] = {
    Kind.ACCOUNT: _l("Entrer sur le site"),
    Kind.FILE: _l("La vie d’un dossier"),
    Kind.REMINDER: _l("Les rappels avant une date"),
    Kind.MESSAGE: _l("Les messages écrits dans un dossier"),
    Kind.NEWS: _l("Les nouvelles des projets et les offres d’aide"),
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
