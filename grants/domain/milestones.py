"""The steps of a file from its reception to its report: the day of each once it is known, the planned day before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from grants.domain.states import KEPT, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.domain.calendar import CallDates


class Step(StrEnum):
    """The steps everybody asks about, in the order in which they are lived."""

    RECEIVED = "received"
    COMPLETE = "complete"
    VOTED = "voted"
    ORDERED = "ordered"
    PAID = "paid"
    PLENARY = "plenary"
    REPORTED = "reported"
    LEFT = "left"


_KINDS: Final = {
    Step.VOTED: "voted",
    Step.ORDERED: "ordered",
    Step.PAID: "paid",
    Step.REPORTED: "reported",
}


@dataclass(frozen=True, slots=True)
class Milestone:
    """One step: its day (None when nobody can plan it); `past`, or to come: the first is `now`, others `next`."""

    step: Step
    on: date | None
    moment: str

    @property
    def done(self) -> bool:
        """Whether it happened."""
        return self.moment == "past"


def milestones(
    state: State, happened: Mapping[str, date], dates: CallDates, today: date, *, money: bool = True
) -> tuple[Milestone, ...]:
    """Return the steps of a file that was sent.

    `happened` gives the day of what is noted in its log, by kind of event (`submitted`, `receivable`, `voted`,
    `ordered`, `paid`, `reported`…). A file that left the call ends on the day it did. Without `money` (help in kind
    only) nothing is ordered nor paid.
    """
    received = Milestone(Step.RECEIVED, happened.get(State.SUBMITTED.value), "past")
    if state in {State.WITHDRAWN, State.REDIRECTED}:
        return (received, Milestone(Step.LEFT, happened.get(state.value), "past"))
    complete = happened.get(State.RECEIVABLE.value) if state in KEPT else None
    found: list[tuple[Step, date | None, date | None]] = [(Step.COMPLETE, complete, dates.complete_by)]
    planned = {
        Step.VOTED: dates.council_on,
        Step.ORDERED: None,
        Step.PAID: dates.pay_by,
        Step.REPORTED: dates.report_by,
    }
    for step, kind in _KINDS.items():
        if money or step not in {Step.ORDERED, Step.PAID}:
            found.append((step, happened.get(kind), planned[step]))
    plenary = dates.plenary_on if dates.plenary_on < today else None
    found.append((Step.PLENARY, plenary, dates.plenary_on))
    return (received, *_in_order(found, dates.pay_by))


def _in_order(found: list[tuple[Step, date | None, date | None]], pay_by: date) -> list[Milestone]:
    """Put what happened first, by its day, then what is to come; the first of these is `now`.

    Nobody plans the day of an order to pay: it stands before its payment.
    """
    order = list(Step)
    done = sorted((on, order.index(step), step) for step, on, _ in found if on)
    coming = sorted((planned or pay_by, order.index(step), step, planned) for step, on, planned in found if not on)
    told = [Milestone(step, on, "past") for on, _, step in done]
    return told + [Milestone(each[2], each[3], "next" if place else "now") for place, each in enumerate(coming)]
