"""A file emptied of what it says of people: its exchanges go, its number, its sums and what was public stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update

from grants.db import db
from grants.domain.file.fields import NEVER_PUBLIC
from grants.privacy.held import table_of
from grants.privacy.services.answers import CONTACT, KEPT, SIGNED
from grants.privacy.services.erasing import delete_rows

if TYPE_CHECKING:
    from sqlalchemy import Table

GO: Final = (
    "message",
    "payee",
    "carrier_request",
    "file_invitation",
    "writer",
    "reminder",
    "report_reminder",
)
"""Tables whose rows go with their file."""
BLANKED: Final[dict[str, dict[str, Any]]] = {
    "application_event": {"actor": "", "words": "", "details": {}},
    "paper_form": {"typed_by": "", "asked_by": "", "kept_at": ""},
    "sending": {"actor": ""},
    "silence_notice": {"actor": ""},
    "application": {"person_id": None, "hands": {}, "to_reread": {}},
    "report": {"hands": {}, "recorded_by": ""},
}
"""What is emptied in the rows that stay: days and kinds, without who and without words."""
NEVER_KEPT: Final = (NEVER_PUBLIC - KEPT) | CONTACT | SIGNED


def empty_file(number: int) -> None:
    """Empty one file, by the number of its row."""
    reports = table_of("report")
    report = db.session.scalar(select(reports.c.id).where(reports.c.application_id == number))
    _drop_papers(number)
    for name in GO:
        _delete(table_of(name), "application_id", number)
    if report is not None:
        _delete(table_of("report_aside"), "report_id", report)
        _strip(table_of("report_version"), "report_id", report)
        versions = table_of("report_version")
        db.session.execute(update(versions).where(versions.c.report_id == report).values(author=""))
    for name in ("application", "sending", "report"):
        _strip(table_of(name), "id" if name == "application" else "application_id", number)
    for name, nothing in BLANKED.items():
        table = table_of(name)
        key = table.c.id if name == "application" else table.c.application_id
        db.session.execute(update(table).where(key == number).values(**nothing))
    db.session.expire_all()


def _drop_papers(number: int) -> None:
    """Delete the files that came with the messages."""
    messages, ties = table_of("message"), table_of("message_file")
    asked = select(ties.c.file_id).join(messages, messages.c.id == ties.c.message_id)
    found = db.session.scalars(asked.where(messages.c.application_id == number))
    delete_rows(table_of("stored_file"), {(each,) for each in found})


def _delete(table: Table, column: str, number: int) -> None:
    keys = {
        tuple(row) for row in db.session.execute(select(*table.primary_key.columns).where(table.c[column] == number))
    }
    delete_rows(table, keys)


def _strip(table: Table, column: str, number: int) -> None:
    """Take out of answers what no page ever showed."""
    for key, answers in list(db.session.execute(select(table.c.id, table.c.answers).where(table.c[column] == number))):
        left: dict[str, Any] = {name: value for name, value in answers.items() if name not in NEVER_KEPT}
        if left != answers:
            db.session.execute(update(table).where(table.c.id == key).values(answers=left))
