"""The annex of an act: each project, who carries it, what it asks, what it is proposed or was voted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.budget.papers.blocks import Grid, NewPage, Text, Title, fit
from grants.budget.papers.sums import both, figures, letters
from grants.sheets import CENTS, Column, Table

if TYPE_CHECKING:
    from grants.budget.papers.blocks import Block
    from grants.budget.queries import PaperLine, Papers

TITLE_SIGNS, NAME_SIGNS = 140, 200


def annex(papers: Papers) -> list[Block]:
    """Return the annex, on wide pages."""
    name = _("Annexe à la délibération n°\u00a0%(number)s", number=papers.act.number) if papers.act else _("Annexe")
    total = _("Total des aides : %(total)s.", total=both(papers.total))
    kind = _("Aides en nature, valorisées à part : %(total)s.", total=both(papers.in_kind_total))
    helped = [line for line in papers.lines if line.in_kind or line.in_kind_cents]
    money: list[Block] = [NewPage(wide=True), Title(name), _money(papers), Text(total)]
    return [*money, _in_kind(helped), Text(kind)] if helped else money


def annex_table(papers: Papers) -> Table:
    """Return the annex as a spreadsheet, the SIRET as text."""
    columns = (
        Column(_("Numéro")),
        Column(_("Association")),
        Column(_("SIRET")),
        Column(_("RNA")),
        Column(_("Projet")),
        Column(_("Quartier prioritaire")),
        Column(_("Demandé"), CENTS),
        Column(_amount_word(papers), CENTS),
        Column(_("En lettres")),
        *(Column(each.name, CENTS) for each in papers.envelopes),
        Column(_("Aide en nature")),
        Column(_("Valeur de l’aide en nature"), CENTS),
        Column(_("Ne prennent pas part")),
    )
    rows = [_cells(papers, line) for line in papers.lines]
    return Table(_("Annexe"), columns, rows)


def _amount_word(papers: Papers) -> str:
    """Name the column of what is given."""
    return str(_("Voté") if papers.act else _("Proposé"))


def _cells(papers: Papers, line: PaperLine) -> tuple[str | int | None, ...]:
    """Return one row of the spreadsheet."""
    return (
        line.number,
        line.association,
        line.siret,
        line.rna,
        line.title,
        _yes(line),
        line.requested,
        line.amount,
        "" if line.amount is None else letters(line.amount),
        *(line.shares.get(each.id, 0) for each in papers.envelopes),
        line.in_kind,
        line.in_kind_cents,
        ", ".join(dict.fromkeys(tie.name for tie in line.ties)),
    )


def _yes(line: PaperLine) -> str:
    """Say whether a project is of a priority area."""
    return str(_("oui") if line.priority_area else _("non"))


def _money(papers: Papers) -> Grid:
    """Return the table of the sums."""
    word = _amount_word(papers)
    heads = (
        _("Dossier"), _("Association"), _("SIRET ou RNA"), _("Projet"), _("Quartier prioritaire"), _("Demandé"),
        word, _("En lettres"),
    )  # fmt: skip
    rows = [
        (
            line.number,
            fit(line.association, NAME_SIGNS),
            line.siret or line.rna,
            fit(line.title, TITLE_SIGNS),
            _yes(line),
            figures(line.requested),
            "–" if line.amount is None else figures(line.amount),
            "–" if line.amount is None else letters(line.amount),
        )
        for line in papers.lines
    ]
    asked = figures(sum(line.requested for line in papers.lines))
    foot = (_("Ensemble"), "", "", "", "", asked, figures(papers.total), letters(papers.total))
    return Grid(_("Projets et sommes"), heads, rows, (5, 6), foot, (9, 17, 13, 21, 8, 9, 9, 14))


def _in_kind(helped: list[PaperLine]) -> Grid:
    """Return the table of the help in kind."""
    heads = (_("Dossier"), _("Association"), _("Aide en nature"), _("Valeur"))
    rows = [
        (line.number, fit(line.association, NAME_SIGNS), fit(line.in_kind), figures(line.in_kind_cents))
        for line in helped
    ]
    return Grid(_("Aides en nature"), heads, rows, (3,), (), (12, 26, 47, 15))
