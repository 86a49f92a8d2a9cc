"""The comparison of scenarios as tables that leave: their figures, and what each file would receive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.sheets import CENTS, INTEGER, Column, Table

if TYPE_CHECKING:
    from grants.budget.queries import Comparison
    from grants.domain.scenario import Outcome
    from grants.sheets import Cell


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


def figures_table(comparison: Comparison) -> Table:
    """Return the figures, one line for the year as it is, then one for each scenario."""
    names = [_("L’année telle qu’elle est")]
    names += [
        _("Scénario «\u00a0%(name)s\u00a0»", name=each.scenario.name) for each in comparison.tried if each.outcome
    ]
    columns = [
        Column(_("Scénarios, rien de réel")),
        Column(_("Plafond par projet"), CENTS),
        *(
            Column(_("Plafond commun de «\u00a0%(name)s\u00a0»", name=name), CENTS)
            for name in comparison.names.values()
        ),
        Column(_("Proposé en tout"), CENTS),
        *(Column(_("Reste de «\u00a0%(name)s\u00a0»", name=name), CENTS) for name in comparison.names.values()),
        Column(_("Dossiers"), INTEGER),
        Column(_("Servis en entier"), INTEGER),
        Column(_("Plus petite aide"), CENTS),
        Column(_("Aide médiane"), CENTS),
        Column(_("Plus grande aide"), CENTS),
        Column(_("Aide minimale"), CENTS),
        Column(_("Dossiers en dessous"), INTEGER),
        Column(_("Il manque"), CENTS),
    ]
    rows = [
        (name, *_figures(outcome, list(comparison.names)))
        for name, outcome in zip(names, comparison.outcomes, strict=True)
    ]
    return Table(_("Scénarios, rien de réel"), columns, rows)


def _figures(outcome: Outcome, keys: list[str]) -> list[Cell]:
    """Return the cells of one line, after its name."""
    caps = {key: group["cents"] for group in outcome.results["common_caps"] for key in group["envelopes"]}
    floor = outcome.floor
    return [
        outcome.inputs["cap"],
        *(caps.get(key) for key in keys),
        outcome.total,
        *(outcome.left.get(key) for key in keys),
        outcome.files,
        outcome.whole,
        outcome.least,
        outcome.median,
        outcome.most,
        *((floor.cents, floor.below, floor.missing) if floor else (None, None, None)),
    ]
