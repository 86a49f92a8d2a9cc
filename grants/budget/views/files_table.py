"""The year's files with their money, for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.budget.forms import STEPS
from grants.sheets import CENTS, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.budget.queries import Desk, FileFigures
    from grants.domain.territory import Territory
    from grants.sheets import Cell


def files_table(desk: Desk, files: Iterable[FileFigures], town: Territory) -> Table:
    """Return the files: who, where, and each step of the money."""
    words = (_("Numéro"), _("Association"), _("SIRET"), _("Projet"), _("État"), _("Quartier prioritaire"))
    more = (_("Quartiers"), _("Enveloppes"))
    sums = (_("Demandé"), _("Plafonné"), _("Proposé"), _("Voté"), _("Engagé"), _("Mandaté"), _("Payé"), _("Reversé"))
    columns = [*map(Column, words), *map(Column, more), *(Column(each, CENTS) for each in sums)]
    quarters = {place.key: place.name for place in town.neighbourhoods}
    names = {each.key: each.name for each in desk.envelopes}
    return Table(
        _("Dossiers %(year)s", year=desk.call.year),
        columns,
        ((*_words(desk, file, quarters, names), *_sums(desk, file)) for file in files),
    )


def _words(desk: Desk, file: FileFigures, quarters: dict[str, str], names: dict[str, str]) -> tuple[Cell, ...]:
    """Return who and where."""
    places = ", ".join(quarters.get(key, key) for key in desk.places.get(file.project_id, []))
    envelopes = ", ".join(names.get(key, key) for key in desk.drawn.get(file.award_id or 0, []))
    area = _("oui") if file.priority_area else _("non")
    return (file.number, file.association, file.siret, file.title, str(STEPS[file.step]), area, places, envelopes)


def _sums(desk: Desk, file: FileFigures) -> tuple[Cell, ...]:
    """Return the steps of the money, empty where nothing was said yet."""
    before = (file.requested, desk.capped(file), file.proposed)
    if file.award_id is None:
        return (*before, None, None, None, None, None)
    return (*before, file.voted, file.committed, file.ordered, file.paid, file.repaid)
