"""Binding: fragments become one tagged document by renumbering their objects, nothing is laid out again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.pdf.archive import Attachment, lasting
from grants.pdf.fragments import DOCUMENT, FONT, PAGES, PARENT_OF_LINK, PARENT_OF_PAGE, Bookmark, Fragment, Piece
from grants.pdf.writing import Writer, references, text, text_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Fonts = dict[str, tuple[Piece, ...]]


@dataclass(slots=True)
class _Shelf:
    """Where things already are in the document being bound."""

    pages: list[int]
    tops: list[int]
    parents: list[bytes]
    links: list[int]
    bookmarks: list[tuple[Bookmark, int]]
    names: dict[str, bytes]


def bind(
    fragments: Sequence[Fragment], fonts: Fonts, *, title: str, lang: str, attachments: Sequence[Attachment] = ()
) -> bytes:
    """Return the pages of the fragments as one tagged PDF with its outline and named destinations.

    It conforms to PDF/UA-1 and PDF/A-3a; `attachments` are the data it was made of.
    """
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
    writer.write(document, b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (tree, references(shelf.tops)))
    parents = writer.add(b"<</Nums[%b]>>" % b" ".join(_parents(shelf, totals)))
    writer.write(tree, b"<</Type/StructTreeRoot/ParentTree %d 0 R/K[%d 0 R]>>" % (parents, document))
    names = b" ".join([text_key(name) + b" " + shelf.names[name] for name in sorted(shelf.names, key=text_key)])
    entries = (
        b"/Pages %d 0 R/StructTreeRoot %d 0 R" % (pages, tree),
        lasting(writer, title, lang, attachments, names=b"/Dests<</Names[%b]>>" % names),
        b"/Outlines %d 0 R/PageMode/UseOutlines" % _outline(writer, shelf.bookmarks),
    )
    writer.write(catalog, b"<</Type/Catalog%b>>" % b"".join(entries))
    return writer.to_bytes(catalog)


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
    shelf.parents += [references([base + place for place in row]) for row in fragment.marks]
    shelf.links += [base + place for place in fragment.links]
    shelf.bookmarks += [(bookmark, numbers[bookmark.page]) for bookmark in fragment.bookmarks]
    for name, (page, left, top) in fragment.anchors.items():
        shelf.names.setdefault(name, b"[%d 0 R/XYZ %.1f %.1f 0]" % (numbers[page], left, top))


def _parents(shelf: _Shelf, totals: int) -> list[bytes]:
    rows = [b"%d[%b]" % (index, row) for index, row in enumerate(shelf.parents)]
    return rows + [b"%d %d 0 R" % (totals + nth, owner) for nth, owner in enumerate(shelf.links)]


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
