"""The ledger of a fund: what may be written in it, and what each line changes.

One law holds every balance, of an envelope as of one award: repaid ≤ paid ≤ ordered ≤ committed ≤ allocated, all in
cents and none below zero. Each kind of line moves one step of that ladder, up or down, never past its neighbours.

The same line is a double entry: its cents leave one account for the next (funders, available, committed, ordered, paid,
repaid), as in the budgetary accounting of French towns (M57, volume 2). What the accounts hold together is therefore
always nothing, and the ladder holds exactly when no account but the funders' is overdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from grants.domain import chain
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Kind(StrEnum):
    """What a line of the ledger does. A `reversal` undoes another line and carries its amount."""

    ALLOCATION = "allocation"
    AMENDMENT = "amendment"
    TRANSFER = "transfer"
    REQUEST = "request"
    COMMITMENT = "commitment"
    RELEASE = "release"
    PAYMENT_ORDER = "payment_order"
    PAYMENT = "payment"
    REPAYMENT = "repayment"
    REVERSAL = "reversal"


LADDER: Final = ("allocated", "committed", "ordered", "paid", "repaid")
"""Each sum stays between the one after it and the one before it."""

STEP: Final[Mapping[Kind, tuple[str, int]]] = {
    Kind.ALLOCATION: ("allocated", 1),
    Kind.AMENDMENT: ("allocated", 1),
    Kind.TRANSFER: ("allocated", 1),
    Kind.COMMITMENT: ("committed", 1),
    Kind.RELEASE: ("committed", -1),
    Kind.PAYMENT_ORDER: ("ordered", 1),
    Kind.PAYMENT: ("paid", 1),
    Kind.REPAYMENT: ("repaid", 1),
}
"""The sum each kind moves, and in which direction. A request moves none: asking takes nothing."""

EITHER_WAY: Final = frozenset({Kind.AMENDMENT, Kind.TRANSFER, Kind.REQUEST, Kind.REVERSAL})
"""Kinds whose amount may be negative; all others are above zero."""

REVERSIBLE: Final = frozenset({Kind.AMENDMENT, Kind.RELEASE, Kind.PAYMENT_ORDER, Kind.REPAYMENT})
"""A vote is undone by a release, an allocation by an amendment, a transfer by another, a payment by a repayment."""

ABOVE: Final = {
    "committed": "over_available",
    "ordered": "order_over_commitment",
    "paid": "payment_over_order",
    "repaid": "repayment_over_paid",
}
"""The rule broken when a sum would pass the one before it."""

BELOW: Final = {
    "allocated": "credits_below_committed",
    "committed": "release_over_unordered",
    "ordered": "reversal_below_paid",
    "repaid": "reversal_below_zero",
}
"""The rule broken when a sum would fall under the one after it."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The sums of an envelope or of one award, in cents; `voted` only grows, releases do not lower it."""

    allocated: int = 0
    voted: int = 0
    committed: int = 0
    ordered: int = 0
    paid: int = 0
    repaid: int = 0

    @property
    def available(self) -> int:
        """Credits not yet committed."""
        return self.allocated - self.committed


def check_amount(kind: Kind, cents: int) -> None:
    """Hold an amount to its kind; raises RuleError `amount_zero` or `amount_negative`."""
    if cents == 0:
        raise RuleError("amount_zero")
    if cents < 0 and kind not in EITHER_WAY:
        raise RuleError("amount_negative", cents=cents)


def moves(kind: Kind, cents: int, undone: Kind | None = None) -> tuple[str, int] | None:
    """Return the sum a line moves and by how many signed cents; None for a request.

    `undone` is the kind of the line that a reversal undoes; raises RuleError `not_reversible` when it cannot be.
    """
    if kind is Kind.REQUEST:
        return None
    if kind is not Kind.REVERSAL:
        column, direction = STEP[kind]
        return column, direction * cents
    if undone not in REVERSIBLE:
        raise RuleError("not_reversible", kind=undone)
    column, direction = STEP[undone]
    return column, -direction * cents


def neighbours(column: str) -> tuple[str | None, str | None]:
    """Return the sums that hold this one from above and from below."""
    place = LADDER.index(column)
    above = LADDER[place - 1] if place else None
    return above, LADDER[place + 1] if place + 1 < len(LADDER) else None


def after(balance: Balance, kind: Kind, cents: int, undone: Kind | None = None) -> Balance:
    """Return the balance once the line is written; raises RuleError with `asked` and `allowed` cents."""
    moved = moves(kind, cents, undone)
    if moved is None:
        return balance
    column, change = moved
    check_step(column, change, balance)
    new = replace(balance, **{column: getattr(balance, column) + change})
    return replace(new, voted=new.voted + cents) if kind is Kind.COMMITMENT else new


def check_step(column: str, change: int, balance: Balance) -> None:
    """Raise RuleError when the change would take the sum past its neighbours on the ladder."""
    allowed = room(column, change, balance)
    if abs(change) > allowed:
        raise RuleError((ABOVE if change > 0 else BELOW)[column], asked=abs(change), allowed=allowed)


def room(column: str, change: int, balance: Balance) -> int:
    """Return how many cents the sum can still move in the direction of the change."""
    above, below = neighbours(column)
    value: int = getattr(balance, column)
    if change > 0:
        return getattr(balance, above) - value if above else change
    return value - (getattr(balance, below) if below else 0)


class Account(StrEnum):
    """Where cents stand between the funders and the association that gave some back. Transfers only pass through."""

    FUNDERS = "funders"
    TRANSFERS = "transfers"
    AVAILABLE = "available"
    COMMITTED = "committed"
    ORDERED = "ordered"
    PAID = "paid"
    REPAID = "repaid"


SIDES: Final[Mapping[Kind, tuple[Account, Account]]] = {
    Kind.ALLOCATION: (Account.AVAILABLE, Account.FUNDERS),
    Kind.AMENDMENT: (Account.AVAILABLE, Account.FUNDERS),
    Kind.TRANSFER: (Account.AVAILABLE, Account.TRANSFERS),
    Kind.COMMITMENT: (Account.COMMITTED, Account.AVAILABLE),
    Kind.RELEASE: (Account.AVAILABLE, Account.COMMITTED),
    Kind.PAYMENT_ORDER: (Account.ORDERED, Account.COMMITTED),
    Kind.PAYMENT: (Account.PAID, Account.ORDERED),
    Kind.REPAYMENT: (Account.REPAID, Account.PAID),
}
"""The account each kind debits, then the one it credits. A request has none: asking moves nothing."""

IN_KIND: Final = frozenset(
    {Kind.ALLOCATION, Kind.AMENDMENT, Kind.TRANSFER, Kind.COMMITMENT, Kind.RELEASE, Kind.REVERSAL, Kind.REQUEST}
)
"""What may be written on an envelope in kind: help in kind is valued and given, never paid."""


def entry(kind: Kind, cents: int, undone: Kind | None = None) -> tuple[Account, Account, int] | None:
    """Return the account a line debits, the one it credits, and by how many cents (above zero); None for a request.

    `undone` is the kind of the line that a reversal undoes; raises RuleError `not_reversible` when it cannot be.
    """
    if kind is Kind.REQUEST:
        return None
    if kind is Kind.REVERSAL and undone not in REVERSIBLE:
        raise RuleError("not_reversible", kind=undone)
    debit, credit = SIDES[undone if kind is Kind.REVERSAL and undone else kind]
    backwards = (cents < 0) != (kind is Kind.REVERSAL)
    return (credit, debit, abs(cents)) if backwards else (debit, credit, abs(cents))


@dataclass(slots=True)
class TrialBalance:
    """What each account was debited and credited, in cents."""

    debits: dict[Account, int] = field(default_factory=dict)
    credits: dict[Account, int] = field(default_factory=dict)

    def write(self, debit: Account, credit: Account, cents: int) -> None:
        """Add one entry to both its accounts."""
        self.debits[debit] = self.debits.get(debit, 0) + cents
        self.credits[credit] = self.credits.get(credit, 0) + cents

    def rows(self) -> list[tuple[Account, int, int, int]]:
        """Return (account, debited, credited, balance) for each account, in their order."""
        sides = [(each, self.debits.get(each, 0), self.credits.get(each, 0)) for each in Account]
        return [(each, debit, credit, debit - credit) for each, debit, credit in sides]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger as it is hashed and exported. Numbers follow each other from 1; `reverses` is a number."""

    number: int
    at: datetime
    call: int
    envelope: int
    application: int | None
    kind: str
    amount: int
    actor: str
    reason: str
    act: str
    once: str | None
    reverses: int | None

    def canonical(self) -> str:
        """Write the line the one way that is hashed."""
        return chain.write({name: getattr(self, name) for name in self.__slots__})

    def chained(self, previous: str) -> str:
        """Return the hash of this line after the line hashed `previous`."""
        return chain.chained(previous, self.canonical())
