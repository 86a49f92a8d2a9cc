"""The numbers that associations send once their project is voted, and staff note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.applications.models import Application
from grants.budget.queries.payables import payables
from grants.budget.services import Note
from grants.budget.services.payees import note_payee
from grants.db import db
from grants.demo.content import siret_of
from grants.domain.payable import Obstacle

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.calls.models import Call

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
