"""A thousand files, each sent by sixteen hands at once over HTTP: as many applications and acknowledgements, no more.

    python bench/trust/double_sending.py [--files 1000] [--without-papers] [--json FILE]

On SQLite in a temporary folder, or on the empty database of DATABASE_URL. A real gunicorn with two processes prints
the two PDFs of each file; without papers it is a machine that lacks the PDF engine, and presses meet oftener. Ends with
status 1 when a count differs. tests/applications/test_double_sending.py is the short form, with the control that must
fail.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import Counter
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.trust.place import empty_town
from tests.applications.pressing import HANDS, press, served, tally, with_token, written_drafts


def main() -> None:
    """Press, count, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--without-papers", action="store_true")
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    with empty_town() as (app, call, var):
        drafts, cookie = written_drafts(app, call, wanted.files)
        started, statuses = monotonic(), Counter()
        with served(app, var, papers=not wanted.without_papers) as port:
            cookie, token = with_token(port, cookie)
            for place, draft in enumerate(drafts, start=1):
                statuses.update(press(port, cookie, token, draft))
                if place % 50 == 0:
                    print(f"{place} files, {monotonic() - started:.0f} s, {tally(app)}", flush=True)
        figures = {"files": wanted.files, "papers": not wanted.without_papers, "hands": HANDS}
        figures |= {"answers": dict(statuses), **tally(app)}
    figures |= {"seconds": round(monotonic() - started), "database": os.environ.get("DATABASE_URL", "sqlite")[:10]}
    print(json.dumps(figures))
    if wanted.json:
        wanted.json.write_text(json.dumps(figures), encoding="utf-8")
    counted = {figures[name] for name in ("sent", "numbers", "sendings", "pages", "acknowledgements", "acknowledged")}
    sys.exit(counted != {wanted.files})


if __name__ == "__main__":
    main()
