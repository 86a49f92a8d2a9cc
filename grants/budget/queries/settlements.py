"""What is read of the computations of the common cap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import select

from grants.budget.models import Settlement
from grants.db import db
from grants.domain import settlement as plain
from grants.domain.sharing import Block, explain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.budget.queries.council_papers import PaperLine
    from grants.budget.queries.figures import EnvelopeFigures, FileFigures
    from grants.calls.models import Call


class Computation(Protocol):
    """A computation of the common cap, kept or not."""

    @property
    def inputs(self) -> Any:  # noqa: ANN401 - JSON
        """What went in."""

    @property
    def results(self) -> Any:  # noqa: ANN401 - JSON
        """What came out."""


def latest_settlement(call: Call) -> Settlement | None:
    """Return the last computation of the equal awards, if any."""
    return db.session.scalar(
        select(Settlement).where(Settlement.call_id == call.id).order_by(Settlement.id.desc()).limit(1)
    )


def common_caps(settlement: Settlement | None) -> dict[str, int]:
    """Return the common cap in force on each envelope, by its key."""
    groups = settlement.results["common_caps"] if settlement else []
    return {key: group["cents"] for group in groups for key in group["envelopes"]}


def proposals(settlement: Settlement | None) -> dict[str, int]:
    """Return what a settlement gives each file, by its number."""
    return dict(settlement.results["awarded"]) if settlement else {}


def step_of(settlement: Computation | None) -> int:
    """Return what the common cap was rounded down to, in cents; one cent when nothing was computed yet."""
    return plain.step_of(settlement.inputs) if settlement else 1


def blocks_of(settlement: Computation) -> tuple[Block, ...]:
    """Tell a computation step by step: the envelopes that share one common cap, the lowest first."""
    inputs = settlement.inputs
    return explain(
        plain.requests_in(inputs),
        inputs["envelopes"],
        inputs["cap"],
        plain.awards_in(settlement.results),
    )


def is_outdated(
    settlement: Settlement | None,
    cap: int,
    envelopes: Iterable[EnvelopeFigures],
    waiting: Iterable[FileFigures | PaperLine],
) -> bool:
    """Tell whether files, credits or the cap (cents) changed since a settlement."""
    if settlement is None:
        return False
    inputs = settlement.inputs
    asked = {each["key"]: each["requested"] for each in inputs["requests"]}
    available = {each.key: each.available for each in envelopes}
    requested = {file.number: file.requested for file in waiting}
    return (inputs["cap"], inputs["envelopes"], asked) != (cap, available, requested)


@dataclass(frozen=True, slots=True)
class Sharing:
    """A settlement as it is explained to everybody; `caps` gives the common cap by group of envelope keys."""

    cap: int
    files: int
    requested: int
    capped: int
    credits: int
    awarded: int
    met_whole: int
    caps: list[tuple[list[str], int]]

    @property
    def short(self) -> bool:
        """Whether somebody receives less than asked under the call's cap."""
        return self.awarded < self.capped


def sharing_of(settlement: Settlement | None) -> Sharing | None:
    """Sum up a settlement."""
    if settlement is None:
        return None
    inputs, results = settlement.inputs, settlement.results
    asked = {each["key"]: each["requested"] for each in inputs["requests"]}
    return Sharing(
        cap=inputs["cap"],
        files=len(asked),
        requested=sum(asked.values()),
        capped=sum(min(cents, inputs["cap"]) for cents in asked.values()),
        credits=sum(inputs["envelopes"].values()),
        awarded=sum(results["awarded"].values()),
        met_whole=sum(results["awarded"][key] == cents for key, cents in asked.items()),
        caps=[(group["envelopes"], group["cents"]) for group in results["common_caps"]],
    )
