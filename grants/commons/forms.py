"""What readers ask in an address, the words of the dated steps of money, the form of a project's news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from grants.domain.file import clean
from grants.domain.scdl import one_line
from grants.projects.asked import KEY, NUMBER, PARAMETERS, SLUG, YEAR, Asked, read_asked, read_page

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

__all__ = [
    "KEY",
    "LONGEST_ALTERNATIVE",
    "LONGEST_NEWS",
    "LONGEST_TITLE",
    "NEWS_RULES",
    "NUMBER",
    "PARAMETERS",
    "SLUG",
    "STEP_WORDS",
    "YEAR",
    "Asked",
    "NewsForm",
    "read_asked",
    "read_page",
]

STEP_WORDS: dict[str, LazyString] = {
    "payment_order": _l("Paiement ordonné : %(sum)s"),
    "payment": _l("Paiement : %(sum)s"),
    "repayment": _l("Somme reversée : %(sum)s"),
}


LONGEST_TITLE, LONGEST_NEWS, LONGEST_ALTERNATIVE = 140, 4_000, 200

NEWS_RULES: dict[str, LazyString] = {
    "file_empty": _l("Cette photo est vide. Choisissez-en une autre."),
    "file_too_large": _l("Cette photo est trop lourde\u00a0: 15 Mo au plus."),
    "photograph_too_wide": _l("Cette image a trop de points\u00a0: 60 millions au plus. Réduisez-la d’abord."),
    "file_unknown": _l("Ce fichier n’est pas une photo que nous savons lire\u00a0: JPEG, PNG ou WebP."),
}
"""What is said of a photograph that cannot be taken."""


class NewsForm(FlaskForm):
    """News of a project: a title and a text; the photographs are read beside (`grants.commons.views.news`)."""

    title = StringField(
        _l("Titre"),
        [
            DataRequired(_l("Donnez un titre à la nouvelle.")),
            Length(max=LONGEST_TITLE, message=_l("Un titre de %(max)d signes au plus.")),
        ],
        filters=[lambda typed: one_line(typed or "")],
    )
    words = TextAreaField(
        _l("Ce qui se passe"),
        [
            DataRequired(_l("Racontez, même en deux phrases.")),
            Length(max=LONGEST_NEWS, message=_l("%(max)d signes au plus.")),
        ],
        filters=[lambda typed: clean(typed or "").strip()],
    )
    once = HiddenField(validators=[Length(max=60)])
