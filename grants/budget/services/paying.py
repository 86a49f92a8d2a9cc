"""From the vote to the bank: payment orders and payments in batches, and one award moved one step."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from grants.budget.models import Award, PaymentBatch
from grants.budget.queries import awards_of, deliberations_of
from grants.budget.queries.payables import payables, town_day
from grants.budget.queries.payments import open_orders
from grants.budget.services.ledger import take_pen
from grants.budget.services.moving import LEAVES_TOWN, Mover
from grants.budget.services.repayments import note_direct
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind, check_amount
from grants.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from grants.accounts.models import Person
    from grants.budget.queries.payables import Payable
    from grants.budget.queries.payments import OpenOrder
    from grants.budget.services.ledger import Note
    from grants.calls.models import Call

SAYS_WHY = frozenset({Kind.RELEASE, Kind.REPAYMENT})
"""Kinds that ask for a written reason."""


def order_payments(call: Call, author: Person, note: Note) -> int | None:
    """Order all that can be ordered today; return cents, None when done already.

    Raises RuleError `nothing_to_order`.
    """
    batch = order_batch(call, None, town_day(call), author, note)
    return batch[1] if batch else None


def record_payments(call: Call, author: Person, note: Note) -> int | None:
    """Note that all orders were paid; return cents, None when done already.

    Raises RuleError `nothing_to_pay`.
    """
    batch = pay_batch(call, None, town_day(call), author, note)
    return batch[1] if batch else None


def order_batch(
    call: Call, chosen: Mapping[int, int] | None, on: date, author: Person, note: Note
) -> tuple[PaymentBatch, int] | None:
    """Order these awards, each for the cents its clerk saw due, or all; None when done already. Return cents too.

    Whole or not at all. Raises RuleError `nothing_chosen`, `nothing_to_order`, `file_unknown`, `order_changed` (number,
    asked, allowed), `order_<obstacle>` (number), `slip_in_future`, `slip_before_vote`.
    """
    if not take_pen(note):
        return None
    _check_day(call, on)
    wanted = _wanted({row.award_id: row for row in payables(call)}, chosen)
    mover = Mover(Kind.PAYMENT_ORDER, author, note, on)
    for award in awards_of(call):
        if award.id in wanted and award.application:
            mover.move(award, award.application, wanted[award.id])
    if mover.batch is None:
        raise RuleError("nothing_to_order")
    return mover.batch, mover.cents


def _wanted(rows: Mapping[int, Payable], chosen: Mapping[int, int] | None) -> dict[int, int]:
    """Return the cents to order by award; what a clerk chose must still be what is due."""
    if chosen is None:
        return {row.award_id: row.due for row in rows.values() if row.ready}
    if not chosen:
        raise RuleError("nothing_chosen")
    for award_id, seen in chosen.items():
        row = rows.get(award_id)
        if row is None:
            raise RuleError("file_unknown")
        check_payable(row)
        if row.due != seen:
            raise RuleError("order_changed", number=row.number, asked=seen, allowed=row.due)
    return dict(chosen)


def check_payable(row: Payable) -> None:
    """Raise RuleError `order_<obstacle>` for what stands between a file and its order."""
    for obstacle in row.obstacles:
        code = f"order_{obstacle.value}"
        raise RuleError(code, number=row.number)


def _check_file(call: Call, award_id: int) -> None:
    """Hold one file to what finance needs."""
    for row in payables(call):
        if row.award_id == award_id:
            check_payable(row)


def pay_batch(
    call: Call, chosen: Mapping[int, int] | None, on: date, author: Person, note: Note
) -> tuple[PaymentBatch, int] | None:
    """Note that finance paid these orders (lines of the ledger), each for the cents its clerk saw left, or all.

    None when done already. Raises RuleError `nothing_chosen`, `nothing_to_pay`, `line_unknown`, `payment_changed`
    (number, asked, allowed), `slip_in_future`, `slip_before_vote`.
    """
    if not take_pen(note):
        return None
    _check_day(call, on)
    by_file: dict[int, list[OpenOrder]] = defaultdict(list)
    for order in _to_pay(call, chosen):
        by_file[order.application_id].append(order)
    mover = Mover(Kind.PAYMENT, author, note, on)
    for award in awards_of(call):
        file = award.application
        if file and file.id in by_file and file.state != State.WITHDRAWN:
            mover.pay(award, file, by_file[file.id])
    if mover.batch is None:
        raise RuleError("nothing_to_pay")
    return mover.batch, mover.cents


def _to_pay(call: Call, chosen: Mapping[int, int] | None) -> list[OpenOrder]:
    """Return the orders to pay; what a clerk chose must still be what is left."""
    waiting = open_orders(call)
    if chosen is None:
        return [order for order in waiting if order.left]
    if not chosen:
        raise RuleError("nothing_chosen")
    known = {order.entry_id: order for order in waiting}
    for entry_id, seen in chosen.items():
        if entry_id not in known:
            raise RuleError("line_unknown", number=entry_id)
        if known[entry_id].left != seen:
            raise RuleError("payment_changed", number=entry_id, asked=seen, allowed=known[entry_id].left)
    return [known[entry_id] for entry_id in chosen]


def _check_day(call: Call, on: date) -> None:
    """Hold the day of a slip to the calendar."""
    if on > town_day(call):
        raise RuleError("slip_in_future", day=on)
    voted = [act.voted_on for act in deliberations_of(call) if act.voted_on]
    if voted and on < min(voted):
        raise RuleError("slip_before_vote", day=on, voted_on=min(voted))


def move_award(kind: Kind, award_id: int, cents: int, author: Person, note: Note) -> bool:
    """Order, pay, release or take back part of one award, over its envelopes in their order; False when done already.

    Raises RuleError `award_unknown`, `reason_missing`, `amount_zero`, `amount_negative`, `project_withdrawn`,
    `order_<obstacle>`, or the ceiling in the way with what was asked and what is allowed.
    """
    if not take_pen(note):
        return False
    award = db.session.get(Award, award_id)
    if award is None or award.application is None:
        raise RuleError("award_unknown")
    file = award.application
    if kind in SAYS_WHY:
        note.demand_reason()
    check_amount(kind, cents)
    if kind in LEAVES_TOWN and file.state == State.WITHDRAWN:
        raise RuleError("project_withdrawn", number=file.number)
    if kind is Kind.PAYMENT_ORDER:
        _check_file(file.call, award_id)
    mover = Mover(kind, author, note, town_day(file.call))
    mover.move(award, file, cents)
    if kind is Kind.REPAYMENT:
        note_direct(award, mover)
    return True
