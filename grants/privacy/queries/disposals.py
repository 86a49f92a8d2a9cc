"""The lists of files to destroy or to hand over, and what a list hands over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from grants.db import db
from grants.privacy.held import table_of
from grants.privacy.models import Disposal
from grants.privacy.queries.gathering import read_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.privacy.queries.gathering import Rows

TOLD = (
    "application",
    "sending",
    "application_event",
    "message",
    "report",
    "award",
    "ledger_entry",
)
"""Tables whose rows, of one file, are handed over with it."""


def disposals() -> Sequence[Disposal]:
    """Return every list, the newest first, with its lines."""
    asked = select(Disposal).options(selectinload(Disposal.lines)).order_by(Disposal.id.desc())
    return db.session.scalars(asked).all()


def disposal(number: str) -> Disposal | None:
    """Return the list of that number."""
    return db.session.scalar(select(Disposal).options(selectinload(Disposal.lines)).where(Disposal.number == number))


def whole_file(number: int) -> tuple[Rows, dict[str, bytes]]:
    """Return all the rows of one file, by table, and the papers that came with its messages, by name."""
    rows: Rows = {}
    for name in TOLD:
        table = table_of(name)
        rows[name] = read_rows(table, (table.c.id if name == "application" else table.c.application_id) == number)
    messages, ties, files = table_of("message"), table_of("message_file"), table_of("stored_file")
    asked = (
        select(files.c.id, files.c.name, files.c.content)
        .join(ties, ties.c.file_id == files.c.id)
        .join(messages, messages.c.id == ties.c.message_id)
        .where(messages.c.application_id == number)
    )
    return rows, {f"{key}-{name}": content for key, name, content in db.session.execute(asked.order_by(files.c.id))}
