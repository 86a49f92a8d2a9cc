"""The current goes at any instant: what the disk may then hold still opens, whole, with all that was acknowledged.

    python bench/trust/power_cuts.py [--cuts 200] [--files 8] [--seed 1] [--synchronous EXTRA|FULL|OFF] [--json FILE]

Somebody fills and sends files through the pages of the product on SQLite while strace records each call on the
database's folder. Then, for each cut, a disk is built as it may be found (tests/durability/disk.py: what was not
synced is kept, lost, torn in sectors of 512 bytes or out of order; a journal that was removed may be back), opened,
checked, and compared with what had been answered by then. The controls, OFF and FULL (with which the folder is not
synced once the journal is gone), must lose. Needs strace. tests/durability/test_power_cuts.py is the short form.
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

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.trust.place import town_at
from grants.db import db
from tests.durability.cuts import after_cuts, record


def main() -> None:
    """Record once, cut often, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=200)
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", choices=("EXTRA", "FULL", "OFF"), default="EXTRA")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    started = monotonic()
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder) / "var"
        var.mkdir()
        app, _ = town_at(var)
        with app.app_context():
            db.engine.dispose()
        shutil.copytree(var, Path(folder) / "before")
        trace = record(var, Path(folder) / "trace", wanted.files, wanted.synchronous)
        figures = after_cuts(Path(folder), trace, wanted.cuts, random.Random(wanted.seed))  # noqa: S311 - no secret
    told = {"date": f"{datetime.now(UTC):%Y-%m-%d}", "seed": wanted.seed, "synchronous": wanted.synchronous, **figures}
    told["seconds"] = round(monotonic() - started)
    for name, value in told.items():
        print(f"{name:32} {value}")
    if wanted.json:
        wanted.json.write_text(json.dumps(told, indent=1, ensure_ascii=False), encoding="utf-8")
    sys.exit(bool(figures["damaged"] or figures["lost"]) != (wanted.synchronous != "EXTRA"))


if __name__ == "__main__":
    main()
