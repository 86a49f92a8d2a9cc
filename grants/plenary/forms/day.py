"""What is typed and pressed on the day: ticks at the door, the clock, tables made again."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from grants.domain.day.arrivals import LATE, LEFT, STATES
from grants.plenary.services.door import NewTick, fresh_key

LONGEST_NAME = 120
LARGEST_NUMBER = 2**31 - 1
MOST_ROUNDS = 12
MOST_TICKS = 500
LONGEST_SENDING = 200_000
KEY = re.compile(r"[A-Za-z0-9_-]{8,40}")
STATE = re.compile(r"(waited|here|absent|(?:late|left)-(?:[1-9]|1[0-2]))")
ODD = _l("Cet envoi est incomplet\u00a0: ouvrez la page à nouveau, puis recommencez.")
ACTS = ("go", "pause", "resume", "shift", "speak")


def state_of(text: str) -> tuple[str, int | None]:
    """Read a state as buttons send it: `here`, or `late-2` and `left-1` with their round."""
    state, _, number = text.partition("-")
    return state, int(number) if number else None


class TickForm(FlaskForm):
    """One tick by a button of the list."""

    who = IntegerField(validators=[InputRequired(ODD), NumberRange(1, LARGEST_NUMBER, ODD)])
    state = StringField(validators=[InputRequired(ODD)])

    def validate_state(self, field: StringField) -> None:
        """Hold the state to those of the list."""
        if not STATE.fullmatch(field.data or ""):
            raise ValidationError(ODD)


class WalkInForm(FlaskForm):
    """Somebody who comes without having been announced."""

    name = StringField(
        _l("Nom"),
        validators=[
            InputRequired(_l("Écrivez un nom.")),
            Length(max=LONGEST_NAME, message=_l("Ce nom est trop long.")),
        ],
    )
    project = SelectField(_l("Vient pour"), coerce=int, default=0)
    key = HiddenField(default=fresh_key)

    def validate_key(self, field: HiddenField) -> None:
        """Hold the key to its shape."""
        if not KEY.fullmatch(field.data or ""):
            raise ValidationError(ODD)


class SendingForm(FlaskForm):
    """The ticks a device kept while the network was away: a list as JSON, with the device's own hour."""

    ticks = TextAreaField(validators=[InputRequired(ODD), Length(max=LONGEST_SENDING, message=ODD)])
    now = StringField(validators=[InputRequired(ODD)])
    device = StringField(validators=[Length(max=40)])

    def validate_ticks(self, field: TextAreaField) -> None:
        """Read the list; one odd tick and nothing is taken, the device keeps all."""
        try:
            said = json.loads(field.data or "")
            self.read = [_tick(each) for each in said] if isinstance(said, list) else []
        except (ValueError, TypeError, KeyError, OverflowError, OSError, RecursionError) as error:
            raise ValidationError(ODD) from error
        if not 1 <= len(self.read) <= MOST_TICKS:
            raise ValidationError(ODD)

    def validate_now(self, field: StringField) -> None:
        """Read the device's hour."""
        try:
            self.device_now = instant_of(int(field.data or ""))
        except (ValueError, OverflowError, OSError) as error:
            raise ValidationError(ODD) from error


class ClockForm(FlaskForm):
    """A command to the clock of the evening; `change` is the state it was given on."""

    act = StringField(validators=[AnyOf(ACTS, ODD)])
    change = IntegerField(validators=[InputRequired(ODD), NumberRange(0, LARGEST_NUMBER, ODD)])
    number = IntegerField(validators=[Optional(), NumberRange(0, 1000, ODD)])
    room = IntegerField(validators=[Optional(), NumberRange(1, 1000, ODD)])
    step = IntegerField(validators=[Optional(), NumberRange(-60, 60, ODD)])


class RepairForm(FlaskForm):
    """How to make the tables again."""

    past = IntegerField(
        _l("Tours déjà commencés"),
        description=_l(
            "Personne n’y bouge plus. L’horloge de la soirée le remplit\u00a0; corrigez si elle n’a pas servi."
        ),
        validators=[
            InputRequired(_l("Écrivez un nombre, 0 si aucun tour n’a commencé.")),
            NumberRange(0, MOST_ROUNDS, _l("Choisissez entre 0 et 12 tours.")),
        ],
    )
    unseen = BooleanField(_l("Compter comme absentes les personnes que personne n’a vues à l’accueil"), default=True)


def instant_of(milliseconds: int) -> datetime:
    """Return the instant of a device's milliseconds since 1970; OverflowError or ValueError for an odd one."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def _tick(said: Any) -> NewTick:  # noqa: ANN401 - whatever a device sends
    """Read one tick; raises TypeError, ValueError or KeyError for an odd one."""
    key, state, number = said["key"], said["state"], said.get("round")
    who, name, project = said.get("who"), said.get("name", ""), said.get("project")
    if not KEY.fullmatch(key) or state not in STATES or (who is None) == (not name.strip()):
        raise ValueError(key)
    for whole, least, most in ((number, 1, MOST_ROUNDS), (who, 1, LARGEST_NUMBER), (project, 0, LARGEST_NUMBER)):
        if whole is not None and not (type(whole) is int and least <= whole <= most):
            raise ValueError(key)
    if state in (LATE, LEFT) and number is None:
        raise ValueError(key)
    return NewTick(key, state, instant_of(int(said["at"])), number, who, name[:LONGEST_NAME], project or None)
