"""Who comes, as staff type it."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from grants.domain.coming import LONGEST_NAME
from grants.plenary.forms.guests import ANY_KIND, LONGEST_EMAIL, address, check_address


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
    guest_kind = SelectField(_l("Si c’est un invité, en tant que"), choices=ANY_KIND, default="")
    email = EmailField(
        _l("E-mail"),
        description=_l("Facultatif\u00a0: pour recevoir l’invitation et son lien personnel."),
        validators=[Length(max=LONGEST_EMAIL, message=_l("Cette adresse est trop longue."))],
    )

    def offer(self, projects: list[tuple[int, str]]) -> None:
        """Offer the projects of the call, after “no project”."""
        offered = [SelectChoice(number, title) for number, title in projects]
        self.project.choices = [SelectChoice(0, _("Invité, sans projet")), *offered]

    def validate_email(self, field: EmailField) -> None:
        """Hold an address to what mail can reach."""
        check_address(field)

    @property
    def address(self) -> str:
        """The address, in small letters, empty when there is none."""
        return address(self.email)
