"""A plain text document (OpenDocument): a title, headings, paragraphs, boxes; the standard library is enough."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

MIMETYPE = "application/vnd.oasis.opendocument.text"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for name, path in (("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"))
)
_FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
_STYLES = (
    '<style:default-style style:family="paragraph"><style:text-properties fo:language="fr" fo:country="FR"'
    ' fo:font-size="11pt"/></style:default-style>'
    '<style:style style:name="Label" style:family="paragraph"><style:text-properties fo:font-weight="bold"/>'
    "</style:style>"
    '<style:style style:name="Title" style:family="paragraph"><style:text-properties fo:font-size="20pt"'
    ' fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Heading_1" style:display-name="Heading 1" style:family="paragraph">'
    '<style:paragraph-properties fo:margin-top="5mm"/><style:text-properties fo:font-size="14pt"'
    ' fo:font-weight="bold"/></style:style>'
    '<style:style style:name="Box" style:family="table-cell"><style:table-cell-properties'
    ' fo:border="0.5pt solid #77716a" fo:padding="1mm"/></style:style>'
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def odt(blocks: Sequence[tuple[str, Sequence[str]]], title: str) -> bytes:
    """Return the document. Blocks are (kind, texts): `title`, `heading`, `label`, `text`, or a `row` of boxes."""
    body = "".join(_block(kind, texts) for kind, texts in blocks)
    content = _whole("content", f"<office:body><office:text>{body}</office:text></office:body>")
    named = f'<dc:title xmlns:dc="http://purl.org/dc/elements/1.1/">{_said(title)}</dc:title>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", _whole("styles", f"<office:styles>{_STYLES}</office:styles>"))
        archive.writestr("meta.xml", _whole("meta", f"<office:meta>{named}</office:meta>"))
        archive.writestr("META-INF/manifest.xml", _MANIFEST)
    return made.getvalue()


def _whole(part: str, inside: str) -> str:
    """Write one of the documents of the archive."""
    root = f'office:document-{part} {_SPACES} {_FO} office:version="1.3"'
    return f'<?xml version="1.0" encoding="UTF-8"?><{root}>{inside}</office:document-{part}>'


def _block(kind: str, texts: Sequence[str]) -> str:
    """Write one block."""
    if kind == "row":
        cells = "".join(
            f'<table:table-cell table:style-name="Box" office:value-type="string">{_paragraphs(text, style)}'
            "</table:table-cell>"
            for text, style in zip(texts, ("Label", "Standard"), strict=False)
        )
        columns = f'<table:table-column table:number-columns-repeated="{len(texts)}"/>'
        return f"<table:table>{columns}<table:table-row>{cells}</table:table-row></table:table>"
    if kind == "heading":
        return f'<text:h text:style-name="Heading_1" text:outline-level="1">{_said(texts[0])}</text:h>'
    style = {"title": "Title", "label": "Label"}.get(kind, "Standard")
    return _paragraphs(texts[0], style)


def _paragraphs(text: str, style: str) -> str:
    """Write a text, one paragraph a line."""
    return "".join(f'<text:p text:style-name="{style}">{_said(line)}</text:p>' for line in text.split("\n"))


def _said(text: str) -> str:
    """Write words so that no sign of theirs is a mark, and none is one that XML forbids."""
    return escape("".join(sign for sign in text if sign == "\t" or sign >= " "))
