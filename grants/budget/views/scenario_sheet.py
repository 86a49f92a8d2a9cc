"""The comparison of scenarios as a table that leaves: what each file receives and would receive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.sheets import CENTS, Column, Table

if TYPE_CHECKING:
    from grants.budget.queries import Comparison


def files_table(comparison: Comparison) -> Table:
    """Return the table; its name and each of its heads say that nothing of it is real."""
    tried = [each.scenario.name for each in comparison.tried if each.outcome]
    columns = [
        Column(_("Numéro")),
        Column(_("Association")),
        Column(_("Projet")),
        Column(_("Demandé"), CENTS),
        Column(_("L’année telle qu’elle est"), CENTS),
    ]
    for name in tried:
        columns += [
            Column(_("Scénario «\u00a0%(name)s\u00a0»", name=name), CENTS),
            Column(_("Différence («\u00a0%(name)s\u00a0»)", name=name), CENTS),
        ]
    rows = [
        (
            row.number,
            row.file.association if row.file else "",
            row.file.title if row.file else "",
            row.asked,
            row.real,
            *(cell for cents in row.others for cell in (cents, None if cents is None else cents - row.real)),
        )
        for row in comparison.rows
    ]
    return Table(_("Scénarios, rien de réel"), columns, rows)
