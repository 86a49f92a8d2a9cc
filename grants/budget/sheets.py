"""The tables of payments, for a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.budget.forms.words.obstacles import MARKS, OBSTACLES, PASSINGS
from grants.domain.bank import masked
from grants.domain.identifiers import compact
from grants.sheets import CENTS, DAY, INTEGER, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grants.budget.models import PaymentBatch
    from grants.budget.queries.cumulated import Cumulated
    from grants.budget.queries.payables import Payable
    from grants.budget.queries.payments import BatchRow
    from grants.budget.queries.repayments import Claim
    from grants.budget.queries.year_end import YearEnd
    from grants.sheets import Cell


def payables_table(rows: Iterable[Payable]) -> Table:
    """Return what can be ordered and what stands in the way."""
    columns = (
        Column(_("Dossier")),
        Column(_("Association")),
        Column(_("SIRET")),
        Column(_("IBAN caché")),
        Column(_("Voté"), CENTS),
        Column(_("Mandaté"), CENTS),
        Column(_("Payé"), CENTS),
        Column(_("À mandater aujourd’hui"), CENTS),
        Column(_("Notifié le"), DAY),
        Column(_("À payer avant le"), DAY),
        Column(_("Jours restants"), INTEGER),
        Column(_("Ce qui manque")),
    )
    cells = (
        (
            row.number,
            row.association,
            compact(row.siret),
            row.account,
            row.voted,
            row.ordered,
            row.paid,
            0 if row.obstacles else row.due,
            row.notified_on,
            row.clock.limit,
            row.clock.left,
            ", ".join(str(OBSTACLES[each][0]) for each in row.obstacles),
        )
        for row in rows
    )
    return Table(_("Paiements"), columns, cells)


def batch_table(batch: PaymentBatch, rows: Iterable[BatchRow], *, whole: bool) -> Table:
    """Return a batch as finance takes it; `whole`: with the account numbers in full."""
    columns = (
        Column(_("SIRET")),
        Column(_("Bénéficiaire")),
        Column(_("IBAN") if whole else _("IBAN caché")),
        Column(_("Montant"), CENTS),
        Column(_("Compte")),
        Column(_("Chapitre")),
        Column(_("Enveloppe")),
        Column(_("Délibération")),
        Column(_("Bordereau")),
        Column(_("Date"), DAY),
        Column(_("Dossier")),
        Column(_("Objet")),
    )
    cells = (
        (
            compact(row.siret),
            row.association,
            compact(row.iban) if whole else masked(row.iban),
            row.cents,
            row.account,
            row.chapter,
            row.envelope,
            row.act,
            batch.act,
            batch.dated_on,
            row.number,
            row.title,
        )
        for row in rows
        if not row.undone
    )
    return Table(_("Bordereau"), columns, cells)


def claims_table(rows: Iterable[Claim]) -> Table:
    """Return what was asked back."""
    columns = (
        Column(_("Dossier")),
        Column(_("Association")),
        Column(_("Motif")),
        Column(_("Titre de recette")),
        Column(_("Demandé le"), DAY),
        Column(_("Demandé"), CENTS),
        Column(_("Reçu"), CENTS),
        Column(_("Reçu le"), DAY),
        Column(_("Attendu"), CENTS),
        Column(_("Crédits rétablis"), CENTS),
        Column(_("Close le"), DAY),
        Column(_("Motif de la clôture")),
    )
    cells = (
        (
            row.number, row.association, row.reason, row.act, row.asked_on, row.asked, row.received, row.last_on,
            row.waiting, row.restored, row.ended_on, row.end_reason,
        )
        for row in rows
    )  # fmt: skip
    return Table(_("Reversements"), columns, cells)


def year_end_table(end: YearEnd) -> Table:
    """Return a year at the end of a day, file by file."""
    columns = (
        Column(_("Dossier")),
        Column(_("Association")),
        Column(_("Enveloppes")),
        Column(_("Voté"), CENTS),
        Column(_("Dégagé"), CENTS),
        Column(_("Mandaté"), CENTS),
        Column(_("Payé"), CENTS),
        Column(_("Reversé"), CENTS),
        Column(_("Voté et non mandaté"), CENTS),
        Column(_("Suite")),
        Column(_("Motif")),
    )
    names = {each.id: each.name for each in end.envelopes}
    cells = (
        (
            file.number, file.association, ", ".join(names[each] for each in file.envelopes),
            file.sums.voted, file.sums.released, file.sums.ordered, file.sums.paid, file.sums.repaid,
            file.sums.unordered, str(PASSINGS[file.choice.passing]) if file.choice and file.sums.unordered else "",
            file.choice.reason if file.choice else "",
        )
        for file in end.files
    )  # fmt: skip
    return Table(_("Fin d’année au %(day)s", day=end.day.strftime("%d-%m-%Y")), columns, cells)


def cumulated_table(rows: Iterable[Cumulated], year: int, beside: Iterable[int]) -> Table:
    """Return what each association received in a year, the years before beside it."""
    others = list(beside)
    columns = (
        Column(_("Association")),
        Column(_("SIRET")),
        Column(_("Aides"), INTEGER),
        Column(_("Dispositifs")),
        Column(_("Argent %(year)s", year=year), CENTS),
        Column(_("En nature %(year)s", year=year), CENTS),
        Column(_("Ensemble %(year)s", year=year), CENTS),
        *(Column(_("Ensemble %(year)s", year=other), CENTS) for other in others),
        Column(_("À savoir")),
        Column(_("Conventions")),
    )
    cells: Iterator[list[Cell]] = (
        [
            row.name, compact(row.siret), row.awards, ", ".join(row.schemes), row.received.money,
            row.received.in_kind, row.received.whole, *(row.sums.get(other, 0) for other in others),
            str(MARKS[row.mark]), ", ".join(each.reference for each in row.agreements),
        ]
        for row in rows
    )  # fmt: skip
    return Table(_("Cumuls %(year)s", year=year), columns, cells)
