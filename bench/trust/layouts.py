"""Layouts that hurt, given to the press: as texts of a whole year's projects, then as pages that nobody cleaned.

    python -m bench.trust.layouts [--seconds 8] [--control 40] [--json FILE]

First the booklet: one project a payload, its words in every field that people write, beside sound projects; every page
must be there, within 30 seconds of work and 1 GiB, in A5, in large print, and when both are printed again. What
people write reaches the press as text, never as HTML: so each payload is then given to the engine as raw HTML, within
the same limits, and must be given up or laid out. Control: the same pages without any limit, watched from outside; some
must pass 30 seconds or 1 GiB.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time, sleep
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import pypdf
from flask import Flask
from flask_babel import Babel

from grants import pdf
from grants.plenary.prints.booklet import make
from grants.plenary.prints.content import DatedStep, Wish
from tests.samples.booklets import sample
from tests.samples.papers import HOSTILE

if TYPE_CHECKING:
    from grants.plenary.prints.content import BookletContent

GIB = 2**30
MOST_SECONDS = 30
FIELDS = ("title", "association", "hook", "quarter", "audience")
LAYOUTS = {
    "lists in lists": "<ul><li>x" * 1_500,
    "flex in flex": "<div style='display:flex'>x" * 60 + "y" * 2_000,
    "tables in tables": "<table><tr><td>x" * 40,
    "a column over 100,000": "<table>" + "<tr><td colspan=100000>x<td>y" * 50,
    "ten million pixels": "<div style='height:1e7px'>x</div>",
    "ten million pixels wide": "<div style='width:1e7px;display:inline-block'>x</div>" * 50,
    "empty boxes": "<p></p><div></div>" * 30_000,
    "floats": "<div style='float:left;width:30%'>x</div>" * 8_000,
    "words as long as a line": ("W" * 48 + " ") * 20_000,
    "a word without end": "x" * 2_000_000,
    "two directions": "\u202ea\u202cא" * 60_000,
    "marks on marks": "e" + "\u0301" * 200_000,
    "grids in grids": "<div style='display:grid;grid-template-columns:repeat(9,1fr)'>x" * 25,
    "signs of every script": "".join(map(chr, range(0x400, 0x2FA0))) * 6,
    "pages": "<p style='break-before:page'>x" * 20_000,
}
PAYLOADS = HOSTILE | LAYOUTS


class Printed(NamedTuple):
    """Seconds of work, seconds by the clock, peak in GiB, projects asked for, projects there, of them told plainly."""

    work: float
    clock: float
    peak: float
    asked: int
    there: int
    plainly: int


def told(number: int, folder: Path) -> dict[str, Printed]:
    """Print the hostile year in both editions, then again once a sound project has changed, as staff's prints are."""
    content = sample(number + len(PAYLOADS))
    hostile = [
        replace(
            project,
            **dict.fromkeys(FIELDS, text),
            paragraphs=[text, text],
            steps=[DatedStep(text, text)] * 5,
            needs=[Wish("room", text)] * 4,
            offers=[Wish("odd", text)] * 4,
        )
        for project, text in zip(content.projects, PAYLOADS.values(), strict=False)
    ]
    content = replace(content, projects=[*hostile, *content.projects[len(hostile) :]])
    *others, last = content.projects
    changed = replace(content, projects=[*others, replace(last, hook="Une envie nouvelle.")])
    found = {}
    for when, year in (("first", content), ("again", changed)):
        for edition in ("a5", "large-print"):
            found[f"{edition}, {when}"] = printed(year, edition, folder)
    return found


def printed(content: BookletContent, edition: str, folder: Path) -> Printed:
    """Print one edition and look for the page of each project."""
    work_before, begun = work(), monotonic()
    document = pypdf.PdfReader(BytesIO(make(content, edition, folder, (), plain := [])))
    names = [f"projet-{each.number}" for each in content.projects]
    there = sum(name in document.named_destinations for name in names)
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    spent = (round(work() - work_before, 1), round(monotonic() - begun, 1))
    return Printed(*spent, round(peak * 1024 / GIB, 2), len(names), there, len(plain))


def work() -> float:
    """Return the processor seconds of this process and of its children that are gone."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + used.ru_utime + used.ru_stime


def within(html: str, seconds: int) -> str:
    """Lay raw HTML out within limits; return what became of it."""
    press = pdf.Press(("print-fonts.css",), None, pdf.Limits(seconds=seconds))
    try:
        return f"{len(press.lay_out(html).pages)} pages"
    except pdf.LayoutTooHeavyError:
        return "given up"
    finally:
        press.close()


def without(html: str, seconds: float) -> str:
    """Lay raw HTML out with no limit but the patience of who watches; return what became of it."""
    press = pdf.Press(("print-fonts.css",))
    _ = press.fonts
    child = get_context("fork").Process(target=_quietly, args=(press, html))
    child.start()
    begun, most, used = monotonic(), 0, 0.0
    while child.is_alive() and used < seconds and most < GIB and monotonic() - begun < 10 * seconds:
        sleep(0.2)
        try:
            status = Path(f"/proc/{child.pid}/status").read_text()
            times = Path(f"/proc/{child.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        except OSError:
            break
        resident = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS")]
        most, used = max(most, int(resident[0]) * 1024 if resident else 0), sum(map(int, times)) / 100
    still = child.is_alive()
    child.kill()
    child.join()
    ended = "BEYOND" if still else "an error" if child.exitcode else "laid out"
    return f"{ended}, {used:.0f} s, {most / GIB:.2f} GiB"


def _quietly(press: pdf.Press, html: str) -> None:
    """Lay out, and say nothing of an error but its exit."""
    sys.stderr = sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for the rest of a child's life
    press.lay_out(html)


def main() -> None:
    """Print, measure, write JSON; fail when a page misses, a limit is passed, or the control lets all through."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--control", type=float, default=MOST_SECONDS)
    parser.add_argument("--sound", type=int, default=6)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    app = Flask("grants", template_folder=str(ROOT / "templates"))
    Babel(app, default_locale="fr")
    raw = {}
    for name, html in LAYOUTS.items():
        raw[name] = (within(html, given.seconds), without(html, given.control))
        print(f"{name:26} within limits: {raw[name][0]:14} control: {raw[name][1]}", flush=True)
    with app.app_context(), TemporaryDirectory() as folder:
        editions = told(given.sound, Path(folder))
    for name, each in editions.items():
        print(f"{name:18} {', '.join(f'{word} {value}' for word, value in each._asdict().items())}")
    if given.json:
        told_of = {name: each._asdict() for name, each in editions.items()}
        result = {"date": datetime.now(UTC).isoformat(), "raw": raw, "editions": told_of}
        given.json.write_text(json.dumps(result, indent=1))
    kept = all(each.there == each.asked and each.peak < 1 and each.work < MOST_SECONDS for each in editions.values())
    control = any(said.startswith("BEYOND") for _within, said in raw.values())
    sys.exit(0 if kept and control else 1)


if __name__ == "__main__":
    main()
