"""Words made ready for paper: nothing in them can break a page or stop the press."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from grants import pdf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.plenary.prints.content import BookletContent, Project, Theme

LONGEST = {
    "title": 160,
    "association": 160,
    "who": 160,
    "label": 160,
    "name": 160,
    "hook": 240,
    "quarter": 80,
    "audience": 90,
    "sentence": 240,
    "what": 140,
    "when": 40,
    "why": 220,
    "whom": 80,
    "project_title": 160,
    "place": 160,
    "access": 160,
    "note": 160,
    "town": 80,
    "call_name": 120,
    "details": 160,
    "guests": 80,
}
"""Characters after which a field is shortened on paper; the whole of it stays online."""

MOST_TEXT = 4_500
"""Characters of running text that a page could hold at the very most."""

LONGEST_TEXT = 30_000
"""Characters of a project's text in large print: as many as its page online holds."""

UNTOUCHED = {"url", "site", "colour", "key"}
"""Fields that are not read as text."""

SPACES = re.compile(r" {2,}|[ \n\r]*[\n\r][ \n\r]*")
"""What is printed as one space."""

NOT_PLAIN = re.compile(r"[^0-9A-Za-zÀ-ÖØ-öø-ÿŒœ .,;:!?'’()%€/+&«»\u00a0-]")
ENDLESS = re.compile(r"([^ ]{24})(?=[^ ])")
MOST_READ = 2 * LONGEST_TEXT
"""Characters of any text that are read: enough to know that it must be cut."""
MARKS = re.compile(r"([\u0300-\u036f]{4})[\u0300-\u036f]+")
LONG_WORD = re.compile(r"[^ ]{49,}")
MAY_BREAK = "\u200b"
"""Shows nothing and lets a line end there: the engine looks for the end of a line at every letter of a word."""
PLAIN_MOST = 1_200
PLAIN_LINES = 40
"""Characters of a text, and paragraphs, that are told plainly."""

SPACED = re.compile(r"^ | $|  |[\n\r]")
"""What makes a text need that."""

INSTEAD = {"\u202f": "\u00a0", "\u2009": "\u00a0", "→": ">", "✓": "", "☐": "", "\t": " ", "№": "n°", "\u2011": "-"}


def for_paper(content: BookletContent) -> BookletContent:
    """Return the same booklet with every text printable and of a length that fits somewhere."""
    cleaned: BookletContent = _cleaned(content, "")
    return cleaned


def _cleaned(value: Any, name: str) -> Any:  # noqa: ANN401 — walks any dataclass
    """Return the same value with its texts cleaned; what needs no cleaning is the very same object."""
    if isinstance(value, str):
        return value if name in UNTOUCHED else shortened(_breakable(printable(value[:MOST_READ])), LONGEST.get(name))
    if isinstance(value, list | tuple):
        return [_cleaned(item, name) for item in value]
    changes = {}
    for field in _texts(value.__class__):
        before = getattr(value, field)
        after = _cleaned(before, field)
        if after is not before:
            changes[field] = after
    return replace(value, **changes) if changes else value


def _breakable(text: str) -> str:
    """Return the text with places where a line may end in words longer than a line of the narrow column."""
    return LONG_WORD.sub(lambda word: ENDLESS.sub(rf"\1{MAY_BREAK}", word[0]), text)


@lru_cache(maxsize=64)
def _texts(kind: type) -> tuple[str, ...]:
    """Return the fields of a dataclass; nothing else has any."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def plainly(value: Any) -> Any:  # noqa: ANN401 — walks any dataclass, as `_cleaned` does
    """Return the same value in texts that no layout can stumble on: letters, figures, short words, a few lines."""
    return _plain(value, "")


def _plain(value: Any, name: str) -> Any:  # noqa: ANN401 — as above
    if isinstance(value, str):
        return value if name in UNTOUCHED else _plain_text(value)
    if isinstance(value, list | tuple):
        return [_plain(item, name) for item in (value[:PLAIN_LINES] if name == "paragraphs" else value)]
    changes = {field: _plain(getattr(value, field), field) for field in _texts(value.__class__)}
    return replace(value, **changes) if changes else value


def _plain_text(text: str) -> str:
    """Keep the letters of European tongues, figures and common marks; a word that never ends is cut in pieces."""
    shown = NOT_PLAIN.sub(" ", text[:PLAIN_MOST])
    return SPACES.sub(" ", ENDLESS.sub(r"\1 ", shown)).strip(" ")


def printable(text: str) -> str:
    """Return the text without what paper cannot show: controls, emoji, turned writing, a fifth mark on one letter.

    Letters and figures of every script stay; other signs stay if our typeface has them.
    """
    known = _known_signs()
    text = MARKS.sub(r"\1", unicodedata.normalize("NFC", text))
    if known.issuperset(text):
        return SPACES.sub(" ", text).strip(" ") if SPACED.search(text) else text
    kept = (INSTEAD.get(sign, sign) for sign in text)
    shown = (sign if sign in known or unicodedata.category(sign[0])[0] in "LMN" else " " for sign in kept)
    return SPACES.sub(" ", "".join(shown)).strip(" ")


@lru_cache(maxsize=1)
def _known_signs() -> frozenset[str]:
    return pdf.typeface("fonts/atkinson-next-400.ttf").signs | {"", "\n", "\r"}


def shortened(text: str, most: int | None) -> str:
    """Return the text cut after a word so that it has at most that many characters, an ellipsis telling it."""
    if most is None or len(text) <= most:
        return text
    head = text[: most - 1]
    word = head.rpartition(" ")[0]
    return (word if len(word) > most // 2 else head).rstrip(" ,;:") + "…"


def cut(paragraphs: Sequence[str], most: int) -> tuple[list[str], bool]:
    """Keep whole paragraphs up to that many characters, or the first sentences of the first; tell if some is left."""
    kept: list[str] = []
    for paragraph in paragraphs:
        if sum(map(len, kept)) + len(paragraph) > most:
            break
        kept.append(paragraph)
    if not kept and paragraphs and most > 0:
        head = paragraphs[0][:most]
        sentence = max(head.rfind(stop) for stop in (". ", "! ", "? ", "… "))
        kept = [head[: sentence + 1]] if sentence > most // 3 else [shortened(paragraphs[0], most)]
    return kept, kept != list(paragraphs)


def who(project: Project) -> str:
    """Return the name people look for: the association, or the title when it has none."""
    return project.association or project.title


def address(url: str) -> str:
    """Return an address as people type it, without its scheme."""
    parts = urlsplit(url)
    return (parts.netloc + parts.path).rstrip("/") or url


def sorting(text: str) -> tuple[str, str]:
    """Return a key that sorts as people look names up: without accents, case or leading article."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"^(l['’]|les? |la |an |ar |the )", "", plain), text


def theme_order(projects: Sequence[Project]) -> list[Theme]:
    """Return the themes in the order in which their first projects come."""
    return list({project.theme.key: project.theme for project in projects}.values())
