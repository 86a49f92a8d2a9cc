"""The list of reports, for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.reports.forms import STATUSES
from grants.sheets import CENTS, DAY, INTEGER, MOMENT, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.reports.queries import ReportRow
    from grants.sheets import Cell


def sheet_of(rows: Iterable[ReportRow]) -> Table:
    """Return the list, with how to reach each association."""
    columns = (
        Column(_("Numéro")),
        Column(_("Association")),
        Column(_("SIRET")),
        Column(_("Projet")),
        Column(_("Bilan")),
        Column(_("Reçu le"), MOMENT),
        Column(_("Attendu le"), DAY),
        Column(_("Voté"), CENTS),
        Column(_("Courriers"), INTEGER),
        Column(_("Dernier courrier"), MOMENT),
        Column(_("Contact")),
        Column(_("E-mail")),
        Column(_("Téléphone")),
    )
    return Table(_("Les bilans"), columns, map(_cells, rows))


def _cells(row: ReportRow) -> tuple[Cell, ...]:
    """Return the cells of one file."""
    told = (str(STATUSES[row.status]), row.received_at, row.report_by)
    written = (row.reminders, row.reminded_at, row.contact, row.email, row.phone)
    return (row.number, row.association, row.siret, row.title, *told, row.voted_cents, *written)
