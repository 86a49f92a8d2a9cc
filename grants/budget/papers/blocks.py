"""What a paper is made of, said once: drawn as a PDF or as a text document that staff go on writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from grants.domain.file import clean

LONGEST = 300
"""Signs printed of one name, title or sentence that somebody else wrote."""

Style = Literal["plain", "centre", "draft", "small", "strong"]


@dataclass(frozen=True, slots=True)
class Title:
    """The head of a paper."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a part."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph; `lead` is its first words, in bold."""

    text: str
    lead: str = ""
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its caption, its heads, its rows; `numbers` are the columns of figures, `widths` their shares."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()
    foot: Sequence[str] = ()
    widths: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who signs, side by side."""

    roles: Sequence[str]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page; `wide` pages lie on their side."""

    wide: bool = False


Block = Title | Heading | Text | Items | Grid | Signatures | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: its name, its blocks, what stands at the head of each page (`draft`: it binds nobody yet)."""

    name: str
    head: str
    blocks: Sequence[Block]
    draft: bool


def fit(text: str, most: int = LONGEST) -> str:
    """Return words written by somebody else on one line, without what cannot be printed, cut when far too long."""
    line = " ".join(clean(text).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
