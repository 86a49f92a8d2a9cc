"""The gauge of the two pages beside a bare WeasyPrint render of the same HTML, in the same run.

    .venv/bin/python bench/two_pages.py [--files 200] [--timed 60] [--json FILE]

CPU time of one process, warm; wall time too, worth what the machine is idle. The gauge is asked as the page asks it,
over HTTP's own client, after each file changed; the bare side gives WeasyPrint the same HTML and style sheets, as its
documentation shows, and counts the pages. Then: page counts against the printed PDF on random files of every length,
and what `to_shorten` says on files too long.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from alembic import command
from pypdf import PdfReader

from grants import pdf
from grants.accounts.services import ensure_person, open_session
from grants.app import create_app
from grants.applications import papers
from grants.applications.models import Application
from grants.applications.papers import Paper
from grants.db import db
from grants.domain.file import Terms
from grants.operations.cli import alembic_config
from grants.pdf import engine
from grants.settings import load_settings
from grants.territories.queries import territory
from tests.envie import ENVIE, FIELDS
from tests.samples import files
from tests.town import make_call

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

GOAL_MS = 150
GOAL_FITS = 0.9
WARM = 2
MOST_STEPS = 10


def took(work: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds of that work: of CPU, of the clock."""
    start, clock = time.process_time(), time.perf_counter()
    work()
    return 1000 * (time.process_time() - start), 1000 * (time.perf_counter() - clock)


def paper_of(answers: files.Answers) -> Paper:
    """Return the paper of these answers."""
    return Paper(
        answers, "", 2026, "Un banc", territory("port-leon"), Terms(230_000, frozenset(), frozenset(), FIELDS), ENVIE
    )


def bare(html: str) -> int:
    """Render as WeasyPrint's own documentation does; return the pages of the PDF."""
    library = engine.weasyprint()
    sheets = [library.CSS(str(ROOT / "grants/static/css/two-pages.css"))]
    return len(PdfReader(BytesIO(library.HTML(string=html).write_pdf(stylesheets=sheets))).pages)


def signed_in(app: Flask) -> tuple[FlaskClient, Application]:
    """Return somebody's browser, and the file they write."""
    token, _ends = open_session("ana@example.org", "fr", 30)
    person, call = ensure_person("ana@example.org"), make_call(2027)
    application = Application(public_id="bench", call_id=call.id, person_id=person.id, answers={})
    db.session.add(application)
    db.session.commit()
    client = app.test_client()
    client.set_cookie("grants", token)
    return client, application


def speed(app: Flask, count: int) -> dict[str, float]:
    """Measure the gauge on full two-page files, beside the bare render."""
    client, application = signed_in(app)
    chance = random.Random(1)  # noqa: S311 - the same files each time
    ours, theirs = [], []
    for _ in range(count + WARM):
        answers = files.full(chance)
        application.answers = answers
        db.session.commit()
        ours.append(took(lambda: client.get("/dossiers/bench/jauge").json["fill"]))
        html = papers._two_pages_html(paper_of(answers))  # noqa: SLF001 - what the gauge lays out
        theirs.append(took(lambda page=html: bare(page)))
    figures = {}
    for name, times in (("gauge", ours[WARM:]), ("bare", theirs[WARM:])):
        for kind, values in zip(("cpu", "wall"), zip(*times, strict=True), strict=True):
            figures[f"{name}_median_{kind}_ms"] = statistics.median(values)
            figures[f"{name}_p95_{kind}_ms"] = statistics.quantiles(values, n=20)[-1]
    return figures


def exactness(count: int) -> dict[str, float]:
    """Compare the gauge's pages with those of a PDF laid out apart, on files of every length."""
    same = 0
    for seed in range(count):
        chance = random.Random(seed)  # noqa: S311 - as above
        paper = paper_of(files.answers(chance, chance.choice([0.2, 0.8, 1, 1.1, 1.3]), odd=True))
        html = papers._two_pages_html(paper)  # noqa: SLF001 - as above
        printed = pdf.render(html, stylesheets=papers.SHEETS)
        same += papers.room(paper).pages == len(PdfReader(BytesIO(printed)).pages)
    return {"files": count, "same_pages": same}


def advice(count: int) -> dict[str, float]:
    """Take the words told out of files too long, until they fit: once should do."""
    chance = random.Random(2)  # noqa: S311 - as above
    once, steps = 0, []
    for _ in range(count):
        paper, done = paper_of(files.over(chance)), 0
        while (room := papers.room(paper)).shorten and done < MOST_STEPS:
            key, words = room.shorten
            text = files.without_words(chance, str(paper.answers[key]), words)
            paper, done = replace(paper, answers={**paper.answers, key: text}), done + 1
        once += done <= 1
        steps.append(done)
    return {"too_long": count, "fit_at_once": once, "most_steps": max(steps)}


def main() -> None:
    """Print the figures, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--timed", type=int, default=60)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(load_settings({"GRANTS_ENV": "testing", "GRANTS_VAR": folder}))
        with app.app_context():
            command.upgrade(alembic_config(), "head")
        with app.test_request_context("/"):
            result: dict[str, float] = {}
            for part in (lambda: speed(app, asked.timed), lambda: exactness(asked.files), lambda: advice(asked.files)):
                figures = {name: round(value, 1) for name, value in part().items()}
                result |= figures
                for name, value in figures.items():
                    print(f"{name:>20} {value:>8}", flush=True)
    print(f"goals: median ≤ {GOAL_MS} ms, every page count the same, ≥ {GOAL_FITS:.0%} fit at once")
    if asked.json:
        report = {"date": time.strftime("%Y-%m-%d"), "python": platform.python_version(), **result}
        asked.json.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
