"""What staff note of a paper form they type in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectChoice, StringField  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length

from grants.applications.forms.problems import WORDS
from grants.applications.services import PaperPlan
from grants.domain.calendar import read_date
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from datetime import date

LONGEST: Final = 200

WAYS: Final = {
    "paper": _l("sur papier, déposé ou posté"),
    "phone": _l("par téléphone"),
    "desk": _l("au guichet ou dans un point d’aide"),
}
"""How somebody asked staff to type their file."""


class PaperSheet(FlaskForm):
    """Who asked, how, where the paper is kept, and the day it came: the day of reception of the file."""

    key = HiddenField()
    asked_by = StringField(
        _l("À la demande de"),
        [DataRequired(_l("Écrivez le nom de la personne qui demande.")), Length(max=LONGEST)],
        description=_l("Prénom et nom de la personne de l’association."),
    )
    way = RadioField(
        _l("Comment"), [DataRequired(_l("Dites comment."))], choices=[SelectChoice(*pair) for pair in WAYS.items()]
    )
    kept_at = StringField(
        _l("Le papier est gardé à"),
        [DataRequired(_l("Dites où retrouver le papier.")), Length(max=LONGEST)],
        description=_l("Un bureau, une armoire, un classeur. Par téléphone\u00a0: où sont vos notes."),
    )
    received_on = StringField(
        _l("Reçu le"),
        [DataRequired(_l("Écrivez le jour de réception."))],
        description=_l("Jour, mois, année\u00a0: 12/09/2026. C’est la date de l’accusé de réception et des deux mois."),
    )

    def plan(self) -> PaperPlan | None:
        """Return what was typed, or None when something is lacking; the fields then say what."""
        valid, day = self.validate_on_submit(), self._day()
        if not valid or day is None:
            return None
        return PaperPlan(self.asked_by.data or "", self.way.data, self.kept_at.data or "", day)

    def _day(self) -> date | None:
        """Read the day the paper came."""
        try:
            return read_date(self.received_on.data or "")
        except RuleError as error:
            if not self.received_on.errors:
                self.received_on.errors = [str(WORDS[error.code])]
            return None
