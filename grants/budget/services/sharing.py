"""From what is asked to what is proposed: the equal awards of a call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from grants.budget.models import Envelope, LedgerEntry, Settlement
from grants.budget.queries import deliberations_of, eligible, envelopes_of, latest_settlement, receivable_files
from grants.budget.services.ledger import Posting, post, take_pen
from grants.db import db
from grants.domain.awards import Awards, Request, equal_awards
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.applications.models import Application
    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class Settled:
    """The equal awards of a call: what went in, what came out, and when that was kept (None: not kept)."""

    inputs: dict[str, Any]
    results: dict[str, Any]
    kept_at: datetime | None

    @property
    def total(self) -> int:
        """Cents awarded together."""
        return sum(self.results["awarded"].values())


def settle(call: Call, actor: str, *, dry_run: bool = False) -> Settled:
    """Compute the equal awards over the receivable files and keep them; the same again keeps nothing new.

    Also writes in the ledger what each file asks. Raises RuleError `no_envelopes`, `nothing_to_settle`, or
    `already_voted` with the act, since after the vote the amounts are the council's.
    """
    if not dry_run:
        take_pen()
    envelopes, files = envelopes_of(call), receivable_files(call)
    if not envelopes:
        raise RuleError("no_envelopes", year=call.year)
    acts = deliberations_of(call)
    if acts:
        raise RuleError("already_voted", number=acts[-1].number, voted_on=acts[-1].voted_on)
    if not files:
        raise RuleError("nothing_to_settle", year=call.year)
    inputs = {
        "cap": call.cap_cents,
        "envelopes": {each.key: each.allocated_cents - each.committed_cents for each in envelopes},
        "requests": [
            {
                "key": file.number,
                "requested": file.requested_cents,
                "envelopes": sorted(each.key for each in eligible(file.priority_area, envelopes)),
            }
            for file in files
        ],
    }
    results = _results(replay(inputs))
    if dry_run:
        return Settled(inputs, results, None)
    _note_requests(call, files, envelopes, actor)
    last = latest_settlement(call)
    if last is None or (last.inputs, last.results) != (inputs, results):
        last = Settlement(call_id=call.id, actor=actor, inputs=inputs, results=results)
        db.session.add(last)
        db.session.flush()
    return Settled(inputs, results, last.at)


def replay(inputs: Mapping[str, Any]) -> Awards:
    """Compute a settlement again from what went into it."""
    requests = [Request(each["key"], each["requested"], frozenset(each["envelopes"])) for each in inputs["requests"]]
    return equal_awards(requests, inputs["envelopes"], inputs["cap"])


def _results(awards: Awards) -> dict[str, Any]:
    """Write what came out in plain lists and texts, ready to be kept and published."""
    return {
        "awarded": {str(key): cents for key, cents in sorted(awards.awarded.items(), key=str)},
        "drawn": [
            {"key": str(key), "envelope": envelope, "cents": cents}
            for (key, envelope), cents in sorted(awards.drawn.items(), key=str)
        ],
        "common_caps": [
            {"envelopes": sorted(group), "cents": cents}
            for group, cents in sorted(awards.common_caps.items(), key=lambda item: sorted(item[0]))
        ],
    }


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
