"""What stands around the cells of an OpenDocument spreadsheet (OASIS, Open Document Format 1.3, part 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.sheets.table import CENTS, DAY, INTEGER, MOMENT, TEXT

if TYPE_CHECKING:
    from grants.sheets.table import Kind

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES = {name: f"{_OASIS}{name}:1.0" for name in ("office", "text", "table", "style", "meta", "config")}
_SPACES |= {"number": f"{_OASIS}datastyle:1.0", "fo": f"{_OASIS}xsl-fo-compatible:1.0"}
_SPACES |= {"dc": "http://purl.org/dc/elements/1.1/", "ooo": "http://openoffice.org/2004/office"}
_PARTS = ("content", "styles", "settings", "meta")
MANIFEST = (
    f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{_OASIS}manifest:1.0"'
    f' manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    + "".join(f'<manifest:file-entry manifest:full-path="{p}.xml" manifest:media-type="text/xml"/>' for p in _PARTS)
    + "</manifest:manifest>"
)

HEAD = (
    '<style:style style:name="head" style:family="table-cell"><style:table-cell-properties fo:wrap-option="wrap"'
    ' fo:border-bottom="0.5pt solid #000000"/><style:text-properties fo:font-weight="bold"/></style:style>'
)
_WIDTHS = {TEXT: "4.6cm", CENTS: "3cm", INTEGER: "2cm", DAY: "2.4cm", MOMENT: "3.4cm"}
_DAY = '<number:day number:style="long"/><number:text>/</number:text><number:month number:style="long"/>'
_DAY += '<number:text>/</number:text><number:year number:style="long"/>'
_HOUR = '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text>'
_HOUR += '<number:minutes number:style="long"/>'
_FRENCH = 'number:language="fr" number:country="FR"'
_SHAPES = {
    TEXT: '<number:text-style style:name="N-text"><number:text-content/></number:text-style>',
    CENTS: f'<number:currency-style style:name="N-cents" {_FRENCH}><number:number number:decimal-places="2"'
    ' number:min-integer-digits="1" number:grouping="true"/><number:text>\u00a0</number:text>'
    f"<number:currency-symbol {_FRENCH}>€</number:currency-symbol></number:currency-style>",
    INTEGER: '<number:number-style style:name="N-integer"><number:number number:decimal-places="0"'
    ' number:min-integer-digits="1"/></number:number-style>',
    DAY: f'<number:date-style style:name="N-day">{_DAY}</number:date-style>',
    MOMENT: f'<number:date-style style:name="N-moment">{_DAY}{_HOUR}</number:date-style>',
}


def opened(part: str) -> str:
    """Open a document of the archive."""
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in _SPACES.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><office:document-{part} {spaces} office:version="1.3">'


def closed(part: str) -> str:
    """Close a document of the archive."""
    return f"</office:document-{part}>"


def shown(kind: Kind) -> str:
    """Return how a kind of column is shown: its numbers, its cells, its width."""
    return (
        f'{_SHAPES[kind]}<style:style style:name="{kind}" style:family="table-cell" style:data-style-name="N-{kind}"/>'
        f'<style:style style:name="co-{kind}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{_WIDTHS[kind]}"/></style:style>'
    )


def styles() -> str:
    """Return what every cell shares: the language, which tells the spreadsheet how sums are written."""
    text = '<style:text-properties fo:language="fr" fo:country="FR" fo:font-size="10pt"/>'
    shared = f'<style:default-style style:family="table-cell">{text}</style:default-style>'
    return f"{opened('styles')}<office:styles>{shared}</office:styles>{closed('styles')}"


def meta(title: str) -> str:
    """Return what the file says of itself; the title comes ready for XML."""
    return f"{opened('meta')}<office:meta><dc:title>{title}</dc:title></office:meta>{closed('meta')}"


def settings(quoted_name: str) -> str:
    """Return the view that keeps the first row in sight (mode 2 freezes); the sheet's name comes quoted."""
    items = {"VerticalSplitMode": ("short", 2), "VerticalSplitPosition": ("int", 1), "PositionBottom": ("int", 1)}
    sheet = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, (kind, value) in items.items()
    )
    return (
        f'{opened("settings")}<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        '<config:config-item-map-named config:name="Tables">'
        f"<config:config-item-map-entry config:name={quoted_name}>{sheet}</config:config-item-map-entry>"
        "</config:config-item-map-named></config:config-item-map-entry></config:config-item-map-indexed>"
        f"</config:config-item-set></office:settings>{closed('settings')}"
    )
