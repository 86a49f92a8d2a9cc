"""How a programme is looked for."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import NumberRange

MOST_SECONDS = 30


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
