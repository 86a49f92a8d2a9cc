"""The form of what somebody does for the town: all calls or some, until a day if one is given."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired

from grants.accounts.forms import address_checks
from grants.accounts.models import is_over
from grants.accounts.services.team import Given
from grants.calls.forms.call import LAST_YEAR, worded, write_day
from grants.db import now
from grants.domain.calendar import read_date
from grants.domain.errors import RuleError
from grants.security import BUDGET, EVENING, FILES, Part

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from flask_babel.speaklater import LazyString

    from grants.accounts.models import Person

SOME: Final = "member"
"""The role of the whole town of whoever works for some calls only."""
PARTS: Final[dict[Part, LazyString]] = {
    FILES: _l("les dossiers et les bilans"),
    BUDGET: _l("le budget"),
    EVENING: _l("la plénière"),
}


class RoleForm(FlaskForm):
    """Who, for which calls, until when."""

    email = StringField(_l("Son adresse e-mail"), address_checks())
    scope = RadioField(
        _l("Pour quels appels"),
        [InputRequired(_l("Choisissez pour quels appels."))],
        choices=[
            SelectChoice("staff", _l("Pour tous les appels")),
            SelectChoice("admin", _l("Pour tous les appels, et administre l’équipe")),
            SelectChoice(SOME, _l("Seulement pour ce qui est coché ci-dessous")),
        ],
    )
    parts = SelectMultipleField(_l("Seulement pour"))
    until = StringField(_l("Jusqu’au"), description=_l("Laissez vide si rien n’est prévu. Ce jour compte encore."))

    def offer(self, parts: Iterable[tuple[int, Part]], names: Mapping[int, str]) -> None:
        """Offer these parts of calls."""
        self.parts.choices = [
            SelectChoice(f"{call}:{part}", _("l’appel %(name)s\u00a0: %(part)s", name=names[call], part=PARTS[part]))
            for call, part in parts
        ]

    def propose(self, person: Person | None, zone: str) -> None:
        """Show what somebody does already."""
        if person is None:
            self.scope.data = SOME
            return
        self.scope.data = person.role
        self.parts.data = [f"{each.call_id}:{each.part}" for each in person.call_roles]
        end = end_of(person)
        self.until.data = f"{last_day(end, zone):%d/%m/%Y}" if end else ""

    def given(self, names: Mapping[int, str], zone: str) -> Given | None:
        """Return what is given, or None when its end cannot be read or is past; the field then says why."""
        typed = (self.until.data or "").strip()
        try:
            until = _read(typed) if typed else None
        except RuleError as error:
            self.until.errors = [worded(error)]
            return None
        ends_at = _end(until, zone) if until else None
        if is_over(ends_at):
            self.until.errors = [
                _("Ce jour est passé. Pour arrêter tout de suite, retirez cette personne de l’équipe.")
            ]
            return None
        chosen = [each.split(":") for each in self.parts.data or ()] if self.scope.data == SOME else []
        parts = {(int(call), Part(part)): names[int(call)] for call, part in chosen}
        return Given(self.scope.data, parts, until, ends_at)


def parts_in_words(person: Person, names: Mapping[int, str]) -> list[str]:
    """Return what somebody looks after besides the whole town, in words; what is over is left out."""
    return [
        str(_("l’appel %(name)s seulement\u00a0: %(part)s", name=names[each.call_id], part=PARTS[Part(each.part)]))
        for each in person.call_roles
        if each.call_id in names and not is_over(each.ends_at)
    ]


def end_of(person: Person) -> datetime | None:
    """Return the instant at which what somebody does here ends, None when no end was given."""
    ends = [each.ends_at for each in person.call_roles] if person.role == SOME else [person.role_ends_at]
    return next((each for each in ends if each), None)


def last_day(end: datetime, zone: str) -> date:
    """Return the last day that counts before an end, in the town."""
    return (end - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).date()


def told_end(person: Person, zone: str) -> str:
    """Say until when somebody works here, or since when they no longer do; nothing when no end was given."""
    end = end_of(person)
    if end is None:
        return ""
    day = write_day(last_day(end, zone))
    return str(_("jusqu’au %(day)s", day=day) if end > now() else _("terminé le %(day)s", day=day))


def _read(typed: str) -> date:
    """Read a day; raise RuleError when it cannot be read, or is too far."""
    day = read_date(typed)
    if day.year > LAST_YEAR:
        raise RuleError("year_out_of_range", year=day.year)
    return day


def _end(day: date, zone: str) -> datetime:
    """Return the instant at which a day of the town is over."""
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
