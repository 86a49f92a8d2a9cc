"""Somebody planted in every column that can hold anything about them, erased, then looked for in every byte.

    python bench/trust/erasure.py [--years 3] [--json FILE]

On SQLite in a temporary folder. Each turn builds a town where something stands behind every address, plants one person
everywhere (tests/privacy/planting.py), takes their data away, erases them, and looks for them in every row of every
table, in the bytes of the database file and of its index, in the files beside it, and in the public pages. Controls:
the same search before the erasure, and after an erasure by a declaration that forgot one table; each must find them.
Ends with status 1 otherwise. The short form is tests/privacy/test_erasing.py.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pytest
from sqlalchemy import select

from bench.trust.place import town_at
from grants.audit import verify_audit
from grants.budget.queries import verify_ledger
from grants.db import Base, db
from grants.privacy import services
from grants.privacy.held import held
from tests.journeys.addresses import build
from tests.privacy.planting import ADDRESS, NEEDLES, plant

if TYPE_CHECKING:
    from flask import Flask

PAGES = ("/", "/projets/", "/donnees/projects.json", "/donnees/subventions.csv", "/donnees/tout.zip", "/annuaire")
FORGETTABLE = ("carrier_request", "claim", "message", "voice", "participant")


def main() -> None:
    """Erase, look, print, and say whether all held."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--years", type=int, default=3, help="towns built, each with another person")
    parser.add_argument("--json", type=Path, default=Path("var/bench/erasure.json"))
    asked = parser.parse_args()
    told = [_turn(number) for number in range(asked.years)]
    for number, each in enumerate(told):
        print(number, ", ".join(f"{name} {value}" for name, value in each.items()))
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(told, indent=1), encoding="utf-8")
    held_all = all(each["left"] == 0 and each["before"] > 0 and each["control"] > 0 for each in told)
    sys.exit(0 if held_all else 1)


def _turn(number: int) -> dict[str, Any]:
    """Plant and erase once; the control forgets another table each time."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkey:
        var = Path(folder)
        app, _call = town_at(var)
        _empty(app)
        town = build(app, monkey)
        with app.app_context():
            planted = plant(town.writer)
            db.session.commit()
            before = len(_where(app, var))
            forgotten = FORGETTABLE[number % len(FORGETTABLE)]
            control = _control(forgotten)
            started = process_time()
            erased = services.erase(ADDRESS, "command")
            db.session.commit()
            files = services.tidy_files(var, erased)
            quiet = services.tidy_disk()
            spent = process_time() - started
            left = _where(app, var)
            verify_ledger()
            verify_audit()
            return {
                "columns": len(planted.columns),
                "before": before,
                "control": control,
                "forgotten": forgotten,
                "rows": sum(erased.rows.values()),
                "files": files,
                "vacuum": quiet,
                "seconds": round(spent, 2),
                "left": len(left),
                "where": sorted(left),
            }


def _empty(app: Flask) -> None:
    """Take away the open call of the empty town: the demonstration brings its own."""
    with app.app_context():
        db.session.execute(Base.metadata.tables["call"].delete())
        db.session.commit()


def _control(forgotten: str) -> int:
    """Count the tables that still hold them after a declaration that forgot one; then undo it."""
    left = {name: each for name, each in held().items() if name != forgotten}
    modules = [f"grants.privacy.services.{name}.held" for name in ("replacing", "erasing", "answers")]
    with patch(modules[0], lambda: left), patch(modules[1], lambda: left), patch(modules[2], lambda: left):
        services.erase(ADDRESS, "command")
        found = len(_rows())
    db.session.rollback()
    return found


def _rows() -> set[str]:
    """Return the tables in which one of the needles stands."""
    return {
        table.name
        for table in Base.metadata.sorted_tables
        for row in db.session.execute(select(table))
        if any(needle in repr(tuple(row)).lower() for needle in NEEDLES)
    }


def _where(app: Flask, var: Path) -> set[str]:
    """Return where they stand: tables, bytes of files, public pages."""
    found = _rows()
    db.session.rollback()
    for path in var.rglob("*"):
        if path.is_file() and any(needle.encode() in path.read_bytes().lower() for needle in NEEDLES):
            found.add(path.name)
    client = app.test_client()
    pages = {page: client.get(page, follow_redirects=True).data.lower() for page in PAGES}
    return found | {page for page, body in pages.items() if any(needle.encode() in body for needle in NEEDLES)}


if __name__ == "__main__":
    main()
