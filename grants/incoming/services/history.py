"""Past years in at once, as the command does it: one transaction for the whole file."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING

from grants.audit import record
from grants.db import db
from grants.domain.history_choices import Choices, State
from grants.incoming.models import HistoryImport
from grants.incoming.services.reading import plan_import, summary
from grants.incoming.services.writing import Writer

if TYPE_CHECKING:
    from pathlib import Path

    from grants.incoming.services.reading import Report

COMMAND = "command"


def import_history(path: Path, town: str, *, year: int | None, scheme: str | None, dry_run: bool) -> Report:
    """Import a file of past grants; a grant already there is left as it is.

    `town` is the territory of this instance, used for grants of a funder that config/territories does not know.
    Raises UnreadableFileError with the reason in words when the file holds no table of grants.
    """
    choices = Choices(year=year, scheme=scheme)
    plan = plan_import(path, choices)
    if plan.fresh and not dry_run:
        content = path.read_bytes()
        source = HistoryImport(
            file_name=path.name,
            file_sha256=hashlib.sha256(content).hexdigest(),
            report=summary(plan.report),
            choices=asdict(choices),
            state=State.IMPORTED,
            size=len(content),
            total=len(plan.fresh),
            done=len(plan.fresh),
            actor=COMMAND,
        )
        db.session.add(source)
        db.session.flush()
        writer = Writer(source, town, choices)
        writer.learn(plan.fresh)
        writer.write(plan.fresh)
        told_import(source)
    return plan.report


def told_import(source: HistoryImport) -> None:
    """Write an import down in the log."""
    figures = {"table": source.file_name, "lines": source.report["imported"], "cents": source.report["total_cents"]}
    record(source.actor, "history_imported", f"import:{source.id}", figures)
