"""What staff and associations type for the evening, and the words of its rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from grants.plenary.services import MOST_PER_PROJECT
from grants.plenary.services.preparing import MOST_ROUNDS, Choices

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

    from grants.domain.errors import RuleError

LONGEST_PLACE = 200
LONGEST_NAME = 120
MOST_SECONDS = 30

WORDS: dict[str, LazyString] = {
    "no_call": _l("Il n’y a pas d’appel en %(year)s."),
    "several_calls": _l("Il y a plusieurs appels en %(year)s\u00a0: choisissez entre %(schemes)s."),
    "no_plenary": _l("La plénière de %(year)s n’est pas encore préparée."),
    "no_programme": _l("Le programme de %(year)s n’est pas encore fait."),
    "nobody_comes": _l("Personne n’est annoncé\u00a0: dites d’abord qui vient, puis faites le programme."),
    "somebody_alone": _l("Une seule personne est annoncée\u00a0: il en faut au moins deux pour une rencontre."),
    "odd_sizes": _l(
        "Une table réunit au moins deux personnes, et le plus grand nombre de places (%(most)s) ne peut pas être"
        " inférieur au plus petit (%(fewest)s)."
    ),
    "too_few_seats": _l(
        "%(people)s personnes viennent et il n’y a pas assez de places\u00a0: il en manque %(missing)s. Mettez"
        " %(enough)s tables au lieu de %(tables)s, ou plus de %(most)s places par table."
    ),
    "too_many_tables": _l(
        "%(tables)s tables pour %(people)s personnes, c’est trop\u00a0: certains seraient seuls."
        " Mettez-en %(enough)s au plus."
    ),
    "infeasible": _l("Aucun programme ne respecte toutes les demandes\u00a0: %(reason)s"),
    "people_changed": _l("La liste des personnes a changé pendant le calcul\u00a0: recommencez."),
    "ends_before": _l("La fin doit être après le début."),
    "odd_rounds": _l("Choisissez entre 1 et %(most)s tours de tables."),
    "odd_pitch": _l("Une présentation dure entre %(fewest)s et %(most)s secondes."),
    "too_many_people": _l("Un projet vient à %(most)s personnes au plus."),
    "name_missing": _l("Écrivez un nom."),
}


def words_of(error: RuleError) -> str:
    """Say a rule that an act would break, with its figures."""
    return str(WORDS[error.code]) % error.figures


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


class GuestForm(FlaskForm):
    """Somebody more: for a project, or a guest without one."""

    name = StringField(
        _l("Nom"),
        description=_l("Le nom d’un invité paraît dans le programme, tel que vous l’écrivez."),
        validators=[
            InputRequired(_l("Écrivez un nom.")),
            Length(max=LONGEST_NAME, message=_l("Ce nom est trop long.")),
        ],
    )
    project = SelectField(_l("Vient pour"), coerce=int, default=0)

    def offer(self, projects: list[tuple[int, str]]) -> None:
        """Offer the projects of the call, after “no project”."""
        self.project.choices = [(0, _("Invité, sans projet")), *projects]


class WhoComesForm(FlaskForm):
    """The people an association sends for a project; all empty when nobody comes."""

    name_1 = StringField(_l("Première personne"), validators=[Length(max=LONGEST_NAME)])
    name_2 = StringField(_l("Deuxième personne"), validators=[Length(max=LONGEST_NAME)])
    name_3 = StringField(_l("Troisième personne"), validators=[Length(max=LONGEST_NAME)])

    def names(self) -> list[str]:
        """Return the names as typed, empty ones included."""
        fields = [getattr(self, f"name_{number}") for number in range(1, MOST_PER_PROJECT + 1)]
        return [field.data or "" for field in fields]

    def fill(self, names: list[str]) -> None:
        """Show the people already announced."""
        for number, name in enumerate(names[:MOST_PER_PROJECT], start=1):
            getattr(self, f"name_{number}").data = name


class BuildForm(FlaskForm):
    """How long to look for a better programme, and from which draw."""

    seconds = IntegerField(
        _l("Secondes de recherche"),
        default=5,
        description=_l("5 secondes suffisent jusqu’à 60 personnes."),
        validators=[NumberRange(1, MOST_SECONDS, _l("Choisissez entre 1 et 30 secondes."))],
    )
    seed = IntegerField(
        _l("Tirage"),
        default=1,
        description=_l("Un autre nombre donne un autre programme, aussi bon ou presque."),
        validators=[NumberRange(0, 10**6, _l("Choisissez un nombre entre 0 et 1 000 000."))],
    )
