"""Cutting: a painted page is taken apart into a fragment, its objects cut loose from their numbers."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pydyf  # type: ignore[import-untyped]

from grants.pdf.engine import layout, served
from grants.pdf.fragments import DOCUMENT, FONT, PAGES, PARENT_OF_LINK, PARENT_OF_PAGE, Bookmark, Fragment, Piece

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PRINTED = 4
"""Flag of a link that is printed with its page, as PDF/A asks."""

POINTS = 0.75
"""Points in a CSS pixel."""

_REFERENCE = re.compile(rb"(\d+) 0 R")
_LINK = "lien:"


class _PaintedError(Exception):
    """Leaves WeasyPrint once the page is painted, before it writes a file nobody wants."""


def paint(html: str, stylesheets: Sequence[str], images: Mapping[str, bytes], own_fonts: Sequence[str]) -> Fragment:
    """Lay out and paint one HTML page. The caller holds the press (`engine.pressing`)."""
    painted: list[Any] = []

    def finisher(_document: object, pdf: object) -> None:
        painted.append(pdf)
        raise _PaintedError

    with served(images) as fetcher:
        document = layout(html, stylesheets, fetcher)
        with contextlib.suppress(_PaintedError):
            document.write_pdf(finisher=finisher, pdf_variant="pdf/ua-1", pdf_tags=True)
    return _Cutter(painted[0], document, own_fonts).fragment()


def font_pieces(html: str, stylesheets: Sequence[str]) -> dict[str, tuple[Piece, ...]]:
    """Paint a specimen and return its whole fonts by name; the first piece of each is the font's dictionary."""
    painted: list[Any] = []
    with served({}) as fetcher:
        document = layout(html, stylesheets, fetcher)
        document.write_pdf(finisher=lambda _document, pdf: painted.append(pdf), pdf_tags=True, full_fonts=True)
    cutter = _Cutter(painted[0], document, ())
    fonts = cutter.fonts()
    result = {}
    for name, reference in fonts.items():
        result[name] = cutter.alone(reference)
    return result


class _Cutter:
    """Walks the objects of a painted document and cuts them loose from their numbers."""

    def __init__(self, pdf: Any, document: Any, own_fonts: Sequence[str]) -> None:  # noqa: ANN401 — pydyf is not typed
        self._pdf = pdf
        self._document = document
        self._own_fonts = own_fonts
        self._places: dict[int, int] = {}
        self._found: list[Piece] = []
        self._links: list[int] = []
        self._fixed: dict[int, int] = {}
        self._page_numbers = [int(number) for number in pdf.pages["Kids"][::3]]

    def fragment(self) -> Fragment:
        """Return everything the pages of the document need."""
        tree = self._object(self._pdf.catalog["StructTreeRoot"])
        top = self._object(tree["K"][0])
        nums = self._object(tree["ParentTree"])["Nums"]
        owners = dict(zip(nums[::2], nums[1::2], strict=True))
        self._fixed = {self._pdf.pages.number: PAGES, top.number: DOCUMENT}
        for nth, (name, reference) in enumerate(sorted(self.fonts().items())):
            if name in self._own_fonts:
                self._fixed[_number(reference)] = FONT - nth
        used = sorted(self.fonts())
        pages = tuple(self._place(number) for number in self._page_numbers)
        tops = tuple(self.follow(reference) for reference in top["K"])
        marks = tuple(
            tuple(self.follow(reference) for reference in owners[nth]) for nth in range(len(self._page_numbers))
        )
        first = self._pdf.objects[self._page_numbers[0]]
        return Fragment(
            pieces=tuple(self._found),
            pages=pages,
            contents=tuple(self.follow(self._pdf.objects[n]["Contents"]) for n in self._page_numbers),
            resources=self.follow(first["Resources"]),
            tops=tops,
            marks=marks,
            links=tuple(self.follow(owners[key]) for key in self._links),
            fonts=tuple(used),
            bookmarks=tuple(self._bookmarks()),
            anchors=self._anchors(),
        )

    def fonts(self) -> dict[str, bytes]:
        """Return the references of the fonts of the document by name."""
        resources = self._object(self._pdf.objects[self._page_numbers[0]]["Resources"])
        return dict(self._object(resources["Font"]))

    def alone(self, reference: bytes) -> tuple[Piece, ...]:
        """Return the object of that reference and everything it needs, itself first."""
        self._places, self._found = {}, []
        self.follow(reference)
        return tuple(self._found)

    def follow(self, reference: bytes) -> int:
        """Return the place of the object of that reference, with everything it needs."""
        return self._place(_number(reference))

    def _object(self, reference: bytes) -> Any:  # noqa: ANN401 — pydyf is not typed
        return self._pdf.objects[_number(reference)]

    def _place(self, number: int) -> int:
        if number in self._fixed:
            return self._fixed[number]
        if number not in self._places:
            place = self._places[number] = len(self._found)
            self._found.append(Piece(b"", ()))
            self._found[place] = self._cut(number)
        return self._places[number]

    def _cut(self, number: int) -> Piece:
        item = self._pdf.objects[number]
        holes: list[int] = []
        if not isinstance(item, pydyf.Stream):
            return Piece(self._text(self._changed(item, number), holes), tuple(holes))
        written = item.data
        start = written.index(b"\nstream\n")
        extra = {**item.extra, "Length": 0}
        if item.compress:
            extra["Filter"] = "/FlateDecode"
        content = written[start + 8 : -len(b"\nendstream")]
        if content.endswith(b"\r"):
            content += b" "  # else that last byte would be read as the end of its line
        extra["Length"] = len(content)
        return Piece(self._text(pydyf.Dictionary(extra), holes), tuple(holes), content)

    def _changed(self, item: Any, number: int) -> Any:  # noqa: ANN401 — pydyf is not typed
        """Give pages and links their places in the tables of the whole document."""
        if not isinstance(item, pydyf.Dictionary):
            return item
        changed = pydyf.Dictionary(item)
        if "StructParents" in item:
            changed["StructParents"] = _Hole(PARENT_OF_PAGE - self._page_numbers.index(number))
        if item.get("Subtype") == "/Link":
            self._links.append(item["StructParent"])
            changed["F"] = PRINTED
            changed["StructParent"] = _Hole(PARENT_OF_LINK + 1 - len(self._links))
            self._point_inside(changed)
        return changed

    def _point_inside(self, link: Any) -> None:  # noqa: ANN401 — pydyf is not typed
        """Turn `lien:NAME#What it is` into a destination of the document."""
        address = link["A"]["URI"].string if "A" in link else ""
        if address.startswith(_LINK):
            name, _, words = address.removeprefix(_LINK).partition("#")
            del link["A"]
            link["Dest"] = pydyf.String(name)
            link["Contents"] = pydyf.String(unquote(words) or name)

    def _text(self, item: Any, holes: list[int]) -> bytes:  # noqa: ANN401 — pydyf is not typed
        if isinstance(item, _Hole):
            holes.append(item.value)
            return b"%d"
        if isinstance(item, pydyf.Dictionary):
            return b"<<" + b"".join(b"/%b %b" % (_plain(k), self._text(v, holes)) for k, v in item.items()) + b">>"
        if isinstance(item, pydyf.Array):
            return b"[" + b" ".join(self._text(child, holes) for child in item) + b"]"
        written = item if isinstance(item, bytes) else _plain(item)
        reference = _REFERENCE.fullmatch(written)
        if reference and not isinstance(item, pydyf.Object):
            holes.append(self._place(int(reference[1])))
            return b"%d 0 R"
        return written.replace(b"%", b"%%")

    def _bookmarks(self) -> list[Bookmark]:
        return [
            Bookmark(level, label, nth, x * POINTS, (page.height - y) * POINTS)
            for nth, page in enumerate(self._document.pages)
            for level, label, (x, y), _state in page.bookmarks
        ]

    def _anchors(self) -> dict[str, tuple[int, float, float]]:
        return {
            name: (nth, place[0] * POINTS, (page.height - place[1]) * POINTS)
            for nth, page in enumerate(self._document.pages)
            for name, place in page.anchors.items()
        }


@dataclass(frozen=True, slots=True)
class _Hole:
    """A number that only the binder knows."""

    value: int


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def _plain(item: Any) -> bytes:  # noqa: ANN401 — what pydyf writes
    """Write a value as pydyf does."""
    if isinstance(item, bytes):
        return item
    if isinstance(item, float):
        return f"{item:.3f}".rstrip("0").rstrip(".").encode()
    data = getattr(item, "data", None)
    return data if isinstance(data, bytes) else str(item).encode("ascii")
