"""The private answers of the files and reports somebody wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update

from grants.db import db
from grants.domain.file.fields import NEVER_PUBLIC
from grants.privacy.held import held, table_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grants.privacy.queries import Found

KEPT: Final = frozenset({"siret", "rna"})
"""The numbers of an association, which the accounts keep."""
CONTACT: Final = frozenset({"contact_name", "contact_role", "contact_email", "contact_phone"})
SIGNED: Final = frozenset({"sign_name", "sign_role"})


def empty_answers(found: Found) -> dict[str, int]:
    """Empty, in every form they filled, what is private and theirs; return how many rows changed, by table."""
    return {
        each.table: count for each in held().values() if each.of("answers") and (count := _empty(each.table, found))
    }


def _empty(name: str, found: Found) -> int:
    """Empty the answers of one table."""
    table = table_of(name)
    changed = 0
    for key, file, answers in list(_of_files(name, found)):
        gone = _theirs(answers, found.address, alone=file in found.alone) & set(answers)
        if gone:
            left = {field: value for field, value in answers.items() if field not in gone}
            db.session.execute(update(table).where(table.c.id == key).values(answers=left))
            changed += 1
    return changed


def _of_files(name: str, found: Found) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Give the answers of one table that belong to files they write, with their key and the number of the file."""
    table, reports = table_of(name), table_of("report")
    if name == "application":
        asked = select(table.c.id, table.c.id, table.c.answers).where(table.c.id.in_(found.files))
    elif "application_id" in table.c:
        asked = select(table.c.id, table.c.application_id, table.c.answers).where(
            table.c.application_id.in_(found.files)
        )
    else:
        asked = (
            select(table.c.id, reports.c.application_id, table.c.answers)
            .join(reports, reports.c.id == table.c.report_id)
            .where(reports.c.application_id.in_(found.files))
        )
    yield from map(tuple, db.session.execute(asked))


def _theirs(answers: Mapping[str, Any], address: str, *, alone: bool) -> frozenset[str]:
    """Return the fields that are about them."""
    if alone:
        return (NEVER_PUBLIC - KEPT) | SIGNED
    return CONTACT if str(answers.get("contact_email", "")).strip().lower() == address else frozenset()
