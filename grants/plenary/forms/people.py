"""Who comes, as staff and associations type it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from grants.plenary.services import MOST_PER_PROJECT

LONGEST_NAME = 120


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
