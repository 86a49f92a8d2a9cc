"""Binding: fragments become one tagged document by renumbering their objects, nothing is laid out again."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import md5
from itertools import accumulate
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from grants.pdf.fragments import DOCUMENT, FONT, PAGES, PARENT_OF_LINK, PARENT_OF_PAGE, Bookmark, Fragment, Piece

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""

Fonts = dict[str, tuple[Piece, ...]]


def text(words: str) -> bytes:
    """Write a PDF text string."""
    return b"<feff" + words.encode("utf-16-be", "replace").hex().encode() + b">"


class Writer:
    """A PDF file being written: numbered objects, then the table of where they are."""

    def __init__(self) -> None:
        """Start an empty file."""
        self._objects: list[bytes] = []

    def reserve(self, how_many: int = 1) -> int:
        """Set numbers aside and return the first of them."""
        first = len(self._objects) + 1
        self._objects.extend([b""] * how_many)
        return first

    def write(self, number: int, body: bytes) -> None:
        """Say what the object of that number is."""
        self._objects[number - 1] = b"%d 0 obj\n%b\nendobj\n" % (number, body)

    def add(self, body: bytes) -> int:
        """Write an object and return its number."""
        number = self.reserve()
        self.write(number, body)
        return number

    def add_stream(self, extra: bytes, content: bytes) -> int:
        """Write a stream and return its number; `extra` are entries of its dictionary."""
        return self.add(stream(extra, content))

    def put(self, pieces: Sequence[Piece], fill: Mapping[int, int]) -> int:
        """Write pieces in a row, filling the holes that are not pieces from `fill`; return the number of the first."""
        first = self.reserve(len(pieces))
        for number, piece in enumerate(pieces, first):
            numbers = tuple([first + hole if hole >= 0 else fill[hole] for hole in piece.holes])
            head = piece.head % numbers
            body = head if piece.stream is None else b"%b\nstream\n%b\nendstream" % (head, piece.stream)
            self.write(number, body)
        return first

    def to_bytes(self, root: int, information: int | None = None) -> bytes:
        """Return the file, given the numbers of its catalogue and of its information."""
        header = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
        offsets = list(accumulate(map(len, self._objects), initial=len(header)))
        table = b"".join([b"%010d 00000 n \n" % offset for offset in offsets[:-1]])
        size = len(self._objects) + 1
        body = b"".join(self._objects)
        mark = md5(body, usedforsecurity=False).hexdigest().encode()
        about = b"/Info %d 0 R" % information if information else b""
        trailer = b"trailer\n<</Size %d/Root %d 0 R%b/ID[<%b><%b>]>>\nstartxref\n%d\n%%%%EOF\n"
        end = trailer % (size, root, about, mark, mark, offsets[-1])
        return b"".join((header, body, b"xref\n0 %d\n0000000000 65535 f \n" % size, table, end))


def stream(extra: bytes, content: bytes) -> bytes:
    """Write the body of a stream object."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (extra, len(content), content)


@dataclass(slots=True)
class _Shelf:
    """Where things already are in the document being bound."""

    pages: list[int]
    tops: list[int]
    parents: list[bytes]
    links: list[int]
    bookmarks: list[tuple[Bookmark, int]]
    names: dict[str, bytes]


def bind(fragments: Sequence[Fragment], fonts: Fonts, *, title: str, lang: str) -> bytes:
    """Return the pages of the fragments as one tagged PDF (PDF/UA-1) with its outline and named destinations."""
    writer = Writer()
    catalog, pages, tree, document = (writer.reserve() for _ in range(4))
    known: dict[int | str, int] = {name: writer.put(pieces, {}) for name, pieces in fonts.items()}
    known |= {PAGES: pages, DOCUMENT: document}
    shelf = _Shelf([], [], [], [], [], {})
    totals = sum(len(fragment.pages) for fragment in fragments)
    for fragment in fragments:
        _shelve(writer, fragment, shelf, known, totals)
    kids = b" ".join([b"%d 0 R" % number for number in shelf.pages])
    writer.write(pages, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(shelf.pages), kids))
    writer.write(document, b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (tree, _references(shelf.tops)))
    parents = writer.add(b"<</Nums[%b]>>" % b" ".join(_parents(shelf, totals)))
    writer.write(tree, b"<</Type/StructTreeRoot/ParentTree %d 0 R/K[%d 0 R]>>" % (parents, document))
    names = b" ".join([text_key(name) + b" " + shelf.names[name] for name in sorted(shelf.names, key=text_key)])
    xmp = XMP.format(title=escape(title), lang=escape(lang)).encode()
    entries = (
        b"/Pages %d 0 R/StructTreeRoot %d 0 R/MarkInfo<</Marked true>>" % (pages, tree),
        b"/Lang %b/ViewerPreferences<</DisplayDocTitle true>>" % text(lang),
        b"/Names<</Dests<</Names[%b]>>>>" % names,
        b"/Metadata %d 0 R" % writer.add_stream(b"/Type/Metadata/Subtype/XML", xmp),
        b"/Outlines %d 0 R/PageMode/UseOutlines" % _outline(writer, shelf.bookmarks),
    )
    writer.write(catalog, b"<</Type/Catalog%b>>" % b"".join(entries))
    return writer.to_bytes(catalog)


def text_key(name: str) -> bytes:
    """Write the name of a destination as the links write it."""
    return b"(" + name.encode("ascii", "replace") + b")"


def _shelve(writer: Writer, fragment: Fragment, shelf: _Shelf, known: Mapping[int | str, int], totals: int) -> None:
    """Write a fragment. known: numbers of the list of pages, of the structure, and of our fonts by name."""
    fill = {PAGES: known[PAGES], DOCUMENT: known[DOCUMENT]}
    first_page, first_link = len(shelf.pages), len(shelf.links)
    fill |= {PARENT_OF_PAGE - nth: first_page + nth for nth in range(len(fragment.pages))}
    fill |= {PARENT_OF_LINK - nth: totals + first_link + nth for nth in range(len(fragment.links))}
    fill |= {FONT - nth: known[name] for nth, name in enumerate(fragment.fonts) if name in known}
    base = writer.put(fragment.pieces, fill)
    numbers = [base + place for place in fragment.pages]
    shelf.pages += numbers
    shelf.tops += [base + place for place in fragment.tops]
    shelf.parents += [_references([base + place for place in row]) for row in fragment.marks]
    shelf.links += [base + place for place in fragment.links]
    shelf.bookmarks += [(bookmark, numbers[bookmark.page]) for bookmark in fragment.bookmarks]
    for name, (page, left, top) in fragment.anchors.items():
        shelf.names.setdefault(name, b"[%d 0 R/XYZ %.1f %.1f 0]" % (numbers[page], left, top))


def _parents(shelf: _Shelf, totals: int) -> list[bytes]:
    rows = [b"%d[%b]" % (index, row) for index, row in enumerate(shelf.parents)]
    return rows + [b"%d %d 0 R" % (totals + nth, owner) for nth, owner in enumerate(shelf.links)]


def _references(numbers: Sequence[int]) -> bytes:
    return b" ".join([b"%d 0 R" % number for number in numbers])


def _outline(writer: Writer, bookmarks: Sequence[tuple[Bookmark, int]]) -> int:
    """Write the tree of bookmarks from their levels and return the number of its root."""
    root = writer.reserve()
    numbers = [writer.reserve() for _ in bookmarks]
    children: dict[int, list[int]] = {root: []}
    parents: dict[int, int] = {}
    path: list[tuple[int, int]] = [(0, root)]
    for (bookmark, _), number in zip(bookmarks, numbers, strict=True):
        while path[-1][0] >= bookmark.level:
            path.pop()
        parents[number] = path[-1][1]
        children[path[-1][1]].append(number)
        children[number] = []
        path.append((bookmark.level, number))
    for (bookmark, page), number in zip(bookmarks, numbers, strict=True):
        siblings = children[parents[number]]
        nth = siblings.index(number)
        entries = [
            b"/Title %b/Parent %d 0 R" % (text(bookmark.label), parents[number]),
            b"/Dest[%d 0 R/XYZ %.1f %.1f 0]" % (page, bookmark.left, bookmark.top),
            b"/Prev %d 0 R" % siblings[nth - 1] if nth else b"",
            b"/Next %d 0 R" % siblings[nth + 1] if nth + 1 < len(siblings) else b"",
            _family(children[number], closed=True),
        ]
        writer.write(number, b"<<%b>>" % b"".join(entries))
    writer.write(root, b"<</Type/Outlines%b>>" % _family(children[root], closed=False))
    return root


def _family(children: Sequence[int], *, closed: bool) -> bytes:
    if not children:
        return b""
    count = -len(children) if closed else len(children)
    return b"/First %d 0 R/Last %d 0 R/Count %d" % (children[0], children[-1], count)
