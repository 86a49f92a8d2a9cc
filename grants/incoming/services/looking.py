"""A file given by staff: kept while it is looked at, read as they say, tried without writing anything."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, update

from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.history_choices import OPEN, Choices, State, choices_from, likely_header, signature
from grants.incoming.models import HistoryImport, HistoryMapping
from grants.incoming.queries import files_before, mapping_of
from grants.incoming.services.reading import Planning, summary
from grants.incoming.sheets import UnreadableFileError, read_sheets

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from grants.incoming.services.reading import Plan

LARGEST_FILE: Final = 40_000_000
"""Bytes of a file given on the site; the command takes larger ones."""
LONGEST_NAME: Final = 120
HEAD: Final = 200
"""Lines of each sheet that are enough to show how it reads."""
PATIENCE: Final = timedelta(minutes=3)
"""After that long without a move, a work has stopped: the machine was turned off."""
KEPT: Final = timedelta(days=30)
"""How long a file waits to be imported."""


def keep_file(name: str, content: bytes, actor: str) -> HistoryImport:
    """Keep a file to look at it, with what was said last time of a table with the same columns.

    Raises RuleError `file_too_large` (most, in bytes), or UnreadableFileError when it holds no table.
    """
    if len(content) > LARGEST_FILE:
        raise RuleError("file_too_large", name=name, most=LARGEST_FILE)
    source = HistoryImport(
        file_name=_tidy(name),
        file_sha256=hashlib.sha256(content).hexdigest(),
        report={},
        choices=asdict(Choices()),
        state=State.GIVEN,
        content=content,
        size=len(content),
        actor=actor,
    )
    with on_disk(source) as path:
        sheets = read_sheets(path, most=HEAD)
    for sheet in sheets:
        rows = [(row.line, row.cells) for row in sheet.rows[:60]]
        place = likely_header(rows, Choices())
        kept = mapping_of(signature(rows[place][1])) if place is not None else None
        if kept is not None and place is not None:
            source.choices = {**source.choices, "columns": kept.columns["columns"], "scheme": kept.columns["scheme"]}
            break
    db.session.add(source)
    db.session.flush()
    record(actor, "import_given", f"import:{source.id}")
    return source


def take_out(source: HistoryImport) -> None:
    """Take a file and its content out of the session: it is then read with no transaction open, and changes nothing."""
    db.session.refresh(source, ["content"])
    db.session.expunge(source)


@contextmanager
def on_disk(source: HistoryImport) -> Iterator[Path]:
    """Lay the content of a file on the disk for the time of reading it; raise UnreadableFileError when it is gone."""
    if source.content is None:
        message = f"{source.file_name} is no longer kept."
        raise UnreadableFileError(message, "gone")
    with TemporaryDirectory(prefix="history-") as folder:
        path = Path(folder) / source.file_name
        path.write_bytes(source.content)
        yield path


def choose(source: HistoryImport, choices: Choices, header: tuple[object, ...] = (), *, actor: str = "command") -> None:
    """Say how a file is read; what is said of its columns is kept for the next file with the same names of columns.

    Raises RuleError `being_worked_on` once its import has begun.
    """
    if source.state not in OPEN:
        raise RuleError("being_worked_on")
    source.choices = {**asdict(choices), "sheets": list(choices.sheets)}
    source.state, source.report, source.trouble = State.GIVEN, {}, ""
    if header and choices.columns:
        kept = {"columns": dict(choices.columns), "scheme": choices.scheme}
        db.session.merge(HistoryMapping(signature=signature(header), columns=kept))
    record(actor, "import_read", f"import:{source.id}")


def ask_trial(source: HistoryImport, actor: str) -> None:
    """Note that a file is to be tried; raises RuleError `being_worked_on`."""
    if source.state not in OPEN | {State.TRYING}:
        raise RuleError("being_worked_on")
    source.done = source.total = 0
    ask(source, State.TRYING, actor)


def try_asked(import_id: int) -> Iterator[None]:
    """Read a file whole and keep the report of what its import would do."""
    source = claimed(import_id, State.TRYING)
    if source is None:
        return
    yield
    try:
        plan = yield from read_whole(source)
    except UnreadableFileError as error:
        source.state, source.trouble = State.GIVEN, error.code
        return
    source.report, source.state, source.moved_at = summary(plan.report), State.TRIED, now()


def read_whole(source: HistoryImport, *, but: int = 0) -> Generator[None, None, Plan]:
    """Read a file as it was chosen to be read, some lines at a time; a trial tells how far it is.

    Raises UnreadableFileError.
    """
    choices = choices_from(source.choices)
    with on_disk(source) as path:
        yield  # a workbook takes seconds to open: nobody waits meanwhile to write
        work = Planning(path, choices, but=but)
        for read, lines in work:
            source.moved_at = now()
            if source.state == State.TRYING:
                source.done, source.total = read, lines
            yield
    return work.plan


def drop(source: HistoryImport, actor: str = "command") -> None:
    """Forget a file that was not imported; raises RuleError `being_worked_on`."""
    if source.state not in OPEN:
        raise RuleError("being_worked_on")
    db.session.delete(source)
    record(actor, "import_dropped", f"import:{source.id}")


def forget_files() -> None:
    """Forget the files that nobody imported in a month."""
    for source in files_before(now() - KEPT):
        db.session.delete(source)


ASKED: Final = {
    State.TRYING: "import_trial_asked",
    State.IMPORTING: "import_asked",
    State.UNDOING: "import_undo_asked",
}
"""What the log calls the asking for a work; the work itself is written when it is done."""


def ask(source: HistoryImport, state: State, actor: str) -> None:
    """Note what is to be done with a file, and by whom it is asked; a work under way is left to whoever is at it."""
    if source.state == state and source.moved_at is not None and now() - source.moved_at < PATIENCE:
        return
    source.state, source.actor, source.moved_at, source.trouble = state, actor, None, ""
    if source.done >= source.total:
        source.done = 0
    record(actor, ASKED[state], f"import:{source.id}")


def claimed(import_id: int, state: State) -> HistoryImport | None:
    """Take a work for oneself; None when it is not to be done, or when another process is at it."""
    instant = now()
    free = or_(HistoryImport.moved_at.is_(None), HistoryImport.moved_at < instant - PATIENCE)
    taken = db.session.execute(
        update(HistoryImport)
        .where(HistoryImport.id == import_id, HistoryImport.state == state, free)
        .values(moved_at=instant)
        .execution_options(synchronize_session=False)
    )
    if not taken.rowcount:  # type: ignore[attr-defined]
        return None
    return db.session.get(HistoryImport, import_id, populate_existing=True)


def _tidy(name: str) -> str:
    """Return a name that any disk can hold."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(sign if sign.isalnum() or sign in " -_.()’'" else "-" for sign in last).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    return f"{(stem or ending)[:LONGEST_NAME]}{dot}{ending[:10]}" if dot else kept[:LONGEST_NAME] or "tableau"
