"""A thousand random stories of two editors of one file: how many texts were silently overwritten.

    python bench/trust/interleavings.py [--stories 1000] [--json FILE]

On SQLite in a temporary folder, or on the empty database of DATABASE_URL. Beside it a control: a town where the last to
write wins, which must lose. Ends with status 1 when a text was lost, or when the control lost none.
tests/applications/test_interleavings.py is the short form.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.trust.place import empty_town
from grants.accounts.services import ensure_person
from grants.applications import services
from grants.calls.models import Call
from grants.db import db
from tests.applications.interleaving import Interleaving, Town


def main() -> None:
    """Tell the stories, then the control's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=1000)
    parser.add_argument("--json", type=Path)
    wanted = parser.parse_args()
    started = monotonic()
    with empty_town() as (app, call, _var):

        def told(number: int, *, careful: bool) -> list[str]:
            losses: list[str] = []
            for seed in range(number):
                with app.app_context():
                    draft = services.start_draft(db.session.get_one(Call, call.id), ensure_person("ana@example.org"))
                    db.session.commit()
                    name = draft.public_id
                losses += Interleaving(Town(app, name, careful=careful), seed).run()
            return losses

        lost, control = told(wanted.stories, careful=True), told(wanted.stories // 20, careful=False)
    figures = {
        "stories": wanted.stories,
        "silent overwrites": len(lost),
        "control: stories": wanted.stories // 20,
        "control: silent overwrites": len(control),
        "seconds": round(monotonic() - started),
        "database": os.environ.get("DATABASE_URL", "sqlite")[:10],
    }
    print(json.dumps(figures), *lost[:10], sep="\n")
    if wanted.json:
        wanted.json.write_text(json.dumps(figures), encoding="utf-8")
    sys.exit(bool(lost) or not control)


if __name__ == "__main__":
    main()
