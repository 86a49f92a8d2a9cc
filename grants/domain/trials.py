"""Fluctuation tests: a card changes what a year stands on, and everything that follows is worked out again.

Pure: a card never changes the real year, and a card that changes nothing gives the year back as it was. The awards are
those of `grants.domain.awards`, the days those of `grants.domain.calendar`, the cash that of `grants.domain.cash`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import gcd
from typing import TYPE_CHECKING

from grants.domain.awards import Request, equal_awards
from grants.domain.calendar import CallDates, Milestone, add_months, report_limit, silence_limit, year_calendar
from grants.domain.cash import Flow, Month, by_year, late_days, month_by_month, payments
from grants.domain.fund import Fund, Purse
from grants.domain.tables import tables_for

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from grants.domain.cards import Change

PEOPLE, PROJECTS = 3, 2
"""Three people come to the plenary for two projects (domain § 7)."""
USUAL_ABSENT = 15
"""Out of a hundred people expected at the plenary, absent on the day (domain § 7: 10 to 20)."""
MONTHS_TO_REPAY = 3
"""Money given back comes this long after the payments."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What one file asks (cents), and whether it comes from a priority area."""

    key: str
    cents: int
    priority: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What a year stands on. `cofunded`: keys of the envelopes another funder pays; `absent`: out of a hundred people.

    Delays are in months: `blocked` of payments, `cofunder_late` of what other funders pay. `repaid`: cents. `step`:
    cents the common cap is rounded down to.
    """

    fund: Fund
    asks: tuple[Ask, ...]
    dates: CallDates
    cofunded: frozenset[str] = frozenset()
    absent: int = USUAL_ABSENT
    blocked: int = 0
    cofunder_late: int = 0
    repaid: int = 0
    step: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What follows from a plan; sums in cents, days of the calendar, people of the plenary.

    `cap` is the lowest common cap. `left`: credits nobody can draw. `letters_by`: the day holding letters must leave
    by, when the council comes after it; `late_days`: days the last payment comes after its legal limit.
    """

    files: int
    credits: int
    asked: int
    awarded: int
    cap: int
    whole_cap: int
    met_whole: int
    smallest: int
    largest: int
    left: int
    calendar: tuple[Milestone, ...]
    council_on: date
    paid_on: date
    letters_by: date | None
    late_days: int
    months: tuple[Month, ...]
    by_year: dict[int, int]
    most_advanced: int
    people: int
    tables: int


def after(plan: Plan, change: Change) -> Plan:
    """Return the year as the card leaves it; the plan given stays as it was."""
    asks = _more(_fewer(plan.asks, change), change, plan.fund.cap)
    asks = tuple(replace(ask, cents=_asked(ask.cents, change, plan.fund.cap)) for ask in _elsewhere(asks, change))
    changed = replace(
        plan,
        fund=_credits(plan, change),
        asks=asks,
        dates=_later(plan.dates, timedelta(weeks=change.council_weeks)),
        absent=plan.absent if change.absent_percent is None else change.absent_percent,
        blocked=plan.blocked + change.blocked_months,
        cofunder_late=plan.cofunder_late + change.cofunder_months,
        repaid=plan.repaid + change.repaid_cents,
    )
    if change.repaid_awards:
        awards = sorted(_awards(changed).values(), reverse=True)
        changed = replace(changed, repaid=changed.repaid + sum(awards[: change.repaid_awards]))
    return changed


def outcome(plan: Plan) -> Outcome:
    """Work a year out: cap, awards, calendar, cash and plenary."""
    shared = equal_awards(_requests(plan), _money(plan), plan.fund.cap, step=plan.step)
    awards = [cents for cents in shared.awarded.values() if cents]
    awarded, asked = sum(awards), [min(ask.cents, plan.fund.cap) for ask in plan.asks]
    months = month_by_month(_flows(plan, awarded, shared.drawn))
    limit = silence_limit(plan.dates.closes_on)
    people = len(plan.asks) * PEOPLE // PROJECTS * (100 - plan.absent) // 100
    return Outcome(
        files=len(plan.asks),
        credits=plan.fund.credits,
        asked=sum(asked),
        awarded=awarded,
        cap=min(shared.common_caps.values(), default=0),
        whole_cap=plan.fund.cap,
        met_whole=sum(shared.awarded[ask.key] >= cents > 0 for ask, cents in zip(plan.asks, asked, strict=True)),
        smallest=min(awards, default=0),
        largest=max(awards, default=0),
        left=plan.fund.credits - awarded,
        calendar=year_calendar(plan.dates),
        council_on=plan.dates.council_on,
        paid_on=payments(2, plan.dates, plan.blocked)[-1].on,
        letters_by=limit if plan.dates.council_on > limit else None,
        late_days=late_days(plan.dates, plan.blocked),
        months=months,
        by_year=by_year(months),
        most_advanced=max((month.advanced for month in months), default=0),
        people=people,
        tables=len(tables_for(people)) if people > 1 else people,
    )


def _fewer(asks: tuple[Ask, ...], change: Change) -> tuple[Ask, ...]:
    """Take files away evenly, until the number the card says."""
    wanted = len(asks) - change.fewer_files
    if change.files_percent < 0:
        wanted += round(len(asks) * change.files_percent / 100)
    if change.files_to is not None:
        wanted = min(wanted, change.files_to)
    return _evenly(asks, max(0, min(wanted, len(asks))))


def _more(asks: tuple[Ask, ...], change: Change, cap: int) -> tuple[Ask, ...]:
    """Add files that ask like those there are, then those whose sum the card says."""
    more = round(len(asks) * max(change.files_percent, 0) / 100)
    if change.files_to is not None:
        more = max(more, change.files_to - len(asks))
    like = _evenly(asks, len(asks)) or (Ask("", cap),)
    stride = _stride(len(like))
    copies = tuple(replace(like[place * stride % len(like)], key=f"+{place + 1}") for place in range(more))
    middle = sorted(ask.cents for ask in like)[len(like) // 2]
    others = tuple(
        Ask(f"++{place + 1}", change.more_cents or middle, priority=bool(place % 2))
        for place in range(change.more_files)
    )
    return (*asks, *copies, *others)


def _evenly(asks: tuple[Ask, ...], count: int) -> tuple[Ask, ...]:
    """Return so many of the files, taken at even distance."""
    return tuple(asks[place * len(asks) // count] for place in range(count)) if count else ()


def _stride(count: int) -> int:
    """Return a step that visits every place, far apart, before coming back."""
    return next(step for step in range(max(1, 5 * count // 8), count + 2) if gcd(step, count) == 1)


def _elsewhere(asks: tuple[Ask, ...], change: Change) -> tuple[Ask, ...]:
    """Have a part of the files of priority areas come from elsewhere."""
    inside = [ask.key for ask in asks if ask.priority]
    moved = set(inside[: len(inside) * change.unused_percent // 100])
    return tuple(replace(ask, priority=ask.priority and ask.key not in moved) for ask in asks)


def _asked(cents: int, change: Change, cap: int) -> int:
    """Return what a file asks after the card."""
    if change.all_ask_cap and cents:
        return cap
    return max(0, cents * (100 + change.asks_percent) // 100)


def _credits(plan: Plan, change: Change) -> Fund:
    """Return the envelopes after the card."""
    purses = []
    for purse in plan.fund.purses:
        cents = purse.cents * (100 + change.credits_percent) // 100
        if change.cofunder_leaves and purse.key in plan.cofunded:
            cents = 0
        purses.append(Purse(purse.key, cents, purse.earmark))
    return Fund(plan.fund.cap, tuple(purses))


def _later(dates: CallDates, delay: timedelta) -> CallDates:
    """Move the council and what follows it; the report keeps to the law."""
    moved = {name: getattr(dates, name) + delay for name in ("council_on", "notify_by", "pay_by", "plenary_on")}
    later = replace(dates, **moved)
    return replace(later, report_by=min(dates.report_by, report_limit(later.pay_by))) if delay else dates


def _requests(plan: Plan) -> list[Request]:
    """Return what is asked, as equal awards read it."""
    return [Request(ask.key, ask.cents, plan.fund.open_to(priority=ask.priority)) for ask in plan.asks]


def _money(plan: Plan) -> dict[str, int]:
    """Return the envelopes, as equal awards read them."""
    return {purse.key: purse.cents for purse in plan.fund.purses}


def _awards(plan: Plan) -> dict[Hashable, int]:
    """Return what each file would receive."""
    return equal_awards(_requests(plan), _money(plan), plan.fund.cap, step=plan.step).awarded


def _flows(plan: Plan, awarded: int, shares: Mapping[tuple[Hashable, str], int]) -> list[Flow]:
    """Return every movement of money: batches, what other funders owe on the council's day, what comes back."""
    flows = payments(awarded, plan.dates, plan.blocked)
    owed = sum(cents for (_, key), cents in shares.items() if key in plan.cofunded)
    if owed:
        flows.append(Flow(add_months(plan.dates.council_on, plan.cofunder_late), cofunded=owed))
    if plan.repaid:
        flows.append(Flow(add_months(plan.dates.pay_by, MONTHS_TO_REPAY + plan.blocked), back=plan.repaid))
    return flows
