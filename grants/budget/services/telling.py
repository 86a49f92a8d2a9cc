"""What the people of a file are told of its money, once each: the vote, the order to pay, the payment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.accounts.models import Person
from grants.applications.models import Application
from grants.applications.queries import events_of
from grants.applications.queries.sendings import ORDER_UNDONE, ORDERED, days_of
from grants.applications.services import move_on, note_step, tell
from grants.db import db
from grants.domain.ledger import Kind
from grants.domain.states import State

if TYPE_CHECKING:
    from datetime import date

    from grants.budget.models import Award, LedgerEntry


def note_vote(file: Application, cents: int, act: str, voted_on: date, author: Person) -> None:
    """Note the vote of a file with its act, and write to its people."""
    move_on(file, State.VOTED, author, act=act, on=voted_on.isoformat())
    tell(file, "application_voted", cents=cents, act=act, voted_on=voted_on)


def note_money(kind: Kind, award: Award, file: Application, author: Person) -> None:
    """Note that all of an award is ordered, or paid; a part of it is told on the day the rest follows."""
    if kind is Kind.PAYMENT_ORDER and _all(award, "ordered") and ORDERED not in days_of(file):
        first = all(event.kind != ORDERED for event in events_of(file))
        note_step(file, ORDERED, author.email)
        if first:
            tell(file, "application_ordered", cents=sum(share.ordered_cents for share in award.shares))
    if kind is Kind.PAYMENT and _all(award, "paid") and file.state == State.VOTED:
        move_on(file, State.PAID, author)
        tell(file, "application_paid", cents=sum(share.paid_cents for share in award.shares))


def note_reversal(entry: LedgerEntry, actor: str) -> None:
    """Note that an order which had left is undone: the step is to come again. Nobody is written to twice."""
    if entry.kind != Kind.PAYMENT_ORDER or entry.application_id is None:
        return
    file = db.session.get_one(Application, entry.application_id)
    if ORDERED in days_of(file):
        clerk = db.session.get(Person, int(actor.rpartition(":")[2]))
        note_step(file, ORDER_UNDONE, clerk.email if clerk else actor)


def _all(award: Award, column: str) -> bool:
    """Whether all that is committed of an award reached a step."""
    sums = [(getattr(share, f"{column}_cents"), share.committed_cents) for share in award.shares]
    return any(reached for reached, _ in sums) and all(reached == committed for reached, committed in sums)
