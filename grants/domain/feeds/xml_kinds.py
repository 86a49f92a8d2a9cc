"""Atom (RFC 4287) and RSS 2.0, read as they go by: no tree, no entity of their own, a bounded depth.

A text that declares a document type is put aside unread: that is where bombs of entities and files of the server hide,
and no feed of today needs one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.parsers import expat

from grants.domain.errors import RuleError
from grants.domain.feeds.entries import (
    LONGEST_HOOK,
    LONGEST_LICENCE,
    LONGEST_READ,
    LONGEST_TITLE,
    MOST_ENTRIES,
    Feed,
    Foreign,
    feed_of,
    joined,
    key_of,
    web_address,
    words,
    year_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST: Final = 100
MOST_FIELDS: Final = 60
"""Of one entry."""
_ATOM: Final = "http://www.w3.org/2005/Atom "
_DC: Final = "http://purl.org/dc/elements/1.1/ "
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DECLARATION = re.compile(r"^\s*<\?xml.{0,300}?\?>", re.DOTALL)
_PAGE = re.compile(r"^\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
Fields = dict[str, list[str]]


class _FullError(Exception):
    """Enough entries were read."""


def read_xml(text: str, address: str) -> Feed:
    """Read a feed; raises RuleError `feed_page`, `feed_doctype`, `feed_unreadable` or `feed_unknown`."""
    if _PAGE.match(text):
        raise RuleError("feed_page")
    reader = _Reader()
    clean = _NOT_XML.sub("", _DECLARATION.sub("", text, count=1))
    try:
        reader.parser.Parse(clean.encode(), True)  # noqa: FBT003 - expat's own way to say that this is the end
    except _FullError:
        pass
    except expat.ExpatError as error:
        raise RuleError("feed_unreadable") from error
    if reader.root not in {f"{_ATOM}feed", "rss"}:
        raise RuleError("feed_unknown")
    return _feed(reader, address)


class _Reader:
    """Collects the texts of the feed and of its entries, by the names of their elements."""

    def __init__(self) -> None:
        """Prepare the parser: UTF-8 whatever was declared, names with their whole space, no document type."""
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.root = ""
        self.about: Fields = {}
        self.entries: list[Fields] = []
        self._open: list[str] = []
        self._here = self.about
        self._base = 1
        self._said: list[str] = []
        self._length = 0

    def _doctype(self, *_: object) -> None:
        raise RuleError("feed_doctype")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self.root or name
        if len(self._open) >= DEEPEST:
            raise RuleError("feed_unreadable")
        self._open.append(name)
        if name in {f"{_ATOM}entry", "item"}:
            if len(self.entries) > MOST_ENTRIES:
                raise _FullError
            self._here = {}
            self.entries.append(self._here)
            self._base = len(self._open)
        elif name == "channel":
            self._base = len(self._open)
        elif len(self._open) == self._base + 1 or name == f"{_ATOM}name":
            self._said, self._length = [], 0
            if name == f"{_ATOM}link" and attributes.get("rel", "alternate") in {"alternate", "next", "self"}:
                self._put(f"link {attributes.get('rel', 'alternate')}", attributes.get("href", ""))
            elif name == f"{_ATOM}category":
                self._put("category", attributes.get("label") or attributes.get("term", ""))

    def _end(self, name: str) -> None:
        depth = len(self._open)
        self._open.pop()
        if name == f"{_ATOM}name" and self._open[-1] == f"{_ATOM}author":
            self._put("author name", "".join(self._said))
        elif depth == self._base + 1:
            self._put(name.rpartition(" ")[2] if name.startswith((_ATOM, _DC)) else name, "".join(self._said))
        elif depth == self._base and self._here is not self.about:
            self._here, self._base = self.about, depth - 1

    def _text(self, data: str) -> None:
        if len(self._open) > self._base and self._length < LONGEST_READ:
            self._said.append(data[: LONGEST_READ - self._length])
            self._length += len(data)

    def _put(self, name: str, text: str) -> None:
        if text.strip() and len(self._here) < MOST_FIELDS and len(self._here.get(name, ())) < MOST_FIELDS:
            self._here.setdefault(name, []).append(text)


def _feed(reader: _Reader, address: str) -> Feed:
    """Write what was collected as a feed."""
    about = reader.about
    atom = reader.root != "rss"
    return feed_of(
        "atom" if atom else "rss",
        _entries(reader.entries, address),
        name=words(_one(about, "title")),
        licence=words(_one(about, "rights", "copyright"), LONGEST_LICENCE),
        home=web_address(_one(about, "link alternate", "link"), address),
        following=web_address(_one(about, "link next"), address),
    )


def _entries(found: list[Fields], address: str) -> Iterator[Foreign]:
    """Give the projects of entries."""
    for fields in found:
        link = web_address(_one(fields, "link alternate", "link"), address)
        when = _one(fields, "updated", "published", "pubDate", "date")
        title = words(_one(fields, "title"), LONGEST_TITLE)
        yield Foreign(
            key=key_of(_one(fields, "id", "guid"), link, title),
            title=title,
            url=link,
            hook=words(_one(fields, "summary", "description", "content"), LONGEST_HOOK),
            association=words(_one(fields, "author name", "creator")),
            year=year_of(_one(fields, "published", "pubDate", "updated", "date")),
            themes=joined(fields.get("category", ())),
            licence=words(_one(fields, "rights"), LONGEST_LICENCE),
            updated=words(when, 40),
        )


def _one(fields: Fields, *names: str) -> str:
    """Return the first text under one of these names."""
    return next((fields[name][0] for name in names if fields.get(name)), "")
