"""The rooms and tables of the evening, as staff type them: every line at once, so that nothing typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from grants.plenary.forms.fields import WholeField, one_line
from grants.plenary.forms.preparing import LONGEST_NUMBER, RevisedForm, Row
from grants.plenary.services.rooms import (
    HIGHEST_NUMBER,
    MOST_ROOMS,
    MOST_SEATS,
    MOST_TABLES,
    Places,
    RoomLine,
    TableLine,
)

if TYPE_CHECKING:
    from grants.plenary.models import Plenary

LONGEST_NAME = 80
LONGEST_NOTE = 160
SEATS = NumberRange(2, MOST_SEATS, _l("Choisissez entre 2 et 100 places."))
MORE = NumberRange(0, MOST_TABLES, _l("Choisissez entre 0 et 500 tables."))


class RoomRow(Row):
    """A room; the empty last row makes a new one."""

    id = HiddenField()
    name = StringField(
        _l("Nom de la salle"), validators=[Length(max=LONGEST_NAME, message=_l("Ce nom est trop long."))]
    )
    note = StringField(
        _l("Comment on y arrive"), validators=[Length(max=LONGEST_NOTE, message=_l("Ce texte est trop long."))]
    )
    more = WholeField(_l("Tables à y ajouter"), validators=[Optional(), MORE])
    gone = BooleanField(_l("Enlever cette salle"))

    @property
    def typed(self) -> bool:
        """Whether it is to be kept: a known room, or a new one with something in it."""
        return not self.gone.data and bool(
            number_of(self.id.data) or self.name.data or self.note.data or self.more.data
        )

    def line(self) -> RoomLine:
        """Return it as plain values."""
        return RoomLine(
            number_of(self.id.data), one_line(self.name.data), one_line(self.note.data), self.more.data or 0
        )


class TableRow(Row):
    """A table."""

    id = HiddenField()
    number = WholeField(
        _l("Numéro"), validators=[NumberRange(1, HIGHEST_NUMBER, _l("Choisissez un numéro entre 1 et 9999."))]
    )
    room = SelectField(_l("Salle"), coerce=int, validate_choice=False)
    fewest = WholeField(_l("Places, au moins"), validators=[SEATS])
    most = WholeField(_l("Places, au plus"), validators=[SEATS])
    accessible = BooleanField(_l("Accessible"))
    gone = BooleanField(_l("Enlever"))

    def line(self) -> TableLine:
        """Return it as plain values."""
        return TableLine(
            number_of(self.id.data),
            self.number.data or 0,
            self.room.data or 0,
            self.fewest.data or 0,
            self.most.data or 0,
            bool(self.accessible.data),
        )


class RoomsForm(RevisedForm):
    """All the rooms, then all the tables; `more` tables stand in no room."""

    rooms = FieldList(FormField(RoomRow), max_entries=MOST_ROOMS + 1)
    tables = FieldList(FormField(TableRow), max_entries=MOST_TABLES)
    more = WholeField(_l("Tables à ajouter, sans salle précise"), validators=[Optional(), MORE])

    def offer(self, plenary: Plenary, nowhere: str) -> None:
        """Let each table stand in one of the rooms, and leave a row for a new room."""
        choices = [(0, nowhere), *((room.id, room.name) for room in plenary.rooms)]
        for row in self.tables:
            row.form.room.choices = choices
        if len(self.rooms) <= MOST_ROOMS and all(number_of(row.form.id.data) for row in self.rooms):
            self.rooms.append_entry()

    def places(self) -> Places:
        """Return what was typed, as plain values."""
        rooms = [row.form.line() for row in self.rooms if row.form.typed]
        tables = [row.form.line() for row in self.tables if not row.form.gone.data]
        return Places(rooms, tables, self.more.data or 0)


def number_of(typed: int | str | None) -> int:
    """Return the number of a hidden field, 0 for anything else."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0
