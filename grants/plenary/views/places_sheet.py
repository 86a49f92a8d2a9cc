"""The tables and the hours of an evening as spreadsheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.plenary import wording
from grants.plenary.queries import day_of, named_tables, projects_of
from grants.plenary.views import bp
from grants.plenary.views.desk import PLACE
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to
from grants.sheets import INTEGER, Column, Table, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get(f"{PLACE}/tables.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def tables_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the tables staff named, with their rooms and seats."""
    tables = named_tables(asked_plenary(year))
    columns = (
        Column(_("Table"), INTEGER),
        Column(_("Salle")),
        Column(_("Places, au moins"), INTEGER),
        Column(_("Places, au plus"), INTEGER),
        Column(_("Accessible")),
    )
    rows = (
        (table.number, table.room, table.fewest, table.most, _("oui") if table.accessible else _("non"))
        for table in tables
    )
    return sent(Table(_("Les tables"), columns, rows), ending, f"pleniere-{year}-tables")


@bp.get(f"{PLACE}/deroule.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def schedule_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the hours of the day."""
    plenary = asked_plenary(year)
    day = day_of(plenary, None, len(projects_of(plenary.call)))
    columns = (Column(_("Début")), Column(_("Fin")), Column(_("Minutes"), INTEGER), Column(_("Moment")))
    rows = (
        (f"{moment.starts:%H:%M}", f"{moment.ends:%H:%M}", moment.minutes, wording.moment_label(moment))
        for moment in day.moments
    )
    return sent(Table(_("Le déroulé"), columns, rows), ending, f"pleniere-{year}-deroule")
