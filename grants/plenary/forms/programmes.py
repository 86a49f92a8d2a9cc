"""How programmes are looked for, published and changed by hand, and what is asked of them."""

from __future__ import annotations

import re
import secrets

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, ValidationError

MOST_SECONDS = 30
MOST_WANTED = 4
MOST_TABLE = 10_000
SOMEBODY = (NumberRange(min=1, message=_l("Choisissez quelqu’un.")),)
ONCE = re.compile(r"[A-Za-z0-9_-]{22}")


class OnceForm(FlaskForm):
    """A form that acts once, however often it is sent: its key is made when the page is shown."""

    once = HiddenField(default=lambda: secrets.token_urlsafe(16))

    def validate_once(self, field: HiddenField) -> None:
        """Hold the key to its shape."""
        if not ONCE.fullmatch(field.data or ""):
            raise ValidationError(_("Ce formulaire est incomplet. Ouvrez la page à nouveau, puis recommencez."))

    def problems(self) -> str:
        """Return all that is wrong, in a row."""
        return " ".join(str(words) for errors in self.errors.values() for words in errors)


class BuildForm(OnceForm):
    """How many programmes to look for, how long each, and from which draw."""

    wanted = IntegerField(
        _l("Programmes à comparer"),
        default=2,
        description=_l("Chacun part d’un autre tirage. Vous choisirez en les regardant côte à côte."),
        validators=[NumberRange(1, MOST_WANTED, _l("Choisissez entre 1 et 4 programmes."))],
    )
    seconds = IntegerField(
        _l("Secondes de recherche"),
        default=5,
        description=_l("Pour chaque programme. 5 secondes suffisent jusqu’à 60 personnes."),
        validators=[NumberRange(1, MOST_SECONDS, _l("Choisissez entre 1 et 30 secondes."))],
    )
    seed = IntegerField(
        _l("Tirage"),
        default=1,
        description=_l("Un autre nombre donne un autre programme, aussi bon ou presque."),
        validators=[NumberRange(0, 10**6, _l("Choisissez un nombre entre 0 et 1 000 000."))],
    )


class PublishForm(FlaskForm):
    """Shows a version to everybody; carries the version that was published when the page was shown."""

    seen = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version its reader saw published, 0 when none was or when the field is damaged."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < len(str(2**31)) else 0


class HostForm(FlaskForm):
    """Somebody who keeps one table all along."""

    person = SelectField(_l("Qui garde sa table"), coerce=int, validators=SOMEBODY)
    table = IntegerField(
        _l("Numéro de la table"),
        validators=[NumberRange(1, MOST_TABLE, _l("Écrivez le numéro d’une table, comme 3."))],
    )

    def offer(self, people: list[tuple[int, str]]) -> None:
        """Offer the people who come."""
        self.person.choices = [(0, _("Choisir")), *people]


class PairForm(FlaskForm):
    """Two people who must meet, or who know one another already."""

    kind = SelectField(_l("Ce que vous demandez"))
    one = SelectField(_l("Première personne"), coerce=int, validators=SOMEBODY)
    other = SelectField(_l("Deuxième personne"), coerce=int, validators=SOMEBODY)

    def offer(self, people: list[tuple[int, str]]) -> None:
        """Offer what can be asked, and the people who come."""
        self.kind.choices = [
            ("together", _("qu’elles se rencontrent au moins une fois")),
            ("met", _("de compter qu’elles se connaissent déjà")),
        ]
        self.one.choices = self.other.choices = [(0, _("Choisir")), *people]


class MoveForm(FlaskForm):
    """A move to try: somebody, in a round, to a table or in exchange with somebody. Read from the address."""

    class Meta:
        """Nothing changes when an address is read."""

        csrf = False

    tour = SelectField(_l("À quel tour"), coerce=int)
    personne = SelectField(
        _l("Qui change de place"), coerce=int, description=_l("Après chaque nom, ses tables tour après tour.")
    )
    table = SelectField(_l("Vers quelle table"), coerce=int)
    avec = SelectField(
        _l("Ou échange sa place avec"),
        coerce=int,
        description=_l("Si vous choisissez quelqu’un ici, la table au-dessus ne compte pas."),
    )
