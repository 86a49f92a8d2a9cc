"""A list that the archives sign, as a table that leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.privacy.clock_words import FATES, kept_words
from grants.sheets import DAY, INTEGER, Column, Table

if TYPE_CHECKING:
    from grants.privacy.models import Disposal, DisposalLine
    from grants.sheets.table import Cell


def listed(disposal: Disposal) -> Table:
    """Return the table of a list, a line a file."""
    columns = (
        *map(Column, (_("Dossier"), _("Association"), _("Projet"))),
        *(Column(each, DAY) for each in (_("Ouvert le"), _("Durée comptée depuis le"), _("Au bout le"))),
        Column(_("Messages"), INTEGER),
        Column(_("Gardé, pourquoi")),
        Column(_("Vidé le"), DAY),
    )
    return Table(f"{FATES[disposal.fate]} {disposal.number}", columns, map(_row, disposal.lines))


def _row(line: DisposalLine) -> tuple[Cell, ...]:
    told = (line.file_number, line.association, line.title)
    done = line.done_at.date() if line.done_at else None
    return (*told, line.opened_on, line.since, line.ended_on, line.papers, kept_words(line.kept_why), done)
