"""What comes after the vote: numbers that associations send late, money that comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.applications.models import Application
from grants.budget.queries.payables import payables, town_day
from grants.budget.services import Note
from grants.budget.services.payees import note_payee
from grants.budget.services.repayments import Receipt, ask_back, receive
from grants.db import db
from grants.demo.content import siret_of
from grants.domain.payable import Obstacle
from grants.domain.year_end import Return

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.calls.models import Call

LEAST = 100_000
"""Cents paid to a project before some is asked back."""
FIRST = 500
"""The first SIRET of those that came late; the others are lower."""


def note_numbers(call: Call, clerk: Person, *, leave: int = 0) -> None:
    """Note the SIRET of the files that lacked one; the last ones still wait for theirs."""
    waiting = [row for row in payables(call) if Obstacle.SIRET_MISSING in row.obstacles]
    for row in waiting[: max(0, len(waiting) - leave)]:
        file = db.session.get_one(Application, row.file_id)
        note = Note(reason="Avis de situation de l’INSEE, reçu par message")
        note_payee(file, "", siret_of(FIRST + (file.serial or 0)), clerk, note)
    db.session.flush()


def ask_some_back(call: Call, clerk: Person) -> None:
    """Ask money back of one project that cost less, and have half of it come."""
    row = next((each for each in payables(call) if each.paid >= LEAST), None)
    if row is None:
        return
    today, note = town_day(call), Note(reason="Sortie annulée : une partie des achats n’a pas été faite", act="T-0412")
    claim = ask_back(row.award_id, LEAST // 5, today, clerk, note)
    if claim is not None:
        receive(claim, Receipt(LEAST // 10, today, Return.REVENUE), clerk, Note())
