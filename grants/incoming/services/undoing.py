"""Taking an import back: what it made goes, and nothing else. What was changed or used since is named, and stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, select

from grants.accounts.models import Association
from grants.audit import record
from grants.budget.models import Award, Deliberation
from grants.calls.models import Call
from grants.db import Base, db, now
from grants.domain.errors import RuleError
from grants.domain.history_choices import State
from grants.incoming.models import HistoryImport, HistoryLine, HistoryMade
from grants.incoming.services.looking import ask, claimed
from grants.projects.models import NeedOffer, Project, ProjectFacets, ProjectPlace, ProjectTheme, Revision
from grants.projects.search import SearchIndex

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

BATCH = 200
MOST_NAMED = 500
OF_PROJECT = (Revision, NeedOffer, ProjectTheme, ProjectPlace, ProjectFacets)
"""What an import writes with a project: it goes with it."""
MADE = {"deliberation": Deliberation, "association": Association, "call": Call}
"""What an import may have had to make, in the order in which it goes."""


def ask_undo(source: HistoryImport, actor: str) -> None:
    """Note that an import is to be taken back; raises RuleError `not_imported`."""
    if source.state not in {State.IMPORTED, State.UNDOING}:
        raise RuleError("not_imported")
    fresh = source.state == State.IMPORTED
    ask(source, State.UNDOING, actor)
    if fresh:
        source.total, source.done = _lines_of(source), 0
        source.report = {**source.report, "removed": 0, "kept": []}
    db.session.flush()


def undo_asked(import_id: int) -> Iterator[None]:
    """Take an import back, some lines at a time; each piece is whole, and going on after a fault is only less to do."""
    source = claimed(import_id, State.UNDOING)
    if source is None:
        return
    source.done = source.total - _lines_of(source)
    yield
    last = 0
    while lines := _after(source, last):
        last = lines[-1].id
        _take_back(source, lines)
        source.done, source.moved_at = source.done + len(lines), now()
        yield
    for kind, model in MADE.items():
        _take_made(kind, model)
        yield
    source.state, source.moved_at = State.UNDONE, now()
    figures = {"table": source.file_name, "removed": source.report["removed"], "kept": len(source.report["kept"])}
    record(source.actor, "history_undone", f"import:{source.id}", figures)


def _lines_of(source: HistoryImport) -> int:
    """Count the lines an import wrote that are still there."""
    number = db.session.scalar(select(func.count()).where(HistoryLine.import_id == source.id))
    return int(number or 0)


def _after(source: HistoryImport, last: int) -> list[HistoryLine]:
    """Return the next lines of an import."""
    ours = select(HistoryLine).where(HistoryLine.import_id == source.id, HistoryLine.id > last)
    return list(db.session.scalars(ours.order_by(HistoryLine.id).limit(BATCH)))


def _take_back(source: HistoryImport, lines: list[HistoryLine]) -> None:
    """Remove the awards and the projects of these lines, but those that lived since."""
    of_award = dict(
        db.session.execute(
            select(Award.id, Award.project_id).where(Award.id.in_([line.award_id for line in lines]))
        ).all()
    )
    living = {of_award[each] for each in used("award", of_award, but={"history_line"})}
    living |= used("project", of_award.values(), but={"award", *(model.__tablename__ for model in OF_PROJECT)})
    living |= _changed(of_award.values())
    gone = {award: project for award, project in of_award.items() if project not in living}
    db.session.execute(delete(HistoryLine).where(HistoryLine.award_id.in_(gone)))
    db.session.execute(delete(Award).where(Award.id.in_(gone)))
    for model in OF_PROJECT:
        db.session.execute(delete(model).where(model.project_id.in_(gone.values())))
    if gone:
        SearchIndex().drop(gone.values())
    db.session.execute(delete(Project).where(Project.id.in_(gone.values())))
    stays = select(Project.slug, Project.title).where(Project.id.in_(living)).order_by(Project.id)
    named = [{"slug": slug, "title": title} for slug, title in db.session.execute(stays)]
    told = source.report
    kept = [*told["kept"], *(each for each in named if each not in told["kept"])][:MOST_NAMED]
    source.report = {**told, "removed": told["removed"] + len(gone), "kept": kept}


def _changed(projects: Collection[int]) -> set[int]:
    """Return the projects whose page was told again, or that have a grant besides."""
    told = select(Revision.project_id).where(Revision.project_id.in_(projects)).group_by(Revision.project_id)
    given = select(Award.project_id).where(Award.project_id.in_(projects)).group_by(Award.project_id)
    again = db.session.scalars(told.having(func.count() > 1))
    return set(again) | set(db.session.scalars(given.having(func.count() > 1)))


def used(table: str, ids: Collection[int], but: Collection[str] = ()) -> set[int]:
    """Return which rows of a table another table speaks of, whatever it is; `but` names tables that do not count."""
    found: set[int] = set()
    wanted = list(ids)
    for other in Base.metadata.sorted_tables:
        for key in other.foreign_keys:
            if key.column.table.name == table and other.name not in but:
                column = key.parent
                found |= set(db.session.scalars(select(column).where(column.in_(wanted)).distinct()))
    return found


def _take_made(kind: str, model: Any) -> None:  # noqa: ANN401 - one of MADE
    """Remove what undone imports made and nothing uses any more; what a later import uses goes with that one."""
    undone = select(HistoryImport.id).where(HistoryImport.state.in_([State.UNDOING, State.UNDONE]))
    numbers = db.session.scalars(
        select(HistoryMade.row_id).where(HistoryMade.kind == kind, HistoryMade.import_id.in_(undone))
    ).all()
    for start in range(0, len(numbers), BATCH):
        part = set(numbers[start : start + BATCH])
        part -= used(model.__tablename__, part)
        db.session.execute(delete(model).where(model.id.in_(part)))
        db.session.execute(delete(HistoryMade).where(HistoryMade.kind == kind, HistoryMade.row_id.in_(part)))
