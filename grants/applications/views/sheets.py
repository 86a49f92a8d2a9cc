"""The desk's tables as spreadsheets: the files of a call as chosen on screen, and what is asked in kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort
from flask_babel import get_locale
from flask_babel import gettext as _

from grants.applications.forms import STATES
from grants.applications.queries import call_of, files_of_call
from grants.applications.queries.kind import demands_of
from grants.applications.views.blueprint import bp
from grants.applications.views.staff import asked_of_desk
from grants.domain.states import UNDER_WAY
from grants.security import FILES, STAFF, open_to
from grants.sheets import CENTS, DAY, INTEGER, MOMENT, Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from flask.typing import ResponseReturnValue

    from grants.applications.queries import FileRow
    from grants.domain.catalogue import Demand
    from grants.sheets import Cell


@bp.get("/gestion/dossiers.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, FILES, listed=True)
def desk_sheet(ending: str) -> ResponseReturnValue:
    """Give the files of a call as chosen on screen."""
    call, state = asked_of_desk()
    if call is None:
        abort(404)
    return sent(_files(files_of_call(call, state)), ending, f"dossiers-{call.year}")


@bp.get("/gestion/nature/<int(max=9999):year>.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, FILES)
def in_kind_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give what is asked of the town's catalogue, one line for each file that asks."""
    call = call_of(year) or abort(404)
    return sent(_in_kind(demands_of(call)), ending, f"nature-{call.year}")


def _files(rows: Iterable[FileRow]) -> Table:
    """Return the list of files."""
    columns = (
        Column(_("Numéro")),
        Column(_("Projet")),
        Column(_("Association")),
        Column(_("SIRET")),
        Column(_("État")),
        Column(_("Reçu"), MOMENT),
        Column(_("Répondre avant"), DAY),
        Column(_("Demandé"), CENTS),
    )
    return Table(_("Les dossiers"), columns, map(_file, rows))


def _file(row: FileRow) -> tuple[Cell, ...]:
    """Return the cells of one file; what a draft asks is not told yet."""
    due = row.silence_on if row.state in UNDER_WAY else None
    asked = row.requested_cents if row.sent_at else None
    return (row.number, row.title, row.name, row.siret, str(STATES[row.state]), row.sent_at, due, asked)


def _in_kind(demands: Iterable[Demand]) -> Table:
    """Return what is asked of each thing, and by whom."""
    columns = (
        Column(_("Quoi")),
        Column(_("La ville en a"), INTEGER),
        Column(_("Dossier")),
        Column(_("Association")),
        Column(_("Demandé"), INTEGER),
        Column(_("Valeur"), CENTS),
    )
    return Table(_("L’aide en nature"), columns, (row for demand in demands for row in _asked(demand)))


def _asked(demand: Demand) -> Iterator[tuple[Cell, ...]]:
    """Give one line for each file that asks for a thing, one without a file when nobody does."""
    thing = (demand.aid.name_in(str(get_locale())), demand.aid.stock)
    if not demand.by:
        yield (*thing, None, None, 0, 0)
    for file, quantity in demand.by:
        said = (getattr(file, "number", ""), getattr(file, "answers", {}).get("name", ""))
        yield (*thing, *said, quantity, quantity * demand.aid.value_cents)
