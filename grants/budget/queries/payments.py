"""What is read of payments: what can be ordered, what waits to be paid, the batches. All in cents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.budget.models import (
    Award,
    Deliberation,
    Envelope,
    LedgerEntry,
    Payee,
    PaymentBatch,
    PaymentBatchLine,
)
from grants.db import db
from grants.domain.ledger import Kind
from grants.projects.models import Project

if TYPE_CHECKING:
    from sqlalchemy import Select

    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """A line that was ordered, with what was paid of it; a line that was undone is not there."""

    entry_id: int
    batch_id: int | None
    application_id: int
    envelope_id: int
    cents: int
    paid: int

    @property
    def left(self) -> int:
        """What is still to be paid."""
        return self.cents - self.paid


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it is listed: `cents` less what was undone since, `paid` for orders."""

    id: int
    kind: Kind
    act: str
    dated_on: date
    made_at: datetime
    actor: str
    files: int
    cents: int
    undone: int
    paid: int


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A line of a batch, with all that finance needs; `iban` and `siret` are as given, never shown on a page."""

    entry_id: int
    number: str
    association: str
    title: str
    siret: str
    iban: str
    envelope: str
    account: str
    chapter: str
    act: str
    cents: int
    paid: int
    undone: bool

    @property
    def left(self) -> int:
        """What is still to be paid of an order."""
        return 0 if self.undone else self.cents - self.paid


def _paid_by_order() -> Select[int | None, int]:
    """Sum what was paid of each order."""
    line, entry = aliased(PaymentBatchLine), aliased(LedgerEntry)
    return (
        select(line.settles_id.label("order_id"), func.sum(entry.amount_cents).label("paid"))
        .join(entry, line.entry_id == entry.id)
        .where(line.settles_id.is_not(None))
        .group_by(line.settles_id)
    )


def open_orders(call: Call, application_id: int | None = None) -> list[OpenOrder]:
    """Return the orders of a call, or of one of its files, oldest first, those undone left out."""
    paid, undoing = _paid_by_order().subquery(), aliased(LedgerEntry)
    query = (
        select(LedgerEntry, PaymentBatchLine.batch_id, paid.c.paid)
        .outerjoin(PaymentBatchLine, PaymentBatchLine.entry_id == LedgerEntry.id)
        .outerjoin(paid, paid.c.order_id == LedgerEntry.id)
        .outerjoin(undoing, undoing.reverses_id == LedgerEntry.id)
        .where(LedgerEntry.call_id == call.id, LedgerEntry.kind == Kind.PAYMENT_ORDER, undoing.id.is_(None))
    )
    if application_id is not None:
        query = query.where(LedgerEntry.application_id == application_id)
    return [
        OpenOrder(entry.id, batch_id, entry.application_id or 0, entry.envelope_id, entry.amount_cents, int(done or 0))
        for entry, batch_id, done in db.session.execute(query.order_by(LedgerEntry.id))
    ]


def is_paid(entry_id: int) -> bool:
    """Tell whether anything was paid of an order."""
    return db.session.scalar(select(PaymentBatchLine.entry_id).filter_by(settles_id=entry_id).limit(1)) is not None


def batches_of(call: Call) -> list[Batch]:
    """Return the batches of a call, newest first."""
    paid, undoing, entry = _paid_by_order().subquery(), aliased(LedgerEntry), LedgerEntry
    undone = func.sum(func.coalesce(undoing.amount_cents, 0))
    query = (
        select(
            PaymentBatch,
            func.count(func.distinct(entry.application_id)),
            func.sum(entry.amount_cents),
            undone,
            func.sum(func.coalesce(paid.c.paid, 0)),
        )
        .join(PaymentBatchLine, PaymentBatchLine.batch_id == PaymentBatch.id)
        .join(entry, PaymentBatchLine.entry_id == entry.id)
        .outerjoin(undoing, undoing.reverses_id == entry.id)
        .outerjoin(paid, paid.c.order_id == entry.id)
        .where(PaymentBatch.call_id == call.id)
        .group_by(PaymentBatch.id)
        .order_by(PaymentBatch.id.desc())
    )
    return [
        Batch(
            each.id, Kind(each.kind), each.act, each.dated_on, each.made_at, each.actor,
            files, int(cents) - int(gone), int(gone), int(done),
        )
        for each, files, cents, gone, done in db.session.execute(query)
    ]  # fmt: skip


def batch_of(call: Call, number: int) -> PaymentBatch | None:
    """Return one batch of a call."""
    return db.session.scalar(select(PaymentBatch).filter_by(call_id=call.id, id=number))


def rows_of(batch: PaymentBatch) -> list[BatchRow]:
    """Return the lines of a batch, in the order they were written."""
    paid, undoing = _paid_by_order().subquery(), aliased(LedgerEntry)
    query = (
        select(
            LedgerEntry, Application, Association, Project.title, Envelope, Deliberation.number, paid.c.paid, undoing.id
        )
        .join(PaymentBatchLine, PaymentBatchLine.entry_id == LedgerEntry.id)
        .join(Envelope, LedgerEntry.envelope_id == Envelope.id)
        .join(Application, LedgerEntry.application_id == Application.id)
        .join(Project, Application.project_id == Project.id)
        .join(Association, Project.association_id == Association.id)
        .join(Award, Award.application_id == Application.id)
        .join(Deliberation, Award.deliberation_id == Deliberation.id)
        .outerjoin(undoing, undoing.reverses_id == LedgerEntry.id)
        .outerjoin(paid, paid.c.order_id == LedgerEntry.id)
        .where(PaymentBatchLine.batch_id == batch.id)
        .order_by(LedgerEntry.id)
    )
    noted = payees_of(batch.call_id)
    found = []
    for entry, file, association, title, envelope, act, done, undone_by in db.session.execute(query):
        iban, siret = bank_details(file, association, noted.get(file.id))
        found.append(
            BatchRow(
                entry_id=entry.id,
                number=file.number or "",
                association=association.name,
                title=title,
                siret=siret,
                iban=iban,
                envelope=envelope.name,
                account=envelope.account,
                chapter=envelope.chapter,
                act=act,
                cents=entry.amount_cents,
                paid=int(done or 0),
                undone=undone_by is not None,
            )
        )
    return found


def payees_of(call_id: int) -> dict[int, Payee]:
    """Return what staff noted last of whom to pay, by file."""
    query = (
        select(Payee).join(Application, Payee.application_id == Application.id).where(Application.call_id == call_id)
    )
    return {each.application_id: each for each in db.session.scalars(query.order_by(Payee.id))}


def bank_details(file: Application, association: Association, noted: Payee | None) -> tuple[str, str]:
    """Return the account and the SIRET of whom to pay: as staff noted them last, else as the file and directory say."""
    answers = file.answers
    iban = noted.iban if noted and noted.iban else str(answers.get("iban", ""))
    siret = noted.siret if noted and noted.siret else association.siret or str(answers.get("siret", ""))
    return iban, siret


def payee_of(file: Application) -> tuple[str, str]:
    """Return the account and the SIRET of whom to pay for one file."""
    association = db.session.scalar(
        select(Association).join(Project, Project.association_id == Association.id).where(Project.id == file.project_id)
    )
    noted = db.session.scalar(select(Payee).filter_by(application_id=file.id).order_by(Payee.id.desc()).limit(1))
    return bank_details(file, association or Association(name="", siret=None), noted)


def file_of(call: Call, number: str) -> Application | None:
    """Return a file of a call by its number."""
    return db.session.scalar(select(Application).filter_by(call_id=call.id, number=number))
