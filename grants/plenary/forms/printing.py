"""What staff ask of the press."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import AnyOf

from grants.plenary.services.printing import KINDS


class PrintForm(FlaskForm):
    """One print to prepare, or all of them with the bundle."""

    kind = StringField(validators=[AnyOf(KINDS, message=_l("Choisissez l’un des imprimés de la liste."))])
