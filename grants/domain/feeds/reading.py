"""From bytes to a feed: the right signs first, then the kind that the content itself shows."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any, Final

from grants.domain.errors import RuleError
from grants.domain.feeds.json_kinds import JSON_READERS
from grants.domain.feeds.table import read_table
from grants.domain.feeds.xml_kinds import read_xml

if TYPE_CHECKING:
    from grants.domain.feeds.entries import Feed

MOST_BOXES: Final = 1_500_000
"""Lists and tables in one JSON text: empty ones weigh thirty times their two signs once they are read."""
MOST_VALUES: Final = 6_000_000
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding=["']([A-Za-z0-9._-]{1,30})["']""")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_KNOWN: Final = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-15": "iso-8859-15",
    "windows-1252": "cp1252",
    "macintosh": "mac_roman",
    "utf-16": "utf-16",
    "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}


def read(content: bytes, address: str = "", charset: str = "") -> Feed:
    """Read a feed of any kind we know; `address` is where it comes from, `charset` what its server says.

    Raises RuleError: `feed_empty`, `feed_page` (a page for people), `feed_unreadable` (broken), `feed_doctype` (XML
    that declares its own entities), `feed_unknown` (well formed, of no kind we know).
    """
    text = decoded(content, charset).lstrip("\ufeff \t\r\n").replace("\0", "")
    if not text:
        raise RuleError("feed_empty")
    if text.startswith(("{", "[")):
        return _json_feed(text, address)
    if text.startswith("<"):
        return read_xml(text, address)
    return read_table(text)


def decoded(content: bytes, charset: str = "") -> str:
    """Return the text of bytes whatever they say: UTF-8 when they are, else as declared, or Windows’."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, errors="replace")
    declared = _DECLARED.match(content)
    named = (declared[1].decode() if declared else charset).strip().lower()
    if "16" in named and named in _KNOWN:
        return content.decode(_KNOWN[named], errors="replace")
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode(_KNOWN.get(named, "cp1252"), errors="replace")


def _json_feed(text: str, address: str) -> Feed:
    """Read JSON whose boxes are counted before any is made."""
    if text.count("[") + text.count("{") > MOST_BOXES or text.count(",") > MOST_VALUES:
        raise RuleError("feed_unreadable")
    try:
        value: Any = json.loads(text, parse_constant=lambda _name: None)
    except (ValueError, RecursionError) as error:
        raise RuleError("feed_unreadable") from error
    for recognised, reader in JSON_READERS:
        if recognised(value):
            return reader(value, address)
    raise RuleError("feed_unknown")
