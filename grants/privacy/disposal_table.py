"""What the archives look at, as tables that leave: a list to sign, and how long things are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.privacy.clock_words import FATES, clocks_told, kept_words
from grants.sheets import DAY, INTEGER, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from grants.privacy.models import Disposal, DisposalLine
    from grants.settings import Settings
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


def kept_times(settings: Settings, ends: Iterable[tuple[int, date | None]]) -> Table:
    """Return the table of the clocks, a line each; `ends` are those warned or over, and the next day something ends."""
    names = (_("Quoi"), _("Durée"), _("Depuis"), _("Ensuite"))
    columns = (*map(Column, names), Column(_("Avertis ou au bout"), INTEGER), Column(_("Prochaine fin"), DAY))
    rows = ((*told, *found) for told, found in zip(clocks_told(settings), ends, strict=True))
    return Table(_("Durées de garde"), columns, rows)


def _row(line: DisposalLine) -> tuple[Cell, ...]:
    told = (line.file_number, line.association, line.title)
    done = line.done_at.date() if line.done_at else None
    return (*told, line.opened_on, line.since, line.ended_on, line.papers, kept_words(line.kept_why), done)
