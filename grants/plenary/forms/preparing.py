"""What staff choose for the evening: its day, its place, its sizes, and which evening it is like."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, time
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from grants.calls.forms import write_day
from grants.plenary.forms.fields import HOURS, DayField, HourField, WholeField, one_line
from grants.plenary.hours import hour
from grants.plenary.services.preparing import MOST_ROUNDS, Choices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.plenary.models import Plenary
    from grants.plenary.queries import OtherEvening

LONGEST_PLACE = 200
LONGEST_NUMBER = 9


class Row(FlaskForm):
    """A line of a larger form, which alone carries the token."""

    class Meta(FlaskForm.Meta):
        """Speaks the reader's language, without a token of its own."""

        csrf = False


class RevisedForm(FlaskForm):
    """A form that remembers which revision of the evening was before the eyes."""

    seen = HiddenField()

    @property
    def revision(self) -> int | None:
        """The revision seen; None when the form tells nothing of it."""
        typed = self.seen.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER else None

    def changed_meanwhile(self, plenary: Plenary) -> list[str]:
        """Return what reads otherwise now than in the form, as sentences; nothing where a form cannot tell."""
        del plenary
        return []

    def show(self, plenary: Plenary) -> None:
        """Carry the revision shown now."""
        self.seen.data = str(plenary.revision)
        self.seen.raw_data = None


class PlenaryForm(RevisedForm):
    """Day, place and sizes of the evening."""

    held_on = DayField(_l("Jour"), validators=[InputRequired(_l("Écrivez un jour qui existe, comme 31/01/2027."))])
    starts_at = HourField(_l("Début"), format=HOURS, validators=[InputRequired(_l("Écrivez une heure, comme 13:45."))])
    ends_at = HourField(_l("Fin"), format=HOURS, validators=[InputRequired(_l("Écrivez une heure, comme 17:30."))])
    place = StringField(
        _l("Lieu"),
        description=_l("Le nom et l’adresse, comme on les dirait à quelqu’un qui vient à pied."),
        validators=[Length(max=LONGEST_PLACE, message=_l("Ce texte est trop long."))],
    )
    access = StringField(
        _l("Accès et accessibilité"),
        description=_l("Par exemple\u00a0: de plain-pied, boucle magnétique, tram ligne A."),
        validators=[Length(max=LONGEST_PLACE, message=_l("Ce texte est trop long."))],
    )
    rounds = WholeField(
        _l("Tours de tables"),
        validators=[NumberRange(1, MOST_ROUNDS, _l("Choisissez entre 1 et 12 tours de tables."))],
    )
    round_minutes = WholeField(
        _l("Minutes par tour"), validators=[NumberRange(5, 120, _l("Choisissez entre 5 et 120 minutes."))]
    )
    pitch_seconds = WholeField(
        _l("Secondes par présentation"),
        description=_l("60 à 90 secondes conviennent, changement de personne compris."),
        validators=[NumberRange(20, 180, _l("Choisissez entre 20 et 180 secondes."))],
    )
    fewest_seats = WholeField(
        _l("Places par table, au moins"), validators=[NumberRange(2, 100, _l("Choisissez entre 2 et 100 places."))]
    )
    most_seats = WholeField(
        _l("Places par table, au plus"), validators=[NumberRange(2, 100, _l("Choisissez entre 2 et 100 places."))]
    )
    tables = WholeField(
        _l("Nombre de tables"),
        description=_l("Laissez vide\u00a0: le nombre suivra les personnes présentes."),
        validators=[Optional(), NumberRange(1, 1000, _l("Choisissez entre 1 et 1000 tables."))],
    )

    def suit(self, plenary: Plenary) -> None:
        """Leave out what is chosen elsewhere: the rounds of a written schedule, the number of named tables."""
        if plenary.blocks:
            del self.rounds
        if plenary.named_tables:
            del self.tables

    def changed_meanwhile(self, plenary: Plenary) -> list[str]:
        """Return the fields that read otherwise now, each with what it reads."""
        now, typed = (asdict(each) for each in (_choices_of(plenary), self.choices(plenary)))
        return [
            _(
                "%(what)s\u00a0: on lit maintenant «\u00a0%(value)s\u00a0».",
                what=self[name].label.text,
                value=_read(value),
            )
            for name, value in now.items()
            if value != typed[name]
        ]

    def choices(self, plenary: Plenary) -> Choices:
        """Return what was chosen, as plain values; what the form leaves out stays as it is."""
        kept = asdict(_choices_of(plenary))
        typed = {name: self[name].data for name in kept if name in self}
        return Choices(**kept | typed | {name: one_line(self[name].data) for name in ("place", "access")})


class LikeForm(RevisedForm):
    """Which evening to prepare this one like; 0 for none."""

    like = RadioField(_l("Comment commencer\u00a0?"), coerce=int, default=0)

    def offer(self, evenings: Iterable[OtherEvening], usual: str = "") -> None:
        """Offer other evenings, the newest first and chosen, after the usual choices if they have words."""
        named = [(each.id, _told(each)) for each in evenings]
        self.offered = {number for number, _words in named}
        self.like.choices = [*named, *([(0, usual)] if usual else [])]
        self.like.default = named[0][0] if named else 0
        if not self.is_submitted():
            self.like.data = self.like.default

    @property
    def chosen(self) -> int:
        """The id of the evening chosen, 0 for none."""
        return self.like.data if self.like.data in self.offered else 0


def _choices_of(plenary: Plenary) -> Choices:
    """Return what an evening has chosen so far."""
    return Choices(**{name: getattr(plenary, name) for name in Choices.__dataclass_fields__})


def _read(value: object) -> str:
    """Write a value as people read it."""
    if isinstance(value, time):
        return hour(value)
    if isinstance(value, date):
        return write_day(value, "d MMMM y")
    return "" if value is None else str(value)


def _told(evening: OtherEvening) -> str:
    """Say which evening: `Comme en 2025 : Maison des associations, 12 tables`."""
    tables = _("tables nommées\u00a0: %(count)s", count=evening.tables) if evening.tables else ""
    what = [evening.place, tables]
    told = ", ".join(each for each in what if each)
    year = _("Comme en %(year)s", year=evening.year)
    return _("%(what)s\u00a0: %(value)s", what=year, value=told) if told else str(year)
