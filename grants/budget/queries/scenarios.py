"""What is read of scenarios: each one tried again on the year as it is today, beside the year itself. Cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.budget.models import Scenario
from grants.budget.queries.awards import deliberations_of
from grants.budget.queries.figures import FileFigures, all_envelopes, files_of, settlement_inputs
from grants.budget.queries.settlements import latest_settlement, step_of
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.scenario import Change, Outcome, applied, change_in, outcome

if TYPE_CHECKING:
    from grants.budget.models import Envelope
    from grants.calls.models import Call

MOST_COMPARED = 4


@dataclass(frozen=True, slots=True)
class Tried:
    """A scenario tried on the year as it is today; `trouble` says why it can no longer be, then there is no outcome.

    `moved`: files or credits changed since it was kept.
    """

    scenario: Scenario
    change: Change
    outcome: Outcome | None
    trouble: RuleError | None
    moved: bool


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of the year: what it receives, then what it would receive in each scenario (None: not in it)."""

    file: FileFigures | None
    number: str
    asked: int
    real: int
    others: list[int | None]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The year as it is (`real`, None when nothing can be shared yet), beside scenarios; `names` of the envelopes."""

    real: Outcome | None
    tried: list[Tried]
    names: dict[str, str]
    rows: list[FileRow]
    after_vote: bool

    @property
    def outcomes(self) -> list[Outcome]:
        """The year itself, then each scenario that could be tried."""
        return [each for each in (self.real, *(tried.outcome for tried in self.tried)) if each is not None]


def scenarios_of(call: Call) -> list[Scenario]:
    """Return the scenarios of a call, oldest first, with who kept them."""
    query = select(Scenario).where(Scenario.call_id == call.id).options(joinedload(Scenario.person))
    return list(db.session.scalars(query.order_by(Scenario.id)))


def scenario_of(call: Call, number: int) -> Scenario | None:
    """Return one scenario of a call."""
    query = select(Scenario).where(Scenario.call_id == call.id, Scenario.id == number)
    return db.session.scalar(query.options(joinedload(Scenario.person)))


def base_of(call: Call) -> dict[str, Any]:
    """Return what scenarios start from: the year as it is today; after the vote, what went into the common cap."""
    settlement = latest_settlement(call)
    if settlement is not None and deliberations_of(call):
        return dict(settlement.inputs)
    return settlement_inputs(call, step_of(settlement))


def changed_inputs(base: dict[str, Any], change: Change, envelopes: list[Envelope]) -> dict[str, Any]:
    """Apply a change; raises the RuleError of `scenario.applied`, the envelope told by its name."""
    try:
        return applied(base, change, {each.key for each in envelopes if each.earmark != "none"})
    except RuleError as error:
        names = {each.key: each.name for each in envelopes}
        if "name" in error.figures:
            error.figures["name"] = names.get(str(error.figures["name"]), error.figures["name"])
        raise


def comparison_of(call: Call, scenarios: list[Scenario]) -> Comparison:
    """Try scenarios again on the year as it is today, and put them beside it."""
    base, envelopes = base_of(call), all_envelopes(call)
    tried = [_tried(each, base, envelopes) for each in scenarios]
    real = outcome(base) if base["requests"] and base["envelopes"] else None
    return Comparison(
        real=real,
        tried=tried,
        names={each.key: each.name for each in envelopes if each.key in base["envelopes"]},
        rows=_rows(call, real, tried) if real else [],
        after_vote=bool(deliberations_of(call)),
    )


def _tried(scenario: Scenario, base: dict[str, Any], envelopes: list[Envelope]) -> Tried:
    """Try one scenario again."""
    change, moved = change_in(scenario.change), scenario.inputs != base
    try:
        inputs = changed_inputs(base, change, envelopes)
    except RuleError as error:
        return Tried(scenario, change, None, error, moved)
    return Tried(scenario, change, outcome(inputs, change.floor), None, moved)


def _rows(call: Call, real: Outcome, tried: list[Tried]) -> list[FileRow]:
    """Put the awards of each file side by side."""
    known = {file.number: file for file in files_of(call)}
    others = [each.outcome.results["awarded"] for each in tried if each.outcome]
    return [
        FileRow(
            file=known.get(each["key"]),
            number=each["key"],
            asked=each["requested"],
            real=real.results["awarded"][each["key"]],
            others=[awarded.get(each["key"]) for awarded in others],
        )
        for each in real.inputs["requests"]
    ]
