"""What is read of the money: figures of envelopes and files, settlements, sums per association. All in cents."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from grants.accounts.models import Association
from grants.applications.models import Application
from grants.budget.models import Award, AwardShare, Envelope
from grants.budget.queries.asked import asked_by, asked_by_area
from grants.budget.queries.in_kind import InKindFigures, in_kind_row
from grants.budget.queries.settlements import common_caps, latest_settlement, proposals
from grants.calls.models import Call
from grants.db import db
from grants.domain.settlement import stepped
from grants.domain.states import KEPT, State
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row, Select, Subquery

    from grants.budget.models import Settlement


_COLUMNS = (
    Application.id,
    Application.number,
    Application.state,
    Application.priority_area,
    Application.requested_cents,
    Application.in_kind_cents,
)
"""What is read of a file: never its answers, which weigh a hundred times its figures."""


@dataclass(frozen=True, slots=True)
class EnvelopeFigures:
    """The figures of one envelope: `available` is allocated less committed, `common_cap` comes from the settlement."""

    id: int
    key: str
    name: str
    funder: str
    earmark: str
    account: str
    chapter: str
    allocated: int
    requested: int
    capped: int
    voted: int
    committed: int
    ordered: int
    paid: int
    repaid: int
    available: int
    common_cap: int | None


@dataclass(frozen=True, slots=True)
class FileFigures:
    """The figures of one file; `proposed` is what the last settlement gives it."""

    id: int
    number: str
    project_id: int
    association: str
    siret: str
    title: str
    slug: str
    state: State
    priority_area: bool
    requested: int
    in_kind: int
    proposed: int | None
    award_id: int | None
    voted: int
    committed: int
    ordered: int
    paid: int
    repaid: int
    notified_on: date | None = None

    @property
    def step(self) -> str:
        """Where its money is: `waiting` for the vote, `to_order`, `to_pay`, `paid`, or `released` whole."""
        if self.award_id is None:
            return "waiting"
        if self.ordered < self.committed:
            return "to_order"
        if self.paid < self.ordered:
            return "to_pay"
        return "paid" if self.paid else "released"


def years() -> list[int]:
    """Return every year that has a call, newest first."""
    return list(db.session.scalars(select(Call.year).distinct().order_by(Call.year.desc())))


def envelopes_of(call: Call, kind: str = "money") -> list[Envelope]:
    """Return the open envelopes of a call, in their order: those of money, or `in_kind`, always apart."""
    return [each for each in all_envelopes(call) if each.kind == kind and each.closed_at is None]


def all_envelopes(call: Call) -> list[Envelope]:
    """Return every envelope of a call, in kind and closed ones included, in their order."""
    return list(
        db.session.scalars(select(Envelope).where(Envelope.call_id == call.id).order_by(Envelope.position, Envelope.id))
    )


def envelope_of(call: Call, envelope_id: int) -> Envelope | None:
    """Return one envelope of a call."""
    return db.session.scalar(select(Envelope).where(Envelope.call_id == call.id, Envelope.id == envelope_id))


def names_of(call: Call) -> dict[int, str]:
    """Return the names of a call's envelopes by their id, in kind and closed ones included."""
    return {each.id: each.name for each in all_envelopes(call)}


def numbers_of(call: Call) -> dict[int, str]:
    """Return the numbers of a call's files by their id."""
    query = select(Application.id, Application.number).where(
        Application.call_id == call.id, Application.number.is_not(None)
    )
    return {row.id: row.number or "" for row in db.session.execute(query.order_by(Application.id))}


def eligible(priority_area: bool, envelopes: list[Envelope]) -> list[Envelope]:  # noqa: FBT001 - a column's value
    """Return the envelopes a file may draw on, earmarked money first: it serves priority areas and nothing else."""
    allowed = [each for each in envelopes if each.earmark == "none" or priority_area]
    return sorted(allowed, key=lambda each: each.earmark == "none")


def figures_of(call: Call) -> list[EnvelopeFigures]:
    """Return the figures of each envelope; a file's request counts under the first envelope it may draw on."""
    return figures_with(call, latest_settlement(call))


def figures_with(call: Call, settlement: Settlement | None) -> list[EnvelopeFigures]:
    """Return the figures of each envelope beside a computation of the common cap that was read already."""
    return fund_figures(call, settlement)[0]


def in_kind_figures(call: Call) -> list[InKindFigures]:
    """Return the figures of each open envelope in kind; a file's request counts under the first it may draw on."""
    return fund_figures(call, None)[1]


def fund_figures(
    call: Call, settlement: Settlement | None, files: list[FileFigures] | None = None
) -> tuple[list[EnvelopeFigures], list[InKindFigures]]:
    """Return the figures of each open envelope, of money and in kind apart, in two questions; one beside files read."""
    open_ones = [each for each in all_envelopes(call) if each.closed_at is None]
    asked: Counter[tuple[int, str]] = Counter()
    kinds = [[each for each in open_ones if each.kind == kind] for kind in ("money", "in_kind")]
    for row in asked_by_area(call) if files is None else [asked_by(file, call.cap_cents) for file in files]:
        for envelopes in kinds:
            first = next(iter(eligible(row.priority_area, envelopes)), None)
            if first is not None:
                for name in ("requested", "capped", "in_kind"):
                    asked[first.id, name] += int(getattr(row, name))
    return _money(kinds[0], asked, settlement), [in_kind_row(each, asked[each.id, "in_kind"]) for each in kinds[1]]


def _money(
    envelopes: list[Envelope], asked: Mapping[tuple[int, str], int], settlement: Settlement | None
) -> list[EnvelopeFigures]:
    """Return the figures of envelopes of money."""
    common = common_caps(settlement)
    return [
        EnvelopeFigures(
            id=each.id,
            key=each.key,
            name=each.name,
            funder=each.funder,
            earmark=each.earmark,
            account=each.account,
            chapter=each.chapter,
            allocated=each.allocated_cents,
            requested=asked[each.id, "requested"],
            capped=asked[each.id, "capped"],
            voted=each.voted_cents,
            committed=each.committed_cents,
            ordered=each.ordered_cents,
            paid=each.paid_cents,
            repaid=each.repaid_cents,
            available=each.allocated_cents - each.committed_cents,
            common_cap=common.get(each.key),
        )
        for each in envelopes
    ]


def files_of(call: Call) -> list[FileFigures]:
    """Return the kept files of a call with their money, by number."""
    return files_with(call, latest_settlement(call))


def files_with(call: Call, settlement: Settlement | None) -> list[FileFigures]:
    """Return the kept files of a call with their money, beside a computation of the cap that was read already."""
    rows = db.session.execute(_files_query(), {"call_id": call.id})
    proposed = proposals(settlement)
    return [_file(row, proposed) for row in rows]


@cache
def _files_query() -> Select[*tuple[Any, ...]]:
    """Return the question asked for the files of a call; put together once: it is long, and asked by every page."""
    shares = _shares_by_award()
    who = (Project.id.label("project_id"), Project.title, Project.slug, Association.name, Association.siret)
    award = (Award.id.label("award_id"), Award.voted_cents, Award.notified_on)
    return (
        select(*_COLUMNS, *who, *award, shares.c.committed, shares.c.ordered, shares.c.paid, shares.c.repaid)
        .join(Project, Application.project_id == Project.id)
        .join(Association, Project.association_id == Association.id)
        .outerjoin(Award, Award.application_id == Application.id)
        .outerjoin(shares, shares.c.award_id == Award.id)
        .where(Application.call_id == bindparam("call_id"))
        .where(Application.state.in_(sorted(KEPT)) | Award.id.is_not(None))
        .order_by(Application.serial, Application.id)
    )


def _file(row: Row[Any], proposed: Mapping[str, int]) -> FileFigures:
    """Return the figures of one file."""
    return FileFigures(
        id=row.id,
        number=row.number or "",
        project_id=row.project_id,
        association=row.name,
        siret=row.siret or "",
        title=row.title,
        slug=row.slug,
        state=State(row.state),
        priority_area=row.priority_area,
        requested=row.requested_cents,
        in_kind=row.in_kind_cents,
        proposed=proposed.get(row.number or ""),
        award_id=row.award_id,
        voted=row.voted_cents or 0,
        committed=int(row.committed or 0),
        ordered=int(row.ordered or 0),
        paid=int(row.paid or 0),
        repaid=int(row.repaid or 0),
        notified_on=row.notified_on,
    )


def receivable_files(call: Call) -> list[Application]:
    """Return the files the council has not voted yet, by number."""
    query = select(Application).where(Application.call_id == call.id, Application.state == State.RECEIVABLE)
    return list(db.session.scalars(query.order_by(Application.serial, Application.id)))


def settlement_inputs(call: Call, step: int = 1) -> dict[str, Any]:
    """Gather what a computation of the common cap starts from today: see `domain/settlement.py`; `step` in cents."""
    envelopes = envelopes_of(call)
    return stepped(
        {
            "cap": call.cap_cents,
            "envelopes": {each.key: each.allocated_cents - each.committed_cents for each in envelopes},
            "requests": [
                {
                    "key": file.number,
                    "requested": file.requested_cents,
                    "envelopes": sorted(each.key for each in eligible(file.priority_area, envelopes)),
                }
                for file in receivable_files(call)
            ],
        },
        step,
    )


def _shares_by_award() -> Subquery:
    """Sum the shares of each award of a call, all its envelopes together."""
    sums = {
        "committed": AwardShare.committed_cents,
        "ordered": AwardShare.ordered_cents,
        "paid": AwardShare.paid_cents,
        "repaid": AwardShare.repaid_cents,
    }
    summed = (func.sum(column).label(name) for name, column in sums.items())
    ours = select(AwardShare.award_id, *summed).join(Envelope, Envelope.id == AwardShare.envelope_id)
    return ours.where(Envelope.call_id == bindparam("call_id")).group_by(AwardShare.award_id).subquery()
