"""One laid-out page kept as bytes: its PDF objects with holes where numbers of other objects go.

Laying out is what costs; binding is only renumbering. A fragment holds no font of ours (they are stored once per
document) and knows nothing of the pages around it: links to other fragments are written `lien:NAME`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

PAGES, DOCUMENT = -1, -2
PARENT_OF_PAGE, PARENT_OF_LINK, FONT = -1_000, -100_000, -1_000_000
"""Holes that the binder fills: the list of pages, the root of the structure, places in its tables, our fonts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A PDF object: its text with a `%d` for each hole, what goes in the holes (≥ 0: a piece here), its stream."""

    head: bytes
    holes: tuple[int, ...]
    stream: bytes | None = None


@dataclass(frozen=True, slots=True)
class Bookmark:
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
        """Write the fragment as one line of JSON followed by the texts and streams."""
        shapes = [(len(p.head), -1 if p.stream is None else len(p.stream), p.holes) for p in self.pieces]
        index = {
            "shapes": shapes,
            "pages": self.pages,
            "contents": self.contents,
            "resources": self.resources,
            "tops": self.tops,
            "marks": self.marks,
            "links": self.links,
            "fonts": self.fonts,
            "bookmarks": [(b.level, b.label, b.page, b.left, b.top) for b in self.bookmarks],
            "anchors": self.anchors,
        }
        blob = b"".join(part for piece in self.pieces for part in (piece.head, piece.stream or b""))
        return json.dumps(index, separators=(",", ":")).encode() + b"\n" + blob

    @classmethod
    def from_bytes(cls, data: bytes) -> Fragment:
        """Read what `to_bytes` wrote; raises ValueError or KeyError when it is something else."""
        start = data.index(b"\n") + 1
        index = json.loads(data[: start - 1])
        pieces = []
        for head, stream, holes in index["shapes"]:
            middle = start + head
            end = middle + max(stream, 0)
            pieces.append(Piece(data[start:middle], tuple(holes), None if stream < 0 else data[middle:end]))
            start = end
        return cls(
            pieces=tuple(pieces),
            pages=tuple(index["pages"]),
            contents=tuple(index["contents"]),
            resources=index["resources"],
            tops=tuple(index["tops"]),
            marks=tuple(map(tuple, index["marks"])),
            links=tuple(index["links"]),
            fonts=tuple(index["fonts"]),
            bookmarks=tuple(Bookmark(*entry) for entry in index["bookmarks"]),
            anchors={name: tuple(place) for name, place in index["anchors"].items()},
        )
