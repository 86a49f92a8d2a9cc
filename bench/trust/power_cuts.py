"""The current goes at any instant: what the disk may then hold still opens, whole, with all that was acknowledged.

    python bench/trust/power_cuts.py [--cuts 200] [--files 8] [--seed 1] [--synchronous EXTRA|FULL|OFF] [--json FILE]
    python bench/trust/power_cuts.py --database postgresql [--losing fsync|commit] […]

Somebody fills and sends files through the pages of the product while strace records each call on the database's
folder. Then, for each cut, a disk is built as it may be found (tests/durability/disk.py: what was not
synced is kept, lost, torn in sectors of 512 bytes or out of order; a journal that was removed may be back), opened,
checked, and compared with what had been answered by then. The controls, OFF and FULL (with which the folder is not
synced once the journal is gone), must lose.

On PostgreSQL the whole cluster is recorded (every process of it, small segments of the log, a checkpoint every few
seconds), and each disk is recovered by a server that then reads every row, every index and every sum. The controls are
`fsync=off` and `synchronous_commit=off`. Needs strace. tests/durability/test_power_cuts.py is the short form.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.trust.place import town_at
from grants.db import db
from tests.durability import cluster_cuts
from tests.durability.cuts import after_cuts, record


def of_sqlite(room: Path, wanted: argparse.Namespace) -> dict[str, Any]:
    """Record and cut a file of SQLite."""
    fill(room / "var", "")
    shutil.copytree(room / "var", room / "before")
    trace = record(room / "var", room / "trace", wanted.files, wanted.synchronous)
    return after_cuts(room, trace, wanted.cuts, random.Random(wanted.seed))  # type: ignore[no-any-return]  # noqa: S311


def of_postgresql(room: Path, wanted: argparse.Namespace) -> dict[str, Any]:
    """Record and cut a cluster of PostgreSQL."""
    options = (*cluster_cuts.OFTEN, *cluster_cuts.LOSING.get(wanted.losing, ()))
    url = cluster_cuts.lay(room, lambda url: fill(room / "var", url))
    trace = record(room / "var", room / "trace", wanted.files, "", *options, url=url)
    return cluster_cuts.after_cuts(room, trace, wanted.cuts, random.Random(wanted.seed))  # type: ignore[no-any-return]  # noqa: S311


def fill(var: Path, url: str) -> None:
    """Make the tables and an open call."""
    app, _ = town_at(var, url)
    with app.app_context():
        db.engine.dispose()


def main() -> None:
    """Record once, cut often, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", choices=("EXTRA", "FULL", "OFF"), default="EXTRA")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--losing", choices=sorted(cluster_cuts.LOSING), default="", help="the control of PostgreSQL")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    started = monotonic()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "var").mkdir()
        play = of_postgresql if wanted.database == "postgresql" else of_sqlite
        figures = play(Path(folder), wanted)
    told = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "seed": wanted.seed, "database": wanted.database}
    told |= {"how": wanted.losing or wanted.synchronous, **figures}
    told["seconds"] = round(monotonic() - started)
    for name, value in told.items():
        print(f"{name:32} {value}")
    if wanted.json:
        wanted.json.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    sys.exit(bool(figures["damaged"] or figures["lost"]) != (wanted.synchronous != "EXTRA" or bool(wanted.losing)))


if __name__ == "__main__":
    main()
