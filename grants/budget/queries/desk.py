"""What the home of the desk reads: a whole year in a fixed number of questions, whatever its number of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from grants.budget.models import Award, AwardShare, Deliberation, Envelope, LedgerEntry, Settlement
from grants.budget.queries.awards import deliberations_of
from grants.budget.queries.figures import EnvelopeFigures, FileFigures, files_with, fund_figures
from grants.budget.queries.in_kind import InKindFigures
from grants.budget.queries.settlements import latest_settlement
from grants.calls.models import Call
from grants.db import db
from grants.domain.fulltext import fold
from grants.domain.ledger import Kind, moves
from grants.domain.spread import spread
from grants.projects.models import Project, ProjectPlace

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Select


IN_PRIORITY_AREAS, ELSEWHERE = "prioritaires", "ailleurs"
"""Places one may ask for besides the quarters."""


@dataclass(frozen=True, slots=True)
class CreditMoves:
    """How the credits became what they are, cents: opened, amended and transferred (signed), committed, released."""

    opened: int = 0
    amended: int = 0
    transferred: int = 0
    committed: int = 0
    released: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a clerk chose to see; empty means everything."""

    step: str = ""
    place: str = ""
    envelope: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """One year of money. `places` gives the quarters of a project, `drawn` the envelopes an award draws on."""

    call: Call
    envelopes: list[EnvelopeFigures]
    files: list[FileFigures]
    settlement: Settlement | None
    acts: list[Deliberation]
    moves: CreditMoves
    places: Mapping[int, list[str]] = field(default_factory=dict)
    drawn: Mapping[int, list[str]] = field(default_factory=dict)
    in_kind: list[InKindFigures] = field(default_factory=list)

    @property
    def waiting(self) -> list[FileFigures]:
        """Files the council has not voted yet."""
        return [file for file in self.files if file.step == "waiting"]

    @property
    def to_order(self) -> int:
        """Cents voted and not ordered."""
        return sum(file.committed - file.ordered for file in self.files)

    @property
    def to_pay(self) -> int:
        """Cents ordered and not paid."""
        return sum(file.ordered - file.paid for file in self.files)

    def capped(self, file: FileFigures) -> int:
        """Return what a file asks, under the cap of the call."""
        return min(file.requested, self.call.cap_cents)

    def matching(self, asked: Asked) -> list[FileFigures]:
        """Return the files a clerk chose to see, by number."""
        return [file for file in self.files if self._matches(file, asked)]

    def _matches(self, file: FileFigures, asked: Asked) -> bool:
        """Tell whether a file is among those asked for."""
        return (
            asked.step in ("", file.step)
            and self._is_in(file, asked.place)
            and asked.envelope in ("", *self.drawn.get(file.award_id or 0, []))
            and (not asked.text or _says(file, asked.text))
        )

    def _is_in(self, file: FileFigures, place: str) -> bool:
        """Tell whether a file belongs to a place: a quarter, the priority areas, or the rest of the town."""
        if place in {IN_PRIORITY_AREAS, ELSEWHERE}:
            return file.priority_area == (place == IN_PRIORITY_AREAS)
        return place in ("", *self.places.get(file.project_id, []))


def _says(file: FileFigures, text: str) -> bool:
    """Tell whether a file bears all these words, accents and case aside."""
    words = fold(f"{file.number} {file.association} {file.title} {file.siret}")
    return all(word in words for word in fold(text).split())


@dataclass(frozen=True, slots=True)
class Sums:
    """The ten sums of a year, in the order in which money goes; cents."""

    credits: int
    requested: int
    capped: int
    proposed: int
    voted: int
    committed: int
    ordered: int
    paid: int
    available: int
    repaid: int


def sums_of(desk: Desk) -> Sums:
    """Sum a year up: credits by envelope, the rest by file."""
    files = desk.files
    return Sums(
        credits=sum(each.allocated for each in desk.envelopes),
        requested=sum(file.requested for file in files),
        capped=sum(desk.capped(file) for file in files),
        proposed=sum(file.proposed or 0 for file in files),
        voted=sum(file.voted for file in files),
        committed=sum(file.committed for file in files),
        ordered=sum(file.ordered for file in files),
        paid=sum(file.paid for file in files),
        available=sum(each.available for each in desk.envelopes),
        repaid=sum(file.repaid for file in files),
    )


def told_amounts(desk: Desk) -> dict[int, int]:
    """Return the cents each project is told with on a map: voted, else proposed, else asked under the cap."""
    if desk.acts:
        return {file.project_id: file.voted for file in desk.files}
    return {file.project_id: desk.capped(file) if file.proposed is None else file.proposed for file in desk.files}


def sums_by_place(places: Mapping[int, list[str]], amounts: Mapping[int, int]) -> dict[str, int]:
    """Return the cents of each quarter, `amounts` being those of each project; "" is what has no quarter."""
    sums: Counter[str] = Counter()
    for project, cents in amounts.items():
        sums.update(spread(cents, places.get(project, [])) or {"": cents})
    return dict(sums)


def voted_by_project(call: Call) -> tuple[dict[int, int], dict[int, list[str]]]:
    """Return the cents voted for each project of a call, past calls included, and the quarters of each."""
    voted = (
        select(Award.project_id, func.sum(Award.voted_cents).label("cents"))
        .join(Project, Project.id == Award.project_id)
        .where(Project.call_id == call.id)
        .group_by(Award.project_id)
        .subquery()
    )
    rows = db.session.execute(
        select(voted.c.project_id, voted.c.cents, ProjectPlace.neighbourhood)
        .outerjoin(ProjectPlace, ProjectPlace.project_id == voted.c.project_id)
        .order_by(voted.c.project_id, ProjectPlace.position, ProjectPlace.neighbourhood)
    ).all()
    placed = _grouped((project, quarter) for project, _cents, quarter in rows if quarter)
    return {project: int(cents) for project, cents, _quarter in rows}, placed


@dataclass(frozen=True, slots=True)
class YearSums:
    """What one year opened, voted and paid on its envelopes of money, cents; nothing for a year without envelopes."""

    year: int
    allocated: int
    voted: int
    paid: int


def sums_by_year() -> list[YearSums]:
    """Return every year that has a call with the sums of its envelopes, newest first."""
    columns = (Envelope.allocated_cents, Envelope.voted_cents, Envelope.paid_cents)
    rows = db.session.execute(
        select(Call.year, *(func.sum(column) for column in columns))
        .outerjoin(Envelope, (Envelope.call_id == Call.id) & (Envelope.kind == "money"))
        .group_by(Call.year)
        .order_by(Call.year.desc())
    )
    return [YearSums(year, *(int(cents or 0) for cents in sums)) for year, *sums in rows]


def desk_of(call: Call) -> Desk:
    """Read a year."""
    settlement = latest_settlement(call)
    files = files_with(call, settlement)
    envelopes, in_kind = fund_figures(call, settlement, files)
    return Desk(
        call=call,
        envelopes=envelopes,
        in_kind=in_kind,
        files=files,
        settlement=settlement,
        acts=deliberations_of(call),
        moves=credit_moves(call),
        places=places_of(call),
        drawn=_drawn_on(call),
    )


def credit_moves(call: Call) -> CreditMoves:
    """Sum the lines of the ledger that changed credits or commitments of money, reversals told with what they undo."""
    rows = db.session.execute(_moves_query(), {"call_id": call.id})
    return _told((kind, undone, cents) for kind, undone, cents in rows)


@cache
def _moves_query() -> Select[str, str, int]:
    """Return the question asked for the moves of a call, put together once."""
    undone = aliased(LedgerEntry)
    return (
        select(LedgerEntry.kind, undone.kind, func.sum(LedgerEntry.amount_cents))
        .join(Envelope, Envelope.id == LedgerEntry.envelope_id)
        .outerjoin(undone, undone.id == LedgerEntry.reverses_id)
        .where(LedgerEntry.call_id == bindparam("call_id"))
        .where(LedgerEntry.kind != Kind.REQUEST, Envelope.kind == "money")
        .group_by(LedgerEntry.kind, undone.kind)
    )


def _told(rows: Iterable[tuple[str, str | None, int]]) -> CreditMoves:
    """Tell sums by kind of line as what they did to credits."""
    names = {
        Kind.ALLOCATION: "opened",
        Kind.AMENDMENT: "amended",
        Kind.TRANSFER: "transferred",
        Kind.COMMITMENT: "committed",
        Kind.RELEASE: "released",
    }
    sums: Counter[str] = Counter()
    for kind, undone, cents in rows:
        name = names.get(Kind(undone or kind))
        moved = moves(Kind(kind), int(cents), Kind(undone) if undone else None)
        if name and moved:
            sums[name] += -moved[1] if name == "released" else moved[1]
    return CreditMoves(**sums)


def places_of(call: Call) -> dict[int, list[str]]:
    """Return the quarters of each project of a call."""
    rows = db.session.execute(
        select(ProjectPlace.project_id, ProjectPlace.neighbourhood)
        .join(Project, Project.id == ProjectPlace.project_id)
        .where(Project.call_id == call.id)
        .order_by(ProjectPlace.project_id, ProjectPlace.position, ProjectPlace.neighbourhood)
    )
    return _grouped((number, word) for number, word in rows)


def _drawn_on(call: Call) -> dict[int, list[str]]:
    """Return the keys of the envelopes each award draws on."""
    rows = db.session.execute(
        select(AwardShare.award_id, Envelope.key)
        .join(Envelope, Envelope.id == AwardShare.envelope_id)
        .where(Envelope.call_id == call.id)
        .order_by(AwardShare.award_id, Envelope.position, Envelope.id)
    )
    return _grouped((number, word) for number, word in rows)


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    """Gather words by number, in their order."""
    found: dict[int, list[str]] = {}
    for number, word in pairs:
        found.setdefault(number, []).append(word)
    return found
