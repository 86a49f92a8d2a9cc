"""When money leaves the bank and when it comes in, month by month, across the year end."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from grants.domain.calendar import add_months, payment_limit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.domain.calendar import CallDates

FIRST_BATCH = timedelta(days=30)
"""Half of the grants are paid within a month of the letters, when bank details are in order; the rest at the limit
(domain § 3: payment within sixty days of notification)."""


@dataclass(frozen=True, slots=True)
class Flow:
    """Cents that move on a day: `paid` to associations, `back` from them, `cofunded` from other funders."""

    on: date
    paid: int = 0
    back: int = 0
    cofunded: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """What moves in a month (cents), and what the town has advanced since the beginning, beyond what came in."""

    first: date
    paid: int
    back: int
    cofunded: int
    advanced: int


def payments(awarded: int, dates: CallDates, blocked_months: int = 0) -> list[Flow]:
    """Return the two batches by which awards (cents) are usually paid, moved by whole months when they are blocked."""
    early = min(dates.notify_by + FIRST_BATCH, dates.pay_by)
    first = awarded // 2
    batches = [(early, first), (dates.pay_by, awarded - first)]
    return [Flow(add_months(on, blocked_months), paid=cents) for on, cents in batches if cents]


def late_days(dates: CallDates, blocked_months: int = 0) -> int:
    """Return by how many days the last payment passes the legal limit after the letters; 0 when it keeps it."""
    last = add_months(dates.pay_by, blocked_months)
    return max(0, (last - payment_limit(dates.notify_by)).days)


def month_by_month(flows: Iterable[Flow]) -> tuple[Month, ...]:
    """Add flows up by month, from the first to the last, months without any included."""
    sums: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0])
    for flow in flows:
        for place, cents in enumerate((flow.paid, flow.back, flow.cofunded)):
            sums[flow.on.replace(day=1)][place] += cents
    if not sums:
        return ()
    months, advanced, first, last = [], 0, min(sums), max(sums)
    while first <= last:
        paid, back, cofunded = sums[first]
        advanced += paid - back - cofunded
        months.append(Month(first, paid, back, cofunded, advanced))
        first = add_months(first, 1)
    return tuple(months)


def by_year(months: Iterable[Month]) -> dict[int, int]:
    """Return what is paid to associations in each calendar year (cents)."""
    paid: dict[int, int] = {}
    for month in months:
        paid[month.first.year] = paid.get(month.first.year, 0) + month.paid
    return paid
