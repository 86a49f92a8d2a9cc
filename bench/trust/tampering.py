"""Ten thousand tamperings of the books, all found against the public heads; and how long 100,000 lines take to check.

    python bench/trust/tampering.py [--tamperings 10000] [--rows 100000] [--json FILE]

On SQLite in a temporary folder, or on the empty database of DATABASE_URL. Some funds are lived through by several
clerks, then lines of their ledger and of their log of acts are changed, removed, moved, cut, inserted, or written anew
with hashes that hold. Each forgery is put before the walk of the product and before the standalone script of the
exported books, with the heads published before. One in fifty is also written in the database itself, its triggers
taken away. Control: the same forgeries without a published head, of which those written anew must pass. Ends
with status 1 when a forgery was not found, or when the control found them all. The short form is in
tests/budget/test_books.py.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sqlalchemy as sa

from bench.trust.place import empty_town
from grants.audit import AuditEntry, record, verify_audit
from grants.budget import books, queries
from grants.budget.books import verify
from grants.budget.models import Envelope, LedgerEntry
from grants.db import db, is_postgresql
from grants.domain.audit import Act
from grants.domain.chain import GENESIS
from grants.domain.chain import verify as walk
from grants.domain.errors import RuleError
from grants.domain.ledger import Line
from tests.budget.histories import tell
from tests.budget.tampering import tampered

if TYPE_CHECKING:
    from flask import Flask

    from tests.budget.tampering import Rows

FUNDS = 4
IN_DATABASE = 50
TABLES = {"ledger": LedgerEntry, "audit": AuditEntry}
LINES = {"ledger": Line, "audit": Act}
TRIGGERS = {"ledger": ("ledger_entry", "ledger"), "audit": ("audit_entry", "audit")}


def main() -> None:
    """Tamper, then time the check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tamperings", type=int, default=10_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    with empty_town() as (app, _call, _var):
        tell(app, range(FUNDS))
        figures = forge(app, wanted.tamperings) | timed(app, wanted.rows)
    figures["database"] = os.environ.get("DATABASE_URL", "sqlite")[:10]
    print(json.dumps(figures, ensure_ascii=False))
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, ensure_ascii=False), encoding="utf-8")
    missed = figures["missed by the product"] or figures["missed by the script"] or figures["missed in the database"]
    sys.exit(bool(missed) or not figures["control: passed without a head"])


def forge(app: Flask, number: int) -> dict[str, object]:
    """Forge, and count what was not found."""
    rng, missed = random.Random(1), {"product": 0, "script": 0, "database": 0}  # noqa: S311 - repeatable
    tried = passed = 0
    with app.app_context(), tempfile.TemporaryDirectory() as folder:
        books.write_files(Path(folder))
        true = verify.read(Path(folder))
        db.session.rollback()
        for turn in range(number):
            book = ("ledger", "audit")[turn % 2]
            head = true.head if book == "ledger" else true.audit_head
            rows = tampered(getattr(true, book), rng)
            missed["product"] += not _found(book, rows, head)
            missed["script"] += not _refuted(replace(true, **{book: rows}))
            passed += not _refuted(replace(true, **{book: rows}, head=None, audit_head=None))
            changed = sorted(rows, key=lambda row: str(row["number"])) != sorted(
                getattr(true, book), key=lambda row: str(row["number"])
            )
            if changed and turn % IN_DATABASE in {0, 1}:  # a table knows no order but that of its numbers
                tried += 1
                missed["database"] += not _found_in_place(book, rows, head)
    return {
        "tamperings": number,
        "lines tampered with": [len(true.ledger), len(true.audit)],
        "missed by the product": missed["product"],
        "missed by the script": missed["script"],
        "tamperings of the database itself": tried,
        "missed in the database": missed["database"],
        "control: passed without a head": passed,
    }


def _refuted(read: verify.Books) -> bool:
    """Tell whether the standalone script finds the forgery."""
    try:
        verify.check(read)
    except (verify.WrongError, KeyError, TypeError, ValueError):
        return True
    return False


def _found(book: str, rows: Rows, head: str | None) -> bool:
    """Tell whether the product's own walk finds the forgery."""
    try:
        walk(((_line(book, row), row["previous_hash"], row["hash"]) for row in rows), head, book)
    except (RuleError, TypeError, ValueError, AttributeError):
        return True
    return False


def _line(book: str, row: dict[str, object]) -> Line | Act:
    """Return a row as the line that is hashed."""
    fields = {name: value for name, value in row.items() if name not in verify.CHAIN_FIELDS}
    return LINES[book](**fields | {"at": datetime.fromisoformat(str(row["at"]))})  # type: ignore[arg-type]


def _found_in_place(book: str, rows: Rows, head: str | None) -> bool:
    """Write the forgery in the database, its triggers and its numbers' constraint taken away; undo it all after."""
    table = TABLES[book].__table__
    try:
        for statement in _without_triggers(book):
            db.session.execute(sa.text(statement))
        db.session.execute(sa.delete(table))
        if rows:
            db.session.execute(sa.insert(table), [_columns(book, row) for row in rows])
        db.session.expire_all()
        (queries.verify_ledger if book == "ledger" else verify_audit)(head)
    except (RuleError, sa.exc.SQLAlchemyError, TypeError, ValueError, AttributeError):
        return True
    finally:
        db.session.rollback()
    return False


def _without_triggers(book: str) -> list[str]:
    """Return the statements that take the guards of a table away."""
    table, name = TRIGGERS[book]
    if is_postgresql():
        return [f"ALTER TABLE {table} DISABLE TRIGGER USER"]
    statements = [f"DROP TRIGGER {name}_never_{act}s" for act in ("update", "delete")]
    return ["PRAGMA defer_foreign_keys=ON", *statements]


def _columns(book: str, row: dict[str, object]) -> dict[str, object]:
    """Return a row of the exported books as columns of its table."""
    names = {"number": "id", "call": "call_id", "envelope": "envelope_id", "application": "application_id"}
    names |= {"amount": "amount_cents", "reverses": "reverses_id"} if book == "ledger" else {}
    return {names.get(name, name): value for name, value in row.items()} | {
        "at": datetime.fromisoformat(str(row["at"]))
    }


def timed(app: Flask, number: int) -> dict[str, object]:
    """Make both books long, then time their check: in the product, and by the script over the exported files."""
    with app.app_context(), tempfile.TemporaryDirectory() as folder:
        _lengthen(number)
        started = process_time()
        lines = queries.verify_ledger().lines
        product = process_time() - started
        books.write_files(Path(folder))
        db.session.rollback()
        started = process_time()
        verify.check(verify.read(Path(folder)))
        script = process_time() - started
    return {"lines checked": lines, "cpu seconds, product": round(product, 1), "cpu seconds, script": round(script, 1)}


def _lengthen(number: int) -> None:
    """Write so many lines that hold on one envelope, a cent at a time, faster than by the verbs of the desk."""
    envelope = db.session.scalars(sa.select(Envelope).where(Envelope.closed_at.is_(None)).order_by(Envelope.id)).first()
    last = db.session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.id.desc())).first()
    previous, at, rows = last.hash if last else GENESIS, datetime.now(UTC), []
    for place in range((last.id if last else 0) + 1, number + 1):
        at += timedelta(microseconds=1)
        plain = {"number": place, "call": envelope.call_id, "envelope": envelope.id, "application": None, "amount": 1}
        plain |= {"kind": "amendment", "actor": "command", "reason": "DM", "act": "", "once": None, "reverses": None}
        own = Line(at=at, **plain).chained(previous)
        rows.append(_columns("ledger", plain | {"at": at.isoformat(), "previous_hash": previous, "hash": own}))
        previous = own
    db.session.execute(sa.insert(LedgerEntry), rows)
    envelope.allocated_cents += len(rows)
    record("command", "books_exported", "books")
    db.session.commit()


if __name__ == "__main__":
    main()
