"""A paper as an OpenDocument text (ISO/IEC 26300, version 1.3): real headings, styles and tables; the standard library.

Staff open it in their word processor, change it, number it, have it signed. Wide pages lie on their side there too.
"""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from grants.budget.papers import odt_styles
from grants.budget.papers.blocks import Grid, Heading, Items, NewPage, Signatures, Text, Title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.budget.papers.blocks import Block, Paper

STYLES = {"plain": "Text_20_body", "centre": "Centre", "draft": "Draft", "small": "Small", "strong": "Strong"}


def odt(paper: Paper, language: str) -> bytes:
    """Return the document."""
    body, page = [], ""
    for place, block in enumerate(paper.blocks):
        if isinstance(block, NewPage):
            page = "Wide" if block.wide else "Standard"
            continue
        body.append(_block(block, place, page))
        page = ""
    parts = {
        "content.xml": odt_styles.content("".join(body)),
        "styles.xml": odt_styles.styles(said(paper.head), language, draft=paper.draft),
        "meta.xml": odt_styles.meta(said(paper.name), language),
        "META-INF/manifest.xml": odt_styles.MANIFEST,
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", odt_styles.MIMETYPE, zipfile.ZIP_STORED)
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def said(text: str) -> str:
    """Write words so that no sign of theirs is a mark, and none is one that XML forbids."""
    return escape("".join(sign for sign in text if sign == "\t" or (sign >= " " and sign not in "\ufffe\uffff")))


def _block(block: Block, place: int, page: str) -> str:
    """Write one block; `page` names the pages that begin with it, if any do."""
    written = ""
    match block:
        case Title(text):
            style = {"Wide": "TitleWide", "Standard": "TitleNew"}.get(page, "Title")
            written = f'<text:h text:style-name="{style}" text:outline-level="1">{said(text)}</text:h>'
        case Heading(text):
            written = f'<text:h text:style-name="Heading_20_2" text:outline-level="2">{said(text)}</text:h>'
        case Text(text, lead, style):
            first = f'<text:span text:style-name="Lead">{said(lead)}</text:span> ' if lead else ""
            name = "BodyNew" if page == "Standard" else STYLES[style]
            written = f'<text:p text:style-name="{name}">{first}{said(text)}</text:p>'
        case Items(texts) if texts:
            items = "".join(f"<text:list-item>{_p(text)}</text:list-item>" for text in texts)
            written = f'<text:list text:style-name="Bullets">{items}</text:list>'
        case Grid():
            written = _grid(block, place)
        case Signatures(roles):
            cells = "".join(_cell(role, "Signature", "Plain") for role in roles)
            columns = f'<table:table-column table:number-columns-repeated="{len(roles)}"/>'
            written = f'<table:table table:name="signatures-{place}">{columns}{_row(cells)}</table:table>'
    return written


def _grid(block: Grid, place: int) -> str:
    """Write a table whose head comes again on each page."""
    name, kind = f"t{place}", "Short" if len(block.rows) < odt_styles.SHORT else "Whole"
    write = partial(_line, numbers=block.numbers)
    columns = "".join(
        f'<table:table-column table:style-name="c{width}"/>' for width in block.widths or [100] * len(block.heads)
    )
    head = f"<table:table-header-rows>{write(block.heads, 'Head')}</table:table-header-rows>"
    rows = "".join(write(row, "Cell") for row in block.rows) + (write(block.foot, "Foot") if block.foot else "")
    caption = f'<text:p text:style-name="Caption">{said(block.caption)}</text:p>'
    return (
        f'{caption}<table:table table:name={quoteattr(name)} table:style-name="{kind}">{columns}{head}{rows}'
        '</table:table><text:p text:style-name="Small"/>'
    )


def _line(cells: Sequence[str], kind: str, numbers: Sequence[int]) -> str:
    """Write one line of a table, its figures on the right."""
    return _row(
        "".join(_cell(cell, f"{kind}Number" if place in numbers else kind, "Ruled") for place, cell in enumerate(cells))
    )


def _row(cells: str) -> str:
    """Write a row that no page cuts."""
    return f'<table:table-row table:style-name="Row">{cells}</table:table-row>'


def _cell(text: str, style: str, box: str) -> str:
    """Write a cell of text: a SIRET stays one."""
    return f'<table:table-cell table:style-name="{box}" office:value-type="string">{_p(text, style)}</table:table-cell>'


def _p(text: str, style: str = "Text_20_body") -> str:
    """Write a paragraph."""
    return f'<text:p text:style-name="{style}">{said(text)}</text:p>'
