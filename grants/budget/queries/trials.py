"""The real year as fluctuation tests begin with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.budget.queries.figures import envelopes_of
from grants.budget.queries.seasons import calls_before, files_sent, fund_of
from grants.budget.queries.settlements import latest_settlement, step_of
from grants.domain.trials import Ask, Plan
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.budget.queries.seasons import Sent
    from grants.calls.models import Call


def plan_of(call: Call) -> tuple[Plan, int]:
    """Return what the year stands on, and the year its files are of.

    Until a first file is sent, those of the last year that has some stand in for them: its own year otherwise.
    """
    before = calls_before(call)
    files = files_sent([call, *before])
    for each in [call, *before]:
        asks = _asks(files.get(each.id, []))
        if asks:
            return _plan(call, asks), each.year
    return _plan(call, ()), call.year


def _plan(call: Call, asks: tuple[Ask, ...]) -> Plan:
    """Return the plan of a call with these files."""
    fund, opened = fund_of(call)
    town = territory(call.territory)
    purses = envelopes_of(call) if opened else town.envelopes
    others = frozenset(each.key for each in purses if each.funder not in {"", town.funder})
    return Plan(fund, asks, call.dates, others, step=step_of(latest_settlement(call)))


def _asks(files: Sequence[Sent]) -> tuple[Ask, ...]:
    """Return what the files that stay ask, in their order."""
    sent = [file for file in files if file.stays and file.sent]
    return tuple(Ask(f"{place:06}", file.cents, file.priority) for place, file in enumerate(sent))
