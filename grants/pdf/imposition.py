"""A5 pages on A4 sheets, to print on both sides, fold together and staple; read aloud, they come in their order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grants.domain.imposition import creep_mm, saddle_stitch
from grants.pdf.archive import lasting
from grants.pdf.fragments import DOCUMENT, FONT, Fragment, Piece
from grants.pdf.writing import Writer, references, stream

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grants.pdf.archive import Attachment
    from grants.pdf.binding import Fonts

MM = 72 / 25.4
PAGE = (148 * MM, 210 * MM)
SHEET = (297 * MM, 210 * MM)
MARK = 4 * MM
"""Length of the fold marks at the top and bottom of the first front."""

SIDE = -10_000_000
"""Holes for the sides of sheets on which the pages of a fragment stand."""

_KIDS = re.compile(rb"/K \[([^]]*)\]")
_KID = re.compile(rb"%d 0 R|\d+")


def impose(  # noqa: PLR0913 — what a document is
    fragments: Sequence[Fragment],
    fonts: Fonts,
    *,
    title: str,
    lang: str,
    long_edge: bool = False,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """Return the A5 pages of the fragments on A4 landscape sheets, fronts and backs in turn (PDF/UA-1, PDF/A-3a).

    The printer turns sheets on their short edge; with `long_edge` backs are turned round for those that cannot.
    Raises ValueError unless the number of pages is a multiple of four.
    """
    writer = Writer()
    catalog, pages, tree, document = (writer.reserve() for _ in range(4))
    own = {name: writer.put(pieces, {}) for name, pieces in fonts.items()}
    sheets = saddle_stitch(sum(len(fragment.contents) for fragment in fragments))
    sides = [side for sheet in sheets for side in (sheet.front, sheet.back)]
    first = writer.reserve(len(sides))
    stand = {page: first + nth for nth, side in enumerate(sides) for page in (side.left, side.right)}
    pile = _Pile(writer, own, document, stand)
    for fragment in fragments:
        pile.add(fragment)
    for nth, side in enumerate(sides):
        shift = creep_mm(nth // 2) * MM
        pair = pile.forms[side.left - 1], pile.forms[side.right - 1]
        marks = _fold_marks() if not nth else b""
        turned = long_edge and bool(nth % 2)
        writer.write(first + nth, _side(writer, pages, pair, shift=shift, marks=marks, turned=turned))
    kids = references(range(first, first + len(sides)))
    writer.write(pages, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(sides), kids))
    rows = b" ".join([b"%d[%b]" % (nth, row) for nth, row in enumerate(pile.marks)])
    parents = writer.add(b"<</Nums[%b]>>" % rows)
    writer.write(document, b"<</Type/StructElem/S/Document/P %d 0 R/K[%b]>>" % (tree, references(pile.tops)))
    writer.write(tree, b"<</Type/StructTreeRoot/ParentTree %d 0 R/K[%d 0 R]>>" % (parents, document))
    flip = b"/Duplex/DuplexFlipLongEdge" if long_edge else b"/Duplex/DuplexFlipShortEdge"
    entries = lasting(writer, title, lang, attachments, shown=flip + b"/PrintScaling/None")
    writer.write(catalog, b"<</Type/Catalog/Pages %d 0 R/StructTreeRoot %d 0 R%b>>" % (pages, tree, entries))
    return writer.to_bytes(catalog)


@dataclass(slots=True)
class _Pile:
    """The pages written so far as forms, in reading order, and their structure.

    own: numbers of our fonts; document: that of the root of the structure; stand: page → side of a sheet.
    """

    writer: Writer
    own: dict[str, int]
    document: int
    stand: dict[int, int]
    forms: list[int] = field(default_factory=list)
    tops: list[int] = field(default_factory=list)
    marks: list[bytes] = field(default_factory=list)

    def add(self, fragment: Fragment) -> None:
        """Write the pages of a fragment as form objects with what they mean, without the links paper cannot use."""
        before = len(self.forms)
        told = {place: _told(fragment, place) for place in _structure(fragment)}
        wanted = [*_needed(fragment, (*fragment.contents, fragment.resources)), *told]
        places = {place: nth for nth, place in enumerate(wanted)}
        sides = {place: SIDE - nth for nth, place in enumerate(fragment.pages)}
        pieces = []
        for place in wanted:
            piece = told.get(place, fragment.pieces[place])
            if place in fragment.contents:
                piece = _form(fragment, place, before + fragment.contents.index(place))
            pieces.append(piece._replace(holes=tuple(sides.get(hole, places.get(hole, hole)) for hole in piece.holes)))
        fill = {FONT - nth: self.own[name] for nth, name in enumerate(fragment.fonts) if name in self.own}
        fill |= {SIDE - nth: self.stand[before + nth + 1] for nth in range(len(fragment.pages))}
        base = self.writer.put(pieces, fill | {DOCUMENT: self.document})
        self.forms += [base + places[place] for place in fragment.contents]
        self.tops += [base + places[place] for place in fragment.tops]
        self.marks += [references([base + places[place] for place in row]) for row in fragment.marks]


def _form(fragment: Fragment, place: int, number: int) -> Piece:
    """Make the drawing of a page a form, whose marks are told in that row of the structure."""
    piece = fragment.pieces[place]
    box = b"/Type/XObject/Subtype/Form/BBox[0 0 %.3f %.3f]/StructParents %d/Resources %%d 0 R" % (*PAGE, number)
    return Piece(b"<<" + box + piece.head[2:], (fragment.resources, *piece.holes), piece.stream)


def _told(fragment: Fragment, place: int) -> Piece:
    """Say of an element which marks of which form it tells, instead of which marks of its page."""
    piece = fragment.pieces[place]
    found = _KIDS.search(piece.head)
    if found is None:
        return piece
    ahead = piece.head[: found.start()].count(b"%d")
    holes = list(piece.holes)
    page = _page_of(piece)
    kids, kept = [], list(holes[:ahead])
    waiting = iter(holes[ahead:])
    for kid in _KID.findall(found[1]):
        if kid != b"%d 0 R":
            kids.append(b"<</Type/MCR/MCID %b/Stm %%d 0 R/Pg %%d 0 R>>" % kid)
            kept += [fragment.contents[fragment.pages.index(page)], page]
        elif not _is_link(fragment, inside := next(waiting)):
            kids.append(kid)
            kept.append(inside)
    head = piece.head[: found.start()] + b"/K [%b]" % b" ".join(kids) + piece.head[found.end() :]
    return Piece(head.replace(b"/S /Link", b"/S /Span"), (*kept, *waiting))


def _page_of(piece: Piece) -> int:
    """Return the page an element stands on."""
    return piece.holes[piece.head[: piece.head.index(b"/Pg %d")].count(b"%d")]


def _is_link(fragment: Fragment, place: int) -> bool:
    return b"/OBJR" in fragment.pieces[place].head


def _structure(fragment: Fragment) -> Iterator[int]:
    """Give the places of the elements of a fragment, from its tops down, and of those that its marks name."""
    seen = set(fragment.pages)
    waiting = [*fragment.tops, *(place for row in fragment.marks for place in row)]
    while waiting:
        place = waiting.pop()
        if place < 0 or place in seen or _is_link(fragment, place):
            continue
        seen.add(place)
        yield place
        waiting += fragment.pieces[place].holes


def _needed(fragment: Fragment, roots: Sequence[int]) -> list[int]:
    """Return the places of these pieces and of all that they name."""
    seen: dict[int, None] = {}
    waiting = list(roots)
    while waiting:
        place = waiting.pop()
        if place >= 0 and place not in seen:
            seen[place] = None
            waiting += fragment.pieces[place].holes
    return list(seen)


def _side(  # noqa: PLR0913 — one side of one sheet
    writer: Writer, parent: int, pair: tuple[int, int], *, shift: float, marks: bytes = b"", turned: bool = False
) -> bytes:
    """Write one side of a sheet; `shift` moves both pages towards the fold, in points."""
    middle = SHEET[0] / 2
    turn = b"-1 0 0 -1 %.3f %.3f cm\n" % SHEET if turned else b""
    content = turn + b"q 1 0 0 1 %.3f 0 cm /L Do Q\nq 1 0 0 1 %.3f 0 cm /R Do Q\n%b" % (
        middle - PAGE[0] + shift,
        middle - shift,
        marks,
    )
    drawn = writer.add(stream(b"", content))
    names = b"/L %d 0 R/R %d 0 R" % pair
    inside = b"/Resources<</XObject<<%b>>>>/Contents %d 0 R" % (names, drawn)
    return b"<</Type/Page/Parent %d 0 R/Tabs/S/MediaBox[0 0 %.3f %.3f]%b>>" % (parent, *SHEET, inside)


def _fold_marks() -> bytes:
    """Draw a short grey line where the sheet is folded, at its top and bottom."""
    middle = SHEET[0] / 2
    lines = ((0.0, MARK), (SHEET[1] - MARK, SHEET[1]))
    drawn = b" ".join(b"%.3f %.3f m %.3f %.3f l S" % (middle, a, middle, b) for a, b in lines)
    return b"/Artifact BMC 0.6 G 0.4 w %b EMC" % drawn
