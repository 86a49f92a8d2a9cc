"""Open writing: machines held, and a thousand edits of a vandal taken back in one act, with nothing of others lost.

    python bench/trust/voices.py [--edits 1000] [--machines 20000] [--json FILE]

On the empty, migrated database of DATABASE_URL, else of GRANTS_VAR: projects are written there.
"""

from __future__ import annotations

import argparse
import random
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from sqlalchemy import select

from bench.trust.bare import tell
from grants.accounts.models import Association
from grants.accounts.services import ensure_person
from grants.app import create_app
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.calendar import usual_dates
from grants.domain.holding import why_held
from grants.projects.models import Project
from grants.projects.revising import content_of, correct
from grants.projects.services import Story, publish_project
from grants.settings import load_settings
from grants.voices.models import Voice
from grants.voices.services import hand_for, undo_hands
from tests.voices import machines

YEAR = 2026


def held(count: int) -> dict[str, float]:
    """Return the share of machines held, in per cent, and of honest people held."""
    dice, recent = random.Random(1), []  # noqa: S311 - for variety
    naive = sum(why_held(machines.naive(n, dice)) is not None for n in range(count))
    slow = sum(why_held(machines.slow(n, dice, recent)) is not None for n in range(count))
    honest = [why_held(sent) is not None for _ in range(200) for sent in machines.people(dice)]
    return {"naive": 100 * naive / count, "slow": 100 * slow / count, "honest_held": sum(honest), "honest": len(honest)}


def vandalise(edits: int) -> int:
    """Write projects, an honest correction before and after a vandal's on each; return the vandal's hand."""
    dates = {key: value for key, value in vars_of(usual_dates(YEAR)).items() if isinstance(value, date)}
    call = Call(year=YEAR, scheme="envie-de-faire", title="Appel", territory="port-leon", cap_cents=230_000, **dates)
    carrier = Association(name="Les Mains vertes")
    db.session.add_all((call, carrier))
    vandal, lou = hand_for("vandal", "192.0.2.1"), hand_for("lou", "192.0.2.2")
    for number in range(edits):
        story = Story(title=f"Projet {number}", what="Un jardin. Le samedi.", where_text="ici")
        project = publish_project(call, carrier, story)
        correct(project, {"where_text": ["ici", "au port"]}, "Lou", lou.id)
        changes = {"what": ["Un jardin. Le samedi.", "Un casino. Le samedi."]}
        made = correct(project, changes, "", vandal.id)
        db.session.add(
            Voice(
                once=f"v{number}", kind="correction", project=project, hand=vandal, words="", changes=changes,
                revision=made.number if made else None, state="shown", at=now(),
            )
        )  # fmt: skip
        read = content_of(project)["what"]
        correct(project, {"what": [read, read.replace("samedi", "dimanche")]}, "Lou", lou.id)
    db.session.commit()
    return vandal.id


def vars_of(dates: object) -> dict[str, object]:
    """Return the fields of a row of dates."""
    return {name: getattr(dates, name) for name in dates.__slots__}  # type: ignore[attr-defined]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--machines", type=int, default=20_000)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    found: dict[str, float] = held(asked.machines)
    with create_app(load_settings()).app_context():
        hand = vandalise(asked.edits)
        clerk = ensure_person("agent@port-leon.example", name="Agent")
        begun = perf_counter()
        undone = undo_hands([hand], "vandalisme", clerk)
        db.session.commit()
        found |= {"edits": undone.words, "pages": undone.pages, "seconds": perf_counter() - begun}
        pages = db.session.scalars(select(Project)).all()
        kept = [each.what == "Un jardin. Le dimanche." and each.where_text == "au port" for each in pages]
        found["legitimate_edits_lost"] = kept.count(False)
    tell(found, asked.json)


if __name__ == "__main__":
    main()
