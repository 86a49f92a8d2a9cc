"""What staff choose for the evening."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from grants.plenary.services.preparing import MOST_ROUNDS, Choices

LONGEST_PLACE = 200


class PlenaryForm(FlaskForm):
    """Day, place and sizes of the evening."""

    held_on = DateField(_l("Jour"), validators=[InputRequired(_l("Écrivez un jour qui existe, comme 31/01/2027."))])
    starts_at = TimeField(_l("Début"), validators=[InputRequired(_l("Écrivez une heure, comme 13:45."))])
    ends_at = TimeField(_l("Fin"), validators=[InputRequired(_l("Écrivez une heure, comme 17:30."))])
    place = StringField(_l("Lieu"), validators=[Length(max=LONGEST_PLACE, message=_l("Ce texte est trop long."))])
    access = StringField(
        _l("Accès et accessibilité"),
        description=_l("Par exemple\u00a0: de plain-pied, boucle magnétique, tram ligne A."),
        validators=[Length(max=LONGEST_PLACE, message=_l("Ce texte est trop long."))],
    )
    rounds = IntegerField(
        _l("Tours de tables"),
        validators=[NumberRange(1, MOST_ROUNDS, _l("Choisissez entre 1 et 12 tours de tables."))],
    )
    round_minutes = IntegerField(
        _l("Minutes par tour"), validators=[NumberRange(5, 120, _l("Choisissez entre 5 et 120 minutes."))]
    )
    pitch_seconds = IntegerField(
        _l("Secondes par présentation"),
        description=_l("60 à 90 secondes conviennent, changement de personne compris."),
        validators=[NumberRange(20, 180, _l("Choisissez entre 20 et 180 secondes."))],
    )
    fewest_seats = IntegerField(
        _l("Places par table, au moins"), validators=[NumberRange(2, 100, _l("Choisissez entre 2 et 100 places."))]
    )
    most_seats = IntegerField(
        _l("Places par table, au plus"), validators=[NumberRange(2, 100, _l("Choisissez entre 2 et 100 places."))]
    )
    tables = IntegerField(
        _l("Nombre de tables"),
        description=_l("Laissez vide\u00a0: le nombre suivra les personnes présentes."),
        validators=[Optional(), NumberRange(1, 1000, _l("Choisissez entre 1 et 1000 tables."))],
    )

    def choices(self) -> Choices:
        """Return what was chosen, as plain values."""
        return Choices(**{name: getattr(self, name).data for name in Choices.__dataclass_fields__} | self._texts())

    def _texts(self) -> dict[str, str]:
        return {
            name: " ".join((getattr(self, name).data or "").replace("\x00", " ").split())
            for name in ("place", "access")
        }
