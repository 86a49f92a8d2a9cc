"""One laid-out page kept as bytes: its PDF objects with holes where numbers of other objects go.

Laying out is what costs; binding is only renumbering. A fragment holds no font of ours (they are stored once per
document) and knows nothing of the pages around it: links to other fragments are written `lien:NAME`.
"""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

PAGES, DOCUMENT = -1, -2
PARENT_OF_PAGE, PARENT_OF_LINK, FONT = -1_000, -100_000, -1_000_000
"""Holes that the binder fills: the list of pages, the root of the structure, places in its tables, our fonts."""


class Piece(NamedTuple):
    """A PDF object: its text with a `%d` for each hole, what goes in the holes (≥ 0: a piece here), its stream."""

    head: bytes
    holes: tuple[int, ...]
    stream: bytes | None = None


class Bookmark(NamedTuple):
    """An entry of the outline, in points from the bottom left of page `page` of its fragment."""

    level: int
    label: str
    page: int
    left: float
    top: float


@dataclass(frozen=True, slots=True)
class Fragment:
    """Pages ready to bind. Lists of integers point into `pieces`."""

    pieces: tuple[Piece, ...]
    pages: tuple[int, ...]
    contents: tuple[int, ...]
    resources: int
    tops: tuple[int, ...]
    marks: tuple[tuple[int, ...], ...]
    links: tuple[int, ...]
    fonts: tuple[str, ...]
    bookmarks: tuple[Bookmark, ...]
    anchors: Mapping[str, tuple[int, float, float]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Write the fragment in Python's own plain form: reading hundreds of them is most of what an edit costs."""
        lists = (self.pages, self.contents, self.resources, self.tops, self.marks, self.links, self.fonts)
        places = tuple((name, *place) for name, place in self.anchors.items())
        return marshal.dumps((tuple(map(tuple, self.pieces)), *lists, tuple(map(tuple, self.bookmarks)), places))

    @classmethod
    def from_bytes(cls, data: bytes) -> Fragment:
        """Read what `to_bytes` wrote; raises ValueError, EOFError or TypeError when it is something else."""
        pieces, pages, contents, resources, tops, marks, links, fonts, bookmarks, places = marshal.loads(data)  # noqa: S302 — our own folder, nobody else writes there
        return cls(
            tuple(map(Piece._make, pieces)),
            pages,
            contents,
            resources,
            tops,
            marks,
            links,
            fonts,
            tuple(map(Bookmark._make, bookmarks)),
            {name: (page, left, top) for name, page, left, top in places},
        )
