"""A project of elsewhere, and a feed of them: plain text, cut to what a page can show, web addresses only."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from grants.domain.money import MoneyError, parse_euros
from grants.domain.plain_text import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS: Final = ("envie", "giving", "scdl", "atom", "rss", "yeswiki", "gogocarto")
"""What we read: our own JSON, 360Giving, the State's file of grants (SCDL), Atom, RSS, YesWiki, GoGoCarto."""

MOST_ENTRIES: Final = 50_000
LONGEST_TITLE: Final = 200
LONGEST_HOOK: Final = 400
LONGEST_LINE: Final = 160
LONGEST_ADDRESS: Final = 1000
LONGEST_LICENCE: Final = 300
LONGEST_READ: Final = 20_000
"""Characters of one text that are read before it is cut."""
FIRST_YEAR, LAST_YEAR = 1900, 2200
LARGEST_SUM: Final = 10**14
"""Cents; more is a mistake of the source."""
_YEAR = re.compile(r"(?<!\d)(19\d{2}|20\d{2}|21\d{2})(?!\d)")
_NAME = re.compile(rf"[\w.,:;/#?&%+~@=()-]{{1,{LONGEST_LINE}}}")
_BREAKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Foreign:
    """One project of elsewhere. `key` is its name at its source; None and empty texts are what the source leaves out.

    `cents` is a sum given by its town; `updated` is written as the source writes it.
    """

    key: str
    title: str
    url: str = ""
    hook: str = ""
    association: str = ""
    place: str = ""
    year: int | None = None
    themes: str = ""
    cents: int | None = None
    licence: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a content holds. `left_out` entries had no title; `cut`: there were more entries than we read.

    `following` is the address of the next page, empty at the last; `licence` is kept word for word.
    """

    kind: str
    entries: tuple[Foreign, ...]
    name: str = ""
    licence: str = ""
    home: str = ""
    left_out: int = 0
    cut: bool = False
    following: str = ""


def words(value: object, most: int = LONGEST_LINE) -> str:
    """Return a text of one line without tags nor control signs, cut at a word; empty for anything but text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)[:LONGEST_READ]
    if "<" in text or "&" in text:
        text = plain_text(text)
    line = _BREAKS.sub(" ", "".join(sign if sign.isprintable() or sign.isspace() else "" for sign in text)).strip()
    if len(line) <= most:
        return line
    kept = line[: most - 1]
    return f"{kept[: kept.rfind(' ')] if ' ' in kept[most // 2 :] else kept}…"


def web_address(value: object, base: str = "") -> str:
    """Return a whole http(s) address, empty for anything else (`javascript:`, `data:`, a person and a password)."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_ADDRESS:
        return ""
    try:
        whole = urljoin(base, value.strip())
        parts = urlsplit(whole)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return ""
    return whole if good and whole.isprintable() and " " not in whole and len(whole) <= LONGEST_ADDRESS else ""


def year_of(*values: object) -> int | None:
    """Return the first year that one of these days or numbers names."""
    for value in values:
        found = _YEAR.search(value[:LONGEST_LINE] if isinstance(value, str) else str(value))
        if found and isinstance(value, str | int) and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return int(found[1])
    return None


def cents_of(value: object) -> int | None:
    """Return whole cents of an amount in euros, None when it is none that one can believe."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, str):
        try:
            cents = parse_euros(value[:40])
        except MoneyError:
            return None
    else:
        cents = round(value * 100) if abs(value) < LARGEST_SUM else LARGEST_SUM
    return cents if 0 <= cents < LARGEST_SUM else None


def joined(values: Iterable[object]) -> str:
    """Write several words as one line, each once."""
    return words(", ".join(dict.fromkeys(filter(None, map(words, values)))), LONGEST_TITLE)


def key_of(given: object, *instead: object) -> str:
    """Return a project’s name at its source, or one made of its words when it has none that a file may hold."""
    text = str(given).strip() if isinstance(given, str | int) and not isinstance(given, bool) else ""
    if _NAME.fullmatch(text):
        return text
    made_of = text or "\x1f".join(map(str, instead))
    return hashlib.sha256(made_of.encode(errors="replace")).hexdigest()[:32]


def feed_of(kind: str, found: Iterable[Foreign], **more: str) -> Feed:
    """Make a feed of entries: those without a title are counted and left out, a name that comes twice counts once."""
    kept: dict[str, Foreign] = {}
    left_out, cut = 0, False
    for each in found:
        if len(kept) >= MOST_ENTRIES:
            cut = True
            break
        if each.title:
            kept.setdefault(each.key, each)
        else:
            left_out += 1
    return Feed(kind=kind, entries=tuple(kept.values()), left_out=left_out, cut=cut, **more)
