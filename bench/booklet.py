"""The booklet against plain WeasyPrint in one go: cold, after one text edit, after a title edit, bound, imposed.

    .venv/bin/python bench/booklet.py [--projects 50 200] [--memory] [--walls] [--peers FOLDER] [--json FILE]

CPU time of one process, both sides in the same run. The plain side gives WeasyPrint the very same pages as one
document with named pages, tagged (PDF/UA-1), with the same style sheet already parsed and the same fonts. `--memory`
adds the peak of each side in a process of its own; `--walls` the wall time of two processes against one, which only a
machine with two free cores can tell.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from flask import Flask
from flask_babel import Babel

from bench.booklet_peers import by_typst, has_typst, peak_mib
from grants import pdf
from grants.pdf import engine, helper
from grants.plenary.prints.booklet import Volume, make
from grants.plenary.prints.text import for_paper
from tests.samples.booklets import sample

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grants.plenary.prints.content import BookletContent

GOALS = {50: {"text": 40, "title": 10}, 200: {"text": 100, "title": 40}}


class Recorder(pdf.Press):
    """A press that remembers the HTML of the pages it gave, in order."""

    def __init__(self, *args: object) -> None:
        """Start with no page."""
        super().__init__(*args)  # type: ignore[arg-type]
        self.pages: list[tuple[str, dict[str, bytes]]] = []

    def lay_out(self, html: str, images: Mapping[str, bytes] | None = None) -> pdf.Fragment:
        """Give the page and remember it."""
        self.pages.append((html, dict(images or {})))
        return super().lay_out(html, images)


class Unprinted(Recorder):
    """A recorder that lays nothing out: every page counts for one and fits."""

    def lay_out(self, html: str, images: Mapping[str, bytes] | None = None) -> pdf.Fragment:
        """Remember the page."""
        self.pages.append((html, dict(images or {})))
        return pdf.Fragment((), (0,), (0,), 0, (), (), (), (), (), {"fin": (0, 0.0, 99.0), "bande": (0, 0.0, 0.0)})


def cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of this process for that work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def one_go(pages: list[tuple[str, dict[str, bytes]]]) -> tuple[str, dict[str, bytes]]:
    """Join single pages into one document: each keeps its body, its number, its colours and its pictures."""
    bodies, images = [], {}
    for nth, (html, pictures) in enumerate(pages):
        body = re.search(r"<body class=\"(.*?)\" data-section=\"(.*?)\">(.*)</body>", html, re.DOTALL)
        colours = re.search(r"html\{(.*?)\}", html)
        if body is None or colours is None:
            raise ValueError(html[:200])
        inner = body[3].replace('"asset:page.png"', f'"asset:page{nth}.png"').replace('href="lien:', 'href="#')
        inner = re.sub(r'href="#([^"#]*)#[^"]*"', r'href="#\1"', inner)
        images |= {name.replace("page.png", f"page{nth}.png"): content for name, content in pictures.items()}
        bodies.append(f'<div class="{body[1]} joined" style="{colours[1]}">{inner}</div>')
    style = (
        "<style>.joined{break-before:page;position:relative;height:179mm}.joined:first-child{break-before:auto}</style>"
    )
    return f'<html lang="fr"><head><title>x</title>{style}</head><body>{"".join(bodies)}</body></html>', images


def plain(pages: list[tuple[str, dict[str, bytes]]]) -> float:
    """Return the CPU seconds that plain WeasyPrint needs for these pages in one tagged document."""
    html, images = one_go(pages)
    sheets = ("print-fonts.css", "booklet.css")
    return cpu(lambda: pdf.render(html, stylesheets=sheets, images=images))


def edited(content: BookletContent, **changes: object) -> BookletContent:
    """Return the booklet with its tenth project changed."""
    projects = list(content.projects)
    projects[9] = replace(projects[9], **changes)  # type: ignore[arg-type]
    return replace(content, projects=projects)


def alone(content: BookletContent, folder: Path) -> bytes:
    """Make the booklet without the second process."""
    worth_it, helper.WORTH_IT = helper.WORTH_IT, sys.maxsize
    try:
        return make(content, "a5", folder)
    finally:
        helper.WORTH_IT = worth_it


def walls(projects: int) -> dict[str, float]:
    """Return the wall seconds of a booklet made by one process, and by two."""
    taken = {}
    for name, work in (("one_process_wall_s", alone), ("two_processes_wall_s", lambda c, f: make(c, "a5", f))):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            work(sample(projects), Path(folder))
            taken[name] = time.perf_counter() - start
    return taken


def one_side(side: str, projects: int) -> None:
    """Make one side of the comparison alone and print the peak of this process in MiB."""
    content = sample(projects)
    if side == "ours":
        with tempfile.TemporaryDirectory() as folder:
            alone(content, Path(folder))
    else:
        plain(recorded(content))
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    print(int(told.partition("VmHWM:")[2].split()[0]) / 1024)


def recorded(content: BookletContent) -> list[tuple[str, dict[str, bytes]]]:
    """Return the pages of a booklet as HTML, without laying any out."""
    volume = Volume(for_paper(content), None, large=False)
    volume.press = Unprinted(("print-fonts.css", "booklet.css"), None)
    volume.fragments()
    return volume.press.pages


def measure(projects: int, *, beside: bool, memory: bool, wall: bool) -> dict[str, float]:
    """Measure a booklet of that many projects; seconds of CPU and ratios to plain WeasyPrint."""
    content = sample(projects)
    volume = Volume(for_paper(content), None, large=False)
    recorder = Recorder(("print-fonts.css", "booklet.css"), None)
    volume.press = recorder
    fragments = volume.fragments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold = cpu(lambda: alone(content, folder))
        text = edited(content, paragraphs=["Un texte tout neuf, écrit à l’instant."])
        after_text = cpu(lambda: make(text, "a5", folder))
        titled = edited(content, title="Un titre tout neuf")
        after_title = cpu(lambda: make(titled, "a5", folder))
        unchanged = cpu(lambda: make(content, "a5", folder))
    whole = plain(recorder.pages)
    fonts = volume.press.fonts
    result = {"projects": projects, "pages": len(fragments), "plain_s": whole, "cold_s": cold}
    result |= {"after_text_s": after_text, "after_title_s": after_title, "unchanged_s": unchanged}
    result["bind_ms"] = 1000 * cpu(lambda: pdf.bind(fragments, fonts, title="x", lang="fr"))
    result["impose_ms"] = 1000 * cpu(lambda: pdf.impose(fragments, fonts, title="x", lang="fr"))
    result["cold_to_plain"] = cold / whole
    result["plain_to_text"] = whole / after_text
    result["plain_to_title"] = whole / after_title
    if beside:
        with tempfile.TemporaryDirectory() as name:
            changed = [html for html, _ in recorded(text)]
            result |= by_typst([html for html, _ in recorder.pages], changed, Path(name))
        result["text_to_typst"] = after_text / result["typst_text_s"]
    if memory:
        result |= {f"{side}_peak_mib": peak_mib(Path(__file__), side, projects) for side in ("ours", "plain")}
        result["memory_to_plain"] = result["ours_peak_mib"] / result["plain_peak_mib"]
    if wall:
        result |= walls(projects)
    return {name: round(value, 3) for name, value in result.items()}


def commit() -> str:
    """Return the commit that was measured."""
    asked = ["/usr/bin/git", "-C", str(ROOT), "rev-parse", "--short", "HEAD"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def main() -> None:
    """Print the table, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--projects", type=int, nargs="+", default=[50, 200])
    parser.add_argument("--json", type=Path)
    parser.add_argument("--memory", action="store_true", help="peaks as well: twice as long")
    parser.add_argument("--walls", action="store_true", help="two processes as well: twice as long")
    parser.add_argument("--peers", help="a folder where Typst is installed, apart from the product")
    parser.add_argument("--side", choices=["ours", "plain"], help=argparse.SUPPRESS)
    asked = parser.parse_args()
    beside = has_typst(asked.peers)
    if not beside:
        print("not beside: Typst: not installed, see --peers", file=sys.stderr)
    app = Flask("grants", template_folder=str(ROOT / "templates"))
    Babel(app, default_locale="fr")
    engine.weasyprint()
    with app.app_context():
        if asked.side:
            one_side(asked.side, asked.projects[0])
            return
        make(sample(4))
        rows = [measure(projects, beside=beside, memory=asked.memory, wall=asked.walls) for projects in asked.projects]
    print(f"{'projects':>8} {'pages':>6} {'plain':>8} {'cold':>8} {'text':>7} {'title':>7} {'bind':>7} {'impose':>7}")
    for row in rows:
        print(
            f"{row['projects']:>8} {row['pages']:>6} {row['plain_s']:>7.1f}s {row['cold_s']:>7.1f}s"
            f" {row['after_text_s']:>6.2f}s {row['after_title_s']:>6.2f}s"
            f" {row['bind_ms']:>5.0f}ms {row['impose_ms']:>5.0f}ms"
        )
        more = {
            name: row[name] for name in row if name.startswith(("typst", "text_to", "ours", "memory", "one_", "two_"))
        }
        print("         " + ", ".join(f"{name} {value}" for name, value in more.items()))
        goal = GOALS.get(int(row["projects"]), {})
        print(
            f"         cold {row['cold_to_plain']:.2f} × plain (goal ≤ 1); after a text edit"
            f" 1/{row['plain_to_text']:.0f}"
            f" (goal 1/{goal.get('text', '–')}); after a title edit 1/{row['plain_to_title']:.0f}"
            f" (goal 1/{goal.get('title', '–')})"
        )
    if asked.json:
        machine = {"python": platform.python_version(), "machine": platform.processor() or platform.machine()}
        report = {"date": time.strftime("%Y-%m-%d"), "commit": commit(), **machine, "rows": rows}
        asked.json.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main()
