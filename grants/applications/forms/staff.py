"""What the town writes about a file: each way says why, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from grants.applications.forms.completion import LONGEST_NOTE

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_WORDS = 5000
LONGEST_LINE = 500

_WORDS = [
    DataRequired(_l("Écrivez quelques mots\u00a0: la personne qui a écrit le dossier les lira.")),
    Length(max=LONGEST_WORDS, message=_l("C’est trop long pour un message\u00a0: 5\u00a0000 signes au plus.")),
]


class CompletionForm(FlaskForm):
    """Why something is to be completed: a word for all, or for each question ticked beside (`notes`, by question)."""

    notes: Mapping[str, str] = {}

    words = TextAreaField(
        _l("Votre message"),
        validators=_WORDS[1:],
        description=_l("Facultatif si vous écrivez un mot à côté d’une question."),
    )

    def validate_words(self, field: TextAreaField) -> None:
        """Ask for a word somewhere, and for short words beside the questions."""
        if not (field.data or "").strip() and not self.notes:
            raise ValidationError(_l("Écrivez quelques mots, ici ou à côté d’une question."))
        if any(len(note) > LONGEST_NOTE for note in self.notes.values()):
            raise ValidationError(_l("Un mot à côté d’une question compte 500 signes au plus\u00a0: le reste ici."))


class RedirectionForm(FlaskForm):
    """Why the file is out of this call's scope, and where it can go."""

    words = TextAreaField(
        _l("Pourquoi ce projet sort du cadre de cet appel"),
        validators=_WORDS,
        description=_l("Écrivez le motif tel que l’association le lira."),
    )
    where = StringField(
        _l("Où s’adresser à la place"),
        validators=[
            DataRequired(_l("Dites où ce projet peut s’adresser\u00a0: personne n’est laissé sans suite.")),
            Length(max=LONGEST_LINE),
        ],
        description=_l("Un service, un autre appel, une personne à joindre."),
    )


class WithdrawalForm(FlaskForm):
    """The applicant's request to withdraw, told by staff."""

    words = TextAreaField(
        _l("Qui a demandé le retrait, quand et comment"),
        validators=_WORDS,
        description=_l("Un dossier n’est retiré qu’à la demande de l’association."),
    )


class OwnWithdrawalForm(FlaskForm):
    """Why the person who wrote a file withdraws it."""

    words = TextAreaField(_l("Pourquoi vous le retirez"), validators=_WORDS)
