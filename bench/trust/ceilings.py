"""Ten thousand random histories of clerks who act on one fund at the same time: no cent is ever over an envelope.

    python bench/trust/ceilings.py [--histories 10000] [--first 0] [--control] [--json FILE]

On SQLite in a temporary folder, or on the empty database of DATABASE_URL. Each history opens a fund of four envelopes
(one in kind) and four files; four clerks then act at once, five times each, through the product's own verbs:
votes, orders, payments, repayments, releases, amendments, transfers, withdrawals, reversals, closings. What was kept is
played again, in the order of the ledger, in a fund of plain Python: lines, sums of envelopes and sums of files must be
equal to the cent. At the end the whole ledger is walked. tests/budget/test_concurrency.py is the short form.

`--control` takes the guards away: clerks read what is left, think, then write, over tables that check nothing. It must
overspend, and ends with status 1 when it does not.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, process_time
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import sqlalchemy as sa

from bench.trust.place import empty_town
from grants.audit import verify_audit
from grants.budget import queries
from grants.db import db
from tests.budget.histories import CLERKS, TURNS, Told, tell

if TYPE_CHECKING:
    from flask import Flask

BATCH = 250
CREDITS, WANTED = 100_000, 30_000


def main() -> None:
    """Tell the histories, or the control's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--histories", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first history")
    parser.add_argument("--control", action="store_true")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    with empty_town() as (app, _call, _var):
        figures = control(app, wanted.histories) if wanted.control else proof(app, wanted.histories, wanted.first)
    figures["database"] = os.environ.get("DATABASE_URL", "sqlite")[:10]
    print(json.dumps(figures, ensure_ascii=False))
    if wanted.json:
        wanted.json.write_text(json.dumps(figures, ensure_ascii=False), encoding="utf-8")
    sys.exit(wanted.control and not figures["histories overspent"])


def proof(app: Flask, histories: int, first: int) -> dict[str, object]:
    """Tell the histories a batch at a time, then walk the whole ledger; fails at the first cent that differs."""
    started, used, whole = monotonic(), process_time(), Told()
    for start in range(first, first + histories, BATCH):
        told = tell(app, range(start, min(start + BATCH, first + histories)))
        whole = Told(
            whole.histories + told.histories, whole.tried + told.tried, whole.kept + told.kept, whole.held + told.held
        )
        print(f"{whole.histories} histories, {whole.tried} acts, {round(monotonic() - started)} s", file=sys.stderr)
    with app.app_context():
        lines, acts = queries.verify_ledger().lines, verify_audit().lines
    return {
        "histories": whole.histories,
        "acts": whole.tried,
        "acts kept": whole.kept,
        "cents over": 0,
        "lines of the ledger": lines,
        "acts of the log": acts,
        "held by": dict(Counter(whole.held).most_common()),
        "seconds": round(monotonic() - started),
        "cpu seconds": round(process_time() - used),
    }


def control(app: Flask, histories: int) -> dict[str, object]:
    """Let naive clerks spend one bare envelope after another; return how many were overspent, and by how much."""
    bare = sa.Table("bare_envelope", sa.MetaData(), *(sa.Column(name, sa.BigInteger) for name in ("id", "left_cents")))
    over = 0, 0
    with app.app_context():
        bare.create(db.engine)
    with ThreadPoolExecutor(CLERKS) as pool:
        for number in range(histories):
            with app.app_context():
                db.session.execute(sa.insert(bare).values(id=number, left_cents=CREDITS))
                db.session.commit()
            start = threading.Barrier(CLERKS)
            list(pool.map(lambda _hand: _naive(app, bare, number, start), range(CLERKS)))  # noqa: B023 - used at once
            with app.app_context():
                left = db.session.scalar(sa.select(bare.c.left_cents).where(bare.c.id == number))
            over = over[0] + (left < 0), over[1] + max(0, -left)
    acts = histories * CLERKS * TURNS
    return {"histories": histories, "acts": acts, "histories overspent": over[0], "cents over": over[1]}


def _naive(app: Flask, bare: sa.Table, number: int, start: threading.Barrier) -> None:
    """Read what is left, let go, then write: what the guarded statement never does."""
    start.wait()
    for _ in range(TURNS):
        with app.app_context():
            left = db.session.scalar(sa.select(bare.c.left_cents).where(bare.c.id == number))
            db.session.rollback()
            if left >= WANTED:
                spent = sa.update(bare).where(bare.c.id == number).values(left_cents=bare.c.left_cents - WANTED)
                db.session.execute(spent)
            db.session.commit()
            db.session.remove()


if __name__ == "__main__":
    main()
