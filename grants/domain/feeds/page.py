"""The feeds that a page for people names in its head."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Final

from grants.domain.feeds.entries import web_address
from grants.domain.feeds.reading import decoded

TYPES: Final = ("application/json", "application/atom+xml", "application/rss+xml")
LONGEST_HEAD: Final = 100_000
MOST_FEEDS: Final = 3


def named_feed(content: bytes, address: str) -> list[str]:
    """Return the addresses of feeds named by `<link rel="alternate">`, a few of them, JSON before Atom before RSS."""
    reader = _Links()
    reader.feed(decoded(content[:LONGEST_HEAD]))
    found = sorted(reader.found, key=lambda each: TYPES.index(each[0]))
    whole = (web_address(href, address) for _, href in found)
    return list(dict.fromkeys(filter(None, whole)))[:MOST_FEEDS]


class _Links(HTMLParser):
    """Collects links to other forms of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link of a type we read."""
        given = {name: value or "" for name, value in attrs}
        kind = given.get("type", "").partition(";")[0].strip().lower()
        if tag == "link" and "alternate" in given.get("rel", "").lower().split() and kind in TYPES:
            self.found.append((kind, given.get("href", "")))
