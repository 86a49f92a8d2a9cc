"""Beside the booklet: Typst with the same words, page by page, and what each side takes at its peak.

Typst is read from a folder apart (`python -m pip install --target FOLDER typst`) and is never needed by the product.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import subprocess
import sys
import time
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

FONTS = Path(__file__).resolve().parents[1] / "grants" / "static" / "fonts"
BLOCK = re.compile(r"</(?:p|li|h\d|td|th|div|span|a)>")
TAG = re.compile(r"<[^>]*>")
HEAD = """#set document(title: "x")
#set page(width: 148mm, height: 210mm, margin: (top: 14mm, bottom: 16mm, inside: 15mm, outside: 12mm))
#set text(font: "Atkinson Hyperlegible Next", size: 9.6pt, lang: "fr", hyphenate: true)
#set par(justify: false, leading: 0.5em)
"""


def words(html: str) -> list[str]:
    """Return the texts of a page, block by block."""
    body = re.sub(r"(?s)<head>.*?</head>", "", html)
    found = (re.sub(r"\s+", " ", unescape(TAG.sub("", part))).strip() for part in BLOCK.split(body))
    return [text for text in found if text]


def source(pages: Sequence[str]) -> str:
    """Write the same pages for Typst: a heading, then the blocks in two columns."""
    written = [HEAD]
    for html in pages:
        title, *blocks = words(html) or [""]
        written.append(f"= #{_quoted(title)}\n#columns(2)[{' '.join(f'#par[#{_quoted(text)}]' for text in blocks)}]")
    return "\n#pagebreak()\n".join(written)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def by_typst(pages: Sequence[str], edited: Sequence[str], folder: Path) -> dict[str, float]:
    """Return the CPU seconds of Typst for these pages, cold, and after an edit with all it remembers."""
    library: Any = importlib.import_module("typst")
    written = folder / "booklet.typ"
    written.write_text(source(pages), encoding="utf-8")
    compiler = library.Compiler(str(written), font_paths=[str(FONTS)], ignore_system_fonts=True)
    start = time.process_time()
    compiler.compile(format="pdf")
    cold = time.process_time() - start
    written.write_text(source(edited), encoding="utf-8")
    start = time.process_time()
    compiler.compile(format="pdf")
    return {"typst_cold_s": cold, "typst_text_s": time.process_time() - start}


def has_typst(folder: str | None) -> bool:
    """Tell whether Typst is there, looking in that folder too."""
    if folder:
        sys.path.append(folder)
    return importlib.util.find_spec("typst") is not None


def peak_mib(script: Path, side: str, projects: int) -> float:
    """Return the peak memory of a fresh process that makes one side of the comparison."""
    asked = [sys.executable, str(script), "--projects", str(projects), "--side", side]
    told = subprocess.run(asked, capture_output=True, text=True, check=True)  # noqa: S603 — our own script
    return float(told.stdout.split()[-1])
