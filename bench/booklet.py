"""The booklet against plain WeasyPrint in one go: cold, after one text edit, after a title edit, bound, imposed.

    .venv/bin/python bench/booklet.py [--projects 50 200] [--json FILE]

CPU time of one process, both sides in the same run. The plain side gives WeasyPrint the very same pages as one
document with named pages, tagged (PDF/UA-1), with the same style sheet already parsed and the same fonts.
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

from grants import pdf
from grants.pdf import engine
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


def measure(projects: int) -> dict[str, float]:
    """Measure a booklet of that many projects; seconds of CPU and ratios to plain WeasyPrint."""
    content = sample(projects)
    volume = Volume(for_paper(content), None, large=False)
    recorder = Recorder(("print-fonts.css", "booklet.css"), None)
    volume.press = recorder
    fragments = volume.fragments()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cold = cpu(lambda: make(content, "a5", folder))
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
    asked = parser.parse_args()
    app = Flask("grants", template_folder=str(ROOT / "templates"))
    Babel(app, default_locale="fr")
    engine.weasyprint()
    with app.app_context():
        make(sample(4))
        rows = [measure(projects) for projects in asked.projects]
    print(f"{'projects':>8} {'pages':>6} {'plain':>8} {'cold':>8} {'text':>7} {'title':>7} {'bind':>7} {'impose':>7}")
    for row in rows:
        print(
            f"{row['projects']:>8} {row['pages']:>6} {row['plain_s']:>7.1f}s {row['cold_s']:>7.1f}s"
            f" {row['after_text_s']:>6.2f}s {row['after_title_s']:>6.2f}s"
            f" {row['bind_ms']:>5.0f}ms {row['impose_ms']:>5.0f}ms"
        )
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
