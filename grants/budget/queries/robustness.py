"""How robust a fund is, worked out once for the same inputs however many people read it."""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from grants.budget.queries.seasons import fund_of, seasons_before
from grants.domain.years import History, Robustness, around, classes, robustness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.calls.models import Call
    from grants.domain.fund import Fund
    from grants.domain.pace import Season

_one_at_a_time = Lock()


def history_of(seasons: Sequence[Season]) -> History:
    """Return what earlier years tell together, by classes of sums; nobody's own can be read in them."""
    amounts = tuple(
        classes(season.amounts) if season.amounts else around(season.requested // season.files) for season in seasons
    )
    inside, out_of = (sum(season.priority[place] for season in seasons) for place in (0, 1))
    files = tuple(season.files for season in seasons)
    return History(files, amounts, (inside, out_of)) if out_of else History(files, amounts)


def robustness_of(call: Call) -> tuple[Robustness | None, History, Fund]:
    """Return how robust the fund of a call is, from the years before it.

    None without any earlier year, and until the credits are open.
    """
    history, (fund, opened) = history_of(seasons_before(call)), fund_of(call)
    if not any(history.amounts) or not opened or not fund.credits:
        return None, history, fund
    with _one_at_a_time:
        return worked_out(history, fund), history, fund


@lru_cache(maxsize=32)
def worked_out(history: History, fund: Fund) -> Robustness:
    """Draw the years."""
    return robustness(history, fund)


def inputs_of(history: History, fund: Fund, found: Robustness) -> dict[str, object]:
    """Return all that is needed to draw the same years again, in plain lists; nothing personal."""
    return {
        "seed": found.seed,
        "years": found.years,
        "cap": fund.cap,
        "envelopes": [{"key": each.key, "cents": each.cents, "earmark": each.earmark} for each in fund.purses],
        "files": list(history.files),
        "amounts": [list(year) for year in history.amounts],
        "priority": {"files": history.priority[0], "out_of": history.priority[1]},
    }
