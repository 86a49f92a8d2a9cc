"""Whom to pay: what staff note of account and SIRET, and the log of who saw an account in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants import audit
from grants.budget.models import Payee
from grants.budget.services.ledger import Note, actor_of
from grants.db import db
from grants.domain import identifiers
from grants.domain.bank import masked
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.applications.models import Application
    from grants.budget.models import PaymentBatch
    from grants.calls.models import Call


def note_payee(file: Application, iban: str, siret: str, author: Person, note: Note) -> Payee:
    """Note the account or the SIRET that the association gave after its file was sent, and on which paper.

    The log keeps the account masked. Raises RuleError `payee_empty`, `payee_iban`, `payee_siret`, `reason_missing`.
    """
    note.demand_reason()
    if not iban.strip() and not siret.strip():
        raise RuleError("payee_empty")
    noted = Payee(
        application_id=file.id,
        iban=_read("iban", iban),
        siret=_read("siret", siret),
        reason=note.reason.strip(),
        actor=actor_of(author),
    )
    db.session.add(noted)
    told = {"iban": masked(noted.iban), "siret": noted.siret, "reason": noted.reason}
    audit.record(actor_of(author), "payee_noted", f"application:{file.id}", told, year=file.call.year)
    return noted


def _read(key: str, text: str) -> str:
    """Read a number, or nothing; raises RuleError."""
    if not text.strip():
        return ""
    try:
        return identifiers.iban(text) if key == "iban" else identifiers.siret(text)
    except identifiers.IdentifierError as error:
        code = f"payee_{key}"
        raise RuleError(code) from error


def note_sight(file: Application, author: Person) -> None:
    """Write in the log that somebody saw the account of a file in full."""
    audit.record(actor_of(author), "account_seen", f"application:{file.id}", {"file": file.number}, year=file.call.year)


def note_export(call: Call, batch: PaymentBatch, ending: str, files: int, author: Person) -> None:
    """Write in the log that somebody took a batch with its accounts in full."""
    told = {"act": batch.act, "format": ending, "lines": files}
    audit.record(actor_of(author), "accounts_exported", f"batch:{batch.id}", told, year=call.year)
