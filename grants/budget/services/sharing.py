"""From what is asked to what is proposed: the equal awards of a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from grants.budget.models import Envelope, LedgerEntry, Settlement
from grants.budget.queries import (
    deliberations_of,
    eligible,
    envelopes_of,
    latest_settlement,
    receivable_files,
    settlement_inputs,
)
from grants.budget.services.ledger import Posting, post, take_pen
from grants.db import db
from grants.domain.awards import STEPS
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind
from grants.domain.settlement import fingerprint, replay, results_of, step_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.applications.models import Application
    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class Settled:
    """The equal awards of a call: what went in, what came out, and when that was kept (None: not kept).

    `seen` marks what a reader of these figures saw: what went in, and the computation kept last at that time.
    """

    inputs: dict[str, Any]
    results: dict[str, Any]
    kept_at: datetime | None
    seen: str

    @property
    def total(self) -> int:
        """Cents awarded together."""
        return sum(self.results["awarded"].values())

    @property
    def left(self) -> int:
        """Cents that stay on the envelopes together."""
        return int(sum(self.inputs["envelopes"].values())) - self.total

    @property
    def step(self) -> int:
        """Cents the common cap is rounded down to."""
        return step_of(self.inputs)


def settle(call: Call, actor: str, *, step: int = 1, seen: str | None = None, dry_run: bool = False) -> Settled:
    """Compute the equal awards over the receivable files and keep them; the same again keeps nothing new.

    `step` (cents) is what the common cap is rounded down to; `seen` the mark of a preview. Also writes in
    the ledger what each file asks. Raises RuleError `no_envelopes`, `nothing_to_settle`, `step_unknown`,
    `settlement_moved` when files, credits or the computation kept last are no longer those seen, or `already_voted`
    with the act, since after the vote the amounts are the council's.
    """
    if not dry_run:
        take_pen()
    inputs, last = _inputs(call, step), latest_settlement(call)
    mark = fingerprint({"inputs": inputs, "kept": last.id if last else None})
    if seen is not None and seen != mark:
        raise RuleError("settlement_moved")
    results = results_of(replay(inputs))
    if dry_run:
        return Settled(inputs, results, None, mark)
    _note_requests(call, receivable_files(call), envelopes_of(call), actor)
    if last is None or (last.inputs, last.results) != (inputs, results):
        last = Settlement(call_id=call.id, actor=actor, inputs=inputs, results=results)
        db.session.add(last)
        db.session.flush()
    return Settled(inputs, results, last.at, mark)


def _inputs(call: Call, step: int) -> dict[str, Any]:
    """Gather what goes into the computation; raises RuleError when there is nothing to compute."""
    acts = deliberations_of(call)
    if not envelopes_of(call):
        raise RuleError("no_envelopes", year=call.year)
    if acts:
        raise RuleError("already_voted", number=acts[-1].number, voted_on=acts[-1].voted_on)
    if step not in STEPS:
        raise RuleError("step_unknown")
    inputs = settlement_inputs(call, step)
    if not inputs["requests"]:
        raise RuleError("nothing_to_settle", year=call.year)
    return inputs


def _note_requests(call: Call, files: Sequence[Application], envelopes: list[Envelope], actor: str) -> None:
    """Write in the ledger what is asked of each envelope, as differences with what it says already."""
    wanted = {
        (file.id, eligible(file.priority_area, envelopes)[0].id): file.requested_cents
        for file in files
        if eligible(file.priority_area, envelopes)
    }
    written = {
        (row.application_id, row.envelope_id): int(row.cents)
        for row in db.session.execute(
            select(
                LedgerEntry.application_id, LedgerEntry.envelope_id, func.sum(LedgerEntry.amount_cents).label("cents")
            )
            .where(LedgerEntry.call_id == call.id, LedgerEntry.kind == Kind.REQUEST)
            .group_by(LedgerEntry.application_id, LedgerEntry.envelope_id)
        )
    }
    for key in sorted(wanted.keys() | written.keys()):
        change = wanted.get(key, 0) - written.get(key, 0)
        if change:
            post(Posting(kind=Kind.REQUEST, envelope_id=key[1], application_id=key[0], cents=change, actor=actor))
