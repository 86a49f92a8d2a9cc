"""What readers ask in an address, the words of the dated steps of money, the form of a project's news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, Length, ValidationError

from grants.domain.file import clean
from grants.domain.report import link_of
from grants.domain.scdl import one_line
from grants.projects.asked import KEY, NUMBER, PARAMETERS, SLUG, YEAR, Asked, read_asked, read_page
from grants.reports.forms import GIFT_KIND_WORDS, GIFT_LICENCE_WORDS
from grants.voices.models import GIFT_PARTS

if TYPE_CHECKING:
    from collections.abc import Mapping

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
LONGEST_GIFT, LONGEST_LINK = 120, 500

NEWS_RULES: dict[str, LazyString] = {
    "file_empty": _l("Cette photo est vide. Choisissez-en une autre."),
    "file_too_large": _l("Cette photo est trop lourde\u00a0: 15 Mo au plus."),
    "photograph_too_wide": _l("Cette image a trop de points\u00a0: 60 millions au plus. Réduisez-la d’abord."),
    "file_unknown": _l("Ce fichier n’est pas une photo que nous savons lire\u00a0: JPEG, PNG ou WebP."),
}
"""What is said of a photograph that cannot be taken."""


def _choices(words: Mapping[str, LazyString]) -> list[SelectChoice]:
    """Return what a list offers, nothing first."""
    return [SelectChoice("", _l("Choisir")), *(SelectChoice(key, said) for key, said in words.items())]


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
    gift_title = StringField(
        _l("Ce que c’est"), [Length(max=LONGEST_GIFT)], filters=[lambda typed: one_line(typed or "")]
    )
    gift_link = StringField(
        _l("Où le trouver (adresse web)"), [Length(max=LONGEST_LINK)], filters=[lambda typed: one_line(typed or "")]
    )
    gift_kind = SelectField(_l("Genre"), choices=_choices(GIFT_KIND_WORDS), default="")
    gift_licence = SelectField(_l("Licence"), choices=_choices(GIFT_LICENCE_WORDS), default="")
    once = HiddenField(validators=[Length(max=60)])

    @property
    def gift(self) -> dict[str, str]:
        """What is given, by part; empty when nothing is named."""
        said = {part: getattr(self, f"gift_{part}").data or "" for part in GIFT_PARTS}
        return said if said["title"] or said["link"] else {}

    def validate_gift_link(self, field: StringField) -> None:
        """Ask for an address that can be opened."""
        if field.data and not link_of(field.data):
            raise ValidationError(_("Cette adresse ne s’ouvre pas\u00a0: elle commence par https:// ou www."))
