"""A5 pages on A4 sheets, to print on both sides, fold together and staple."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grants.domain.imposition import creep_mm, saddle_stitch
from grants.pdf.binding import Writer, stream, text
from grants.pdf.fragments import FONT, Fragment, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.pdf.binding import Fonts

MM = 72 / 25.4
PAGE = (148 * MM, 210 * MM)
SHEET = (297 * MM, 210 * MM)
MARK = 4 * MM
"""Length of the fold marks at the top and bottom of the first front."""


def impose(fragments: Sequence[Fragment], fonts: Fonts, *, title: str, lang: str, long_edge: bool = False) -> bytes:
    """Return the A5 pages of the fragments on A4 landscape sheets, fronts and backs in turn.

    The printer turns sheets on their short edge; with `long_edge` backs are turned round for those that cannot.
    Raises ValueError unless the number of pages is a multiple of four.
    """
    writer = Writer()
    catalog, pages = writer.reserve(), writer.reserve()
    own = {name: writer.put(pieces, {}) for name, pieces in fonts.items()}
    forms = [number for fragment in fragments for number in _forms(writer, fragment, own)]
    kids = []
    for sheet in saddle_stitch(len(forms)):
        shift = creep_mm(sheet.number) * MM
        marks = _fold_marks() if not sheet.number else b""
        front, back = ((forms[side.left - 1], forms[side.right - 1]) for side in (sheet.front, sheet.back))
        kids.append(_side(writer, pages, front, shift=shift, marks=marks))
        kids.append(_side(writer, pages, back, shift=shift, turned=long_edge))
    listed = b" ".join(b"%d 0 R" % number for number in kids)
    writer.write(pages, b"<</Type/Pages/Count %d/Kids[%b]>>" % (len(kids), listed))
    information = writer.add(b"<</Title %b>>" % text(title))
    flip = b"DuplexFlipLongEdge" if long_edge else b"DuplexFlipShortEdge"
    preferences = b"/ViewerPreferences<</DisplayDocTitle true/Duplex/%b/PrintScaling/None>>" % flip
    writer.write(catalog, b"<</Type/Catalog/Pages %d 0 R/Lang %b%b>>" % (pages, text(lang), preferences))
    return writer.to_bytes(catalog, information)


def _forms(writer: Writer, fragment: Fragment, own: dict[str, int]) -> list[int]:
    """Write the pages of a fragment as form objects, without the structure and links that paper cannot use."""
    wanted = _needed(fragment, (*fragment.contents, fragment.resources))
    places = {place: nth for nth, place in enumerate(wanted)}
    box = b"/Type/XObject/Subtype/Form/BBox[0 0 %.3f %.3f]/Resources %%d 0 R" % PAGE
    pieces = []
    for place in wanted:
        piece = fragment.pieces[place]
        if place in fragment.contents:
            piece = Piece(b"<<" + box + piece.head[2:], (fragment.resources, *piece.holes), piece.stream)
        pieces.append(replace(piece, holes=tuple(places.get(hole, hole) for hole in piece.holes)))
    fill = {FONT - nth: own[name] for nth, name in enumerate(fragment.fonts) if name in own}
    base = writer.put(pieces, fill)
    return [base + places[place] for place in fragment.contents]


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
) -> int:
    """Write one side of a sheet and return its number; `shift` moves both pages towards the fold, in points."""
    middle = SHEET[0] / 2
    turn = b"-1 0 0 -1 %.3f %.3f cm\n" % SHEET if turned else b""
    content = turn + b"q 1 0 0 1 %.3f 0 cm /L Do Q\nq 1 0 0 1 %.3f 0 cm /R Do Q\n%b" % (
        middle - PAGE[0] + shift,
        middle - shift,
        marks,
    )
    drawn = writer.add(stream(b"", content))
    names = b"/L %d 0 R/R %d 0 R" % pair
    box = b"/MediaBox[0 0 %.3f %.3f]" % SHEET
    entries = b"/Type/Page/Parent %d 0 R%b/Resources<</XObject<<%b>>>>/Contents %d 0 R" % (parent, box, names, drawn)
    return writer.add(b"<<%b>>" % entries)


def _fold_marks() -> bytes:
    """Draw a short grey line where the sheet is folded, at its top and bottom."""
    middle = SHEET[0] / 2
    lines = ((0.0, MARK), (SHEET[1] - MARK, SHEET[1]))
    return b"0.6 G 0.4 w " + b" ".join(b"%.3f %.3f m %.3f %.3f l S" % (middle, a, middle, b) for a, b in lines)
