"""The import that staff ask for: written some lines at a time, begun again after a fault without any double."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.history_choices import State, choices_from
from grants.incoming.models import HistoryImport, HistoryLine
from grants.incoming.services.history import told_import
from grants.incoming.services.looking import ask, claimed, read_whole
from grants.incoming.services.reading import summary
from grants.incoming.services.writing import BATCH, Writer
from grants.incoming.sheets import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator


def ask_import(source: HistoryImport, actor: str) -> None:
    """Note that a file that was tried is to be imported, or that an import that stopped is to go on.

    Raises RuleError `not_tried`.
    """
    if source.state not in {State.TRIED, State.IMPORTING}:
        raise RuleError("not_tried")
    if source.state == State.TRIED:
        source.total, source.done = source.report["imported"], 0
    ask(source, State.IMPORTING, actor)


def import_asked(import_id: int, town: str) -> Iterator[None]:
    """Write the grants of a file; what is yielded is kept, and each piece is whole."""
    source = claimed(import_id, State.IMPORTING)
    if source is None:
        return
    yield
    choices = choices_from(source.choices)
    try:
        plan = yield from read_whole(source, but=source.id)
    except UnreadableFileError as error:
        source.state, source.trouble = State.GIVEN, error.code
        return
    written = set(db.session.scalars(select(HistoryLine.fingerprint).where(HistoryLine.import_id == source.id)))
    writer = Writer(source, town, choices)
    writer.learn(plan.fresh)
    left = [line for line in plan.fresh if line.grant and line.grant.fingerprint not in written]
    source.total, source.done = len(plan.fresh), len(plan.fresh) - len(left)
    yield
    for start in range(0, len(left), BATCH):
        part = left[start : start + BATCH]
        writer.write(part)
        source.done, source.moved_at = source.done + len(part), now()
        yield
    source.report = summary(plan.report)
    source.state, source.content, source.moved_at = State.IMPORTED, None, now()
    told_import(source)
