"""Lines of a mail: short enough for any reader, and able to flow on a phone (RFC 3676)."""

from __future__ import annotations

import re
import textwrap
from typing import Final

WIDTH: Final = 74
SPACES: Final = re.compile(r"[^\S\u00a0\u202f]+")
"""What may be folded into one space: not the spaces that hold a French mark to its word."""
SIGNATURE: Final = "-- "


def one_line(text: str) -> str:
    """Leave nothing that could start another line, nor another header."""
    return SPACES.sub(" ", text).strip()


def flowed(text: str) -> str:
    """Return a text in lines of at most 76 signs, addresses kept whole; a line that ends with a space goes on."""
    return "\n".join(line for paragraph in text.split("\n") for line in _lines(paragraph)) + "\n"


def _lines(paragraph: str) -> list[str]:
    """Wrap a paragraph; a line set apart by spaces stays as it is."""
    if paragraph == SIGNATURE:
        return [paragraph]
    paragraph = paragraph.rstrip()
    if paragraph.startswith(" ") or not paragraph:
        return [_stuffed(paragraph)]
    lines = textwrap.wrap(
        paragraph,
        width=WIDTH,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return [_stuffed(line) + " " * (place < len(lines) - 1) for place, line in enumerate(lines)]


def _stuffed(line: str) -> str:
    """Begin a line with one space where a mail server would read something else into it."""
    return f" {line}" if line.startswith((" ", ">", "From ")) else line
