"""The guide for associations, from `docs/associations.md`: one text, read on the site and in the repository."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from grants.settings import ROOT

GUIDE = ROOT / "docs" / "associations.md"
PARTS = {"fr": "## De l’idée au bilan", "en": "## In English"}
_YEAR = re.compile(r"/appels/\d{4}")
_ADDRESS = re.compile(r"<code>(?:/en)?(/[^<]*)</code>")
_MARK = re.compile(r" (?=[:;?!»])|(?<=«) ")


@lru_cache(maxsize=8)
def guide(language: str, root: str, year: int) -> Markup:
    """Return one language of the guide as HTML, its addresses made links below `root`, those of calls of that year."""
    text = GUIDE.read_text(encoding="utf-8")
    part = text.partition(PARTS[language])[2].partition("\n## ")[0]
    words = _YEAR.sub(f"/appels/{year}", part)
    if language == "fr":
        words = _MARK.sub("\u00a0", words)
    laid_out = MarkdownIt("commonmark", {"html": False}).render(words)
    return Markup(_ADDRESS.sub(rf'<a href="{root}\1"><code>{root}\1</code></a>', laid_out))  # noqa: S704 - our own text
