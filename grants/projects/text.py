"""What people wrote, as harmless HTML: paragraphs, lists, emphasis and links; nothing else survives."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote"}
ATTRIBUTES: dict[str, set[str]] = {"a": {"href"}, "*": set()}
"""On every tag the cleaner would leave a language and a bubble of words, which nobody sees before they point at it."""
SCHEMES = {"http", "https", "mailto"}
LONGEST = 30_000
"""Characters that are laid out; a longer text keeps its beginning on the page and the whole in the data."""

_reader = (
    MarkdownIt("commonmark", {"html": False, "breaks": True})
    .disable(["image", "heading", "lheading", "code", "fence", "hr", "backticks"])
    .disable(["reference", "autolink"])
)


@lru_cache(maxsize=2048)
def to_html(written: str) -> Markup:
    """Return HTML for a text typed by anybody: Markdown's few signs, then a strict list of what may stay.

    A NUL or a control sign is dropped; spaces of any width stay, such as those before French marks. Links keep only
    web and mail addresses and give no credit (`nofollow ugc`).
    """
    visible = "".join(
        sign for sign in written[:LONGEST] if sign in {"\n", "\t"} or sign.isprintable() or category(sign) == "Zs"
    )
    laid_out = _reader.render(visible)
    clean = nh3.clean(laid_out, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow ugc noopener")
    return Markup(clean.replace("&nbsp;", "\u00a0"))  # noqa: S704 - nh3 has just cleaned it
