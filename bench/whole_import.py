"""A table of 100,000 past grants given, tried, imported and, if asked, undone: time, rows and memory of the whole.

    python bench/whole_import.py [--lines 100000] [--cut 0] [--undo] [--json FILE]

The work is done as the queue does it, one transaction a step, in the database of DATABASE_URL (else in GRANTS_VAR,
which must be empty). With --cut N the import is left after N steps and taken up again, as after a fault: each line must
come in once all the same. Ends with status 1 when a line is missing or came twice.
"""

import argparse
import csv
import io
import json
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import func, select
from stdnum import luhn

from grants.accounts.models import Association
from grants.app import create_app
from grants.budget.models import Award, Deliberation
from grants.db import db
from grants.domain.history_choices import Choices
from grants.incoming import services
from grants.incoming.models import HistoryImport, HistoryLine
from grants.projects.models import Project, Revision
from grants.settings import current_settings

HEADS = ["Association", "SIRET", "Objet", "Date du vote", "Montant", "Acte"]
ASSOCIATIONS, ACTS = 20_000, 400
TABLES = (Project, Award, Revision, Association, Deliberation, HistoryLine)


def table(number: int) -> bytes:
    """Write the table: 20,000 associations with their own number, 400 acts over ten years."""
    made = io.StringIO()
    file = csv.writer(made, delimiter=";")
    file.writerow(HEADS)
    for n in range(number):
        who = n % ASSOCIATIONS
        siren = f"{30_000_000 + who}"
        siren += luhn.calc_check_digit(siren)
        siret = f"{siren}0001"
        siret += luhn.calc_check_digit(siret)
        act = n % ACTS
        file.writerow(
            [
                f"Association {who}",
                siret,
                f"Projet {n} du quartier, un jardin et des lectures",
                f"12/03/{2010 + act % 10}",
                f"{100 + n % 2000},50",
                f"D-{act}",
            ]
        )
    return made.getvalue().encode()


def told(name: str, steps: Iterator[None], most: int = 0) -> dict[str, float]:
    """Do a work, a transaction a step, the first `most` of them when given; return its seconds and its memory."""
    wall, cpu, done = time.perf_counter(), time.process_time(), 0
    for done, _ in enumerate(steps, 1):
        db.session.commit()
        if done == most:
            break
    db.session.commit()
    db.session.remove()
    found = {
        "steps": done,
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - wall,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(f"{name:12} {done:6} steps, " + ", ".join(f"{key} {value:.1f}" for key, value in found.items()), flush=True)
    return found


def source(number: int) -> HistoryImport:
    """Return the import."""
    return db.session.get_one(HistoryImport, number)


def run(lines: int, cut: int, *, undo: bool) -> tuple[dict[str, object], bool]:
    """Do all of it; tell whether each line came in once."""
    found: dict[str, object] = {"database": db.engine.dialect.name, "lines": lines}
    given = services.keep_file("grand-tableau.csv", table(lines), "bench")
    services.choose(given, Choices())
    services.ask_trial(given, "bench")
    db.session.commit()
    number = given.id
    found["trial"] = told("trial", services.try_asked(number))
    services.ask_import(source(number), "bench")
    db.session.commit()
    town = current_settings().territory
    if cut:
        found["cut"] = told("import, cut", services.import_asked(number, town), cut)
        source(number).moved_at = None
        db.session.commit()
    found["import"] = told("import", services.import_asked(number, town))
    rows = {each.__tablename__: db.session.scalar(select(func.count()).select_from(each)) for each in TABLES}
    found["rows"] = rows
    print(rows)
    once = rows["project"] == rows["award"] == rows["history_line"] == lines and source(number).state == "imported"
    if undo:
        services.ask_undo(source(number), "bench")
        db.session.commit()
        found["undo"] = told("undo", services.undo_asked(number))
        left = db.session.scalar(select(func.count()).select_from(Project))
        print(f"left after the undo: {left}")
        once = once and not left
    return found, once


def main() -> int:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--lines", type=int, default=100_000)
    asked.add_argument("--cut", type=int, default=0)
    asked.add_argument("--undo", action="store_true")
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    with create_app().app_context():
        found, once = run(options.lines, options.cut, undo=options.undo)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return 0 if once else 1


if __name__ == "__main__":
    sys.exit(main())
