"""How an award moves one step, envelope after envelope, and how orders and payments fall into their batch."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from grants.accounts.models import Person
from grants.budget.models import LedgerEntry, PaymentBatch, PaymentBatchLine
from grants.budget.queries import balance_of
from grants.budget.queries.payments import open_orders
from grants.budget.services.ledger import Note, Posting, actor_of, post
from grants.budget.services.telling import note_money
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.ledger import ABOVE, BELOW, STEP, Kind, room

if TYPE_CHECKING:
    from grants.applications.models import Application
    from grants.budget.models import Award
    from grants.budget.queries.payments import OpenOrder

LEAVES_TOWN = frozenset({Kind.PAYMENT_ORDER, Kind.PAYMENT})
"""Kinds that bring money out: never for a project that was withdrawn; their lines stand in a batch."""


@dataclass(slots=True)
class Mover:
    """Writes the lines of one act, numbered one after the other, in the batch of its day if it brings money out."""

    kind: Kind
    author: Person
    note: Note
    on: date
    line: int = 0
    cents: int = 0
    batch: PaymentBatch | None = None
    entries: list[LedgerEntry] = field(default_factory=list)

    def rooms(self, award: Award) -> dict[int, int]:
        """Return how far each envelope's share can still move, in cents."""
        column, change = STEP[self.kind]
        return {share.envelope_id: room(column, change, balance_of(share)) for share in award.shares}

    def move(self, award: Award, file: Application, cents: int) -> None:
        """Move part of an award, envelope after envelope; raises RuleError with what is allowed.

        A payment pays the oldest orders of the file first.
        """
        rooms = self.rooms(award)
        allowed = sum(rooms.values())
        if cents > allowed:
            column, change = STEP[self.kind]
            raise RuleError((ABOVE if change > 0 else BELOW)[column], asked=cents, allowed=allowed)
        waiting = open_orders(file.call, file.id) if self.kind is Kind.PAYMENT else []
        for envelope_id, most in rooms.items():
            part = min(cents, most)
            cents -= part
            for order in waiting:
                paid = min(part, order.left) if order.envelope_id == envelope_id else 0
                self._post(award, envelope_id, paid, order.entry_id)
                part -= paid
            self._post(award, envelope_id, part)
        note_money(self.kind, award, file, self.author)

    def pay(self, award: Award, file: Application, orders: list[OpenOrder]) -> None:
        """Pay these orders of one file, each whole, within what is ordered and not paid."""
        rooms = self.rooms(award)
        for order in orders:
            paid = min(order.left, rooms[order.envelope_id])
            self._post(award, order.envelope_id, paid, order.entry_id)
            rooms[order.envelope_id] -= paid
        note_money(self.kind, award, file, self.author)

    def _post(self, award: Award, envelope_id: int, cents: int, settles: int | None = None) -> None:
        """Write one line; nothing when there is nothing to move."""
        if not cents:
            return
        self.line += 1
        self.cents += cents
        entry = post(
            Posting(
                kind=self.kind,
                envelope_id=envelope_id,
                cents=cents,
                actor=actor_of(self.author),
                note=self.note,
                line=self.line,
                application_id=award.application_id,
                award_id=award.id,
            )
        )
        self.entries.append(entry)
        if self.kind in LEAVES_TOWN:
            self._keep(entry, settles)

    def _keep(self, entry: LedgerEntry, settles: int | None) -> None:
        """Put a line in the batch of the act."""
        if self.batch is None:
            self.batch = PaymentBatch(
                call_id=entry.call_id,
                kind=self.kind.value,
                act=self.note.act.strip(),
                dated_on=self.on,
                actor=actor_of(self.author),
            )
            db.session.add(self.batch)
            db.session.flush()
        db.session.add(PaymentBatchLine(entry_id=entry.id, batch_id=self.batch.id, settles_id=settles))
        db.session.flush()
