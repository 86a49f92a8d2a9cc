"""From the vote to the bank: payment orders, payments, what is released or paid back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.accounts.models import Person
from grants.budget.models import Award
from grants.budget.queries import awards_of, balance_of
from grants.budget.services.ledger import Note, Posting, actor_of, post, take_pen
from grants.budget.services.telling import note_money
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.ledger import ABOVE, BELOW, STEP, Kind, check_amount, room
from grants.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Collection

    from grants.applications.models import Application
    from grants.calls.models import Call

SAYS_WHY = frozenset({Kind.RELEASE, Kind.REPAYMENT})
"""Kinds that ask for a written reason."""

LEAVES_TOWN = frozenset({Kind.PAYMENT_ORDER, Kind.PAYMENT})
"""Kinds that bring money out: never for a project that was withdrawn."""


def order_payments(call: Call, author: Person, note: Note, awards: Collection[int] | None = None) -> int | None:
    """Order all that is voted and not ordered yet, or only these awards; return cents, None when done already.

    Raises RuleError `nothing_to_order`.
    """
    return _all(Kind.PAYMENT_ORDER, call, author, note, awards)


def record_payments(call: Call, author: Person, note: Note, awards: Collection[int] | None = None) -> int | None:
    """Note that all orders, or those of these awards, were paid; return cents, None when done already.

    Raises RuleError `nothing_to_pay`.
    """
    return _all(Kind.PAYMENT, call, author, note, awards)


def move_award(kind: Kind, award_id: int, cents: int, author: Person, note: Note) -> bool:
    """Order, pay, release or take back part of one award, over its envelopes in their order; False when done already.

    Raises RuleError `award_unknown`, `reason_missing`, `amount_zero`, `amount_negative`, `project_withdrawn`, or the
    ceiling in the way with what was asked and what is allowed.
    """
    if not take_pen(note):
        return False
    award = db.session.get(Award, award_id)
    if award is None or award.application is None:
        raise RuleError("award_unknown")
    if kind in SAYS_WHY:
        note.demand_reason()
    check_amount(kind, cents)
    if kind in LEAVES_TOWN and award.application.state == State.WITHDRAWN:
        raise RuleError("project_withdrawn", number=award.application.number)
    _Mover(kind, author, note).move(award, award.application, cents)
    return True


def _all(kind: Kind, call: Call, author: Person, note: Note, only: Collection[int] | None) -> int | None:
    """Move all that can be moved one step, file by file."""
    if not take_pen(note):
        return None
    total, mover = 0, _Mover(kind, author, note)
    for award in awards_of(call):
        cents = sum(mover.rooms(award).values())
        file = award.application
        if cents and file and (only is None or award.id in only) and file.state != State.WITHDRAWN:
            mover.move(award, file, cents)
            total += cents
    if not total:
        raise RuleError("nothing_to_order" if kind is Kind.PAYMENT_ORDER else "nothing_to_pay")
    return total


@dataclass(slots=True)
class _Mover:
    """Writes the lines of one act, numbered one after the other."""

    kind: Kind
    author: Person
    note: Note
    line: int = 0

    def rooms(self, award: Award) -> dict[int, int]:
        """Return how far each envelope's share can still move, in cents."""
        column, change = STEP[self.kind]
        return {share.envelope_id: room(column, change, balance_of(share)) for share in award.shares}

    def move(self, award: Award, file: Application, cents: int) -> None:
        """Move part of an award, envelope after envelope; raises RuleError with what is allowed."""
        rooms = self.rooms(award)
        allowed = sum(rooms.values())
        if cents > allowed:
            column, change = STEP[self.kind]
            raise RuleError((ABOVE if change > 0 else BELOW)[column], asked=cents, allowed=allowed)
        for envelope_id, most in rooms.items():
            part = min(cents, most)
            if part:
                self._post(award, envelope_id, part)
                cents -= part
        note_money(self.kind, award, file, self.author)

    def _post(self, award: Award, envelope_id: int, cents: int) -> None:
        self.line += 1
        post(
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
