"""A page turned into plain text: what people read of it, nothing that acts."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

LARGEST_PAGE: Final = 500_000
"""Signs read of one page."""
_SILENT: Final = {"script", "style", "head", "title", "template", "noscript", "svg"}
_LINES: Final = {"p", "div", "tr", "table", "h1", "h2", "h3", "h4", "ul", "ol", "blockquote", "pre", "section", "hr"}


def plain_text(page: str) -> str:
    """Return the words of an HTML page, links followed by their address, quoted lines behind a `>`."""
    reader = _Reader()
    reader.feed(page[:LARGEST_PAGE])
    reader.close()
    lines = (re.sub(r"[ \t\r\f\v]+", " ", line).strip() for line in reader.told().split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    """Collects text; holds the address of the link it is in."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.silent = 0
        self.quoted = 0
        self.links: list[str] = []

    def told(self) -> str:
        """Return what was collected."""
        return "".join(self.texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, a quotation, a link, or silence."""
        if tag in _SILENT:
            self.silent += 1
        elif tag == "br":
            self._line()
        elif tag == "li":
            self._line("- ")
        elif tag == "a":
            self.links.append(dict(attrs).get("href") or "")
        elif tag in _LINES:
            self.quoted += tag == "blockquote"
            self._line()

    def handle_endtag(self, tag: str) -> None:
        """End them."""
        if tag in _SILENT:
            self.silent = max(0, self.silent - 1)
        elif tag == "a" and self.links:
            self._follow(self.links.pop())
        elif tag in _LINES:
            self.quoted = max(0, self.quoted - (tag == "blockquote"))
            self._line()

    def handle_data(self, data: str) -> None:
        """Take the words, unless nobody sees them."""
        if not self.silent:
            self.texts.append(" ".join(data.split("\n")))

    def _line(self, begins: str = "") -> None:
        self.texts.append("\n" + "> " * min(self.quoted, 5) + begins)

    def _follow(self, address: str) -> None:
        """Write the address of a link after its words."""
        if address.startswith(("http://", "https://")) and address not in self.texts[-1:]:
            self.texts.append(f" ({address})")
