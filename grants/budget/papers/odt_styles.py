"""The styles of our OpenDocument texts, and what surrounds them in the archive."""

from __future__ import annotations

from typing import Final

MIMETYPE: Final = "application/vnd.oasis.opendocument.text"
_URN = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    [
        *(f'xmlns:{name}="{_URN}:{name}:1.0"' for name in ("office", "text", "table", "style", "meta")),
        f'xmlns:fo="{_URN}:xsl-fo-compatible:1.0"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    ]
)
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_BLUE, _RED, _GREY = "#14213d", "#8a1538", "#45455a"

MANIFEST: Final = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="{_URN}:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{MIMETYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" manifest:media-type="text/xml"/>'
        for name in ("content", "styles", "meta")
    )
    + "</manifest:manifest>"
)


TEXT_CM: Final = 17
"""Width of the text of an upright page."""
SHORT: Final = 12
"""Tables of fewer rows are not cut between two pages."""
_BODY = "Text_20_body"
_BIG = f'fo:font-weight="bold" fo:color="{_BLUE}"'
_BOLD = 'fo:font-weight="bold"'
_PARAGRAPHS = (
    ("Standard", "", "", 'fo:font-size="10.5pt"'),
    (_BODY, "Standard", 'fo:margin-bottom="0.25cm"', ""),
    (
        "Title",
        "Standard",
        'fo:text-align="center" fo:margin-top="0.4cm" fo:margin-bottom="0.4cm"',
        f'fo:font-size="18pt" {_BIG}',
    ),
    (
        "Heading_20_2",
        "Standard",
        'fo:margin-top="0.5cm" fo:margin-bottom="0.2cm" fo:keep-with-next="always"',
        f'fo:font-size="13pt" {_BIG}',
    ),
    ("Centre", _BODY, 'fo:text-align="center"', ""),
    (
        "Draft",
        _BODY,
        f'fo:text-align="center" fo:border="0.5pt solid {_RED}" fo:padding="0.15cm"',
        f'{_BOLD} fo:color="{_RED}"',
    ),
    ("Small", _BODY, "", f'fo:font-size="8.5pt" fo:color="{_GREY}"'),
    ("Strong", _BODY, "", _BOLD),
    ("Caption", "Standard", 'fo:margin-top="0.3cm" fo:keep-with-next="always"', f'{_BOLD} fo:font-size="9.5pt"'),
    ("Cell", "Standard", "", 'fo:font-size="9pt"'),
    ("CellNumber", "Cell", 'fo:text-align="end"', ""),
    ("Head", "Cell", "", _BOLD),
    ("HeadNumber", "Head", 'fo:text-align="end"', ""),
    ("Foot", "Cell", "", _BOLD),
    ("FootNumber", "Foot", 'fo:text-align="end"', ""),
    ("Signature", "Standard", 'fo:margin-top="0.8cm" fo:margin-bottom="2.5cm"', ""),
    ("Header", "Standard", "", f'fo:font-size="8.5pt" fo:color="{_GREY}"'),
)
"""Each style of paragraph: its name, the one it takes after, how it stands, how its letters look."""
_LEVELS = {"Title": 1, "Heading_20_2": 2}
_LEAD = f'<style:style style:name="Lead" style:family="text"><style:text-properties {_BOLD}/></style:style>'
_BULLETS = (
    '<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•">'
    '<style:list-level-properties text:space-before="0.4cm" text:min-label-width="0.4cm"/>'
    "</text:list-level-style-bullet></text:list-style>"
)


def _paragraph(name: str, parent: str, paragraph: str, text: str) -> str:
    """Write a style of paragraphs; headings have their level."""
    level = f' style:default-outline-level="{_LEVELS[name]}"' if name in _LEVELS else ""
    father = f' style:parent-style-name="{parent}"' if parent else ""
    shown = name.replace("_20_", " ")
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph"{father}{level}>'
        f"<style:paragraph-properties {paragraph}/><style:text-properties {text}/></style:style>"
    )


_ALL = "".join(_paragraph(*each) for each in _PARAGRAPHS) + _LEAD + _BULLETS


def _page(name: str, width: str, height: str, way: str) -> str:
    """Write the layout of a page."""
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="{width}"'
        f' fo:page-height="{height}" style:print-orientation="{way}" fo:margin-top="1.5cm" fo:margin-bottom="1.5cm"'
        ' fo:margin-left="2cm" fo:margin-right="2cm"/><style:header-style><style:header-footer-properties'
        ' fo:min-height="0.8cm" fo:margin-bottom="0.4cm"/></style:header-style></style:page-layout>'
    )


def styles(head: str, language: str, *, draft: bool) -> str:
    """Return styles.xml; `head`, already escaped, stands at the top of each page."""
    code = "en" if language.startswith("en") else "fr"
    country = {"en": "GB", "fr": "FR"}[code]
    mark = {"en": "DRAFT", "fr": "PROJET"}[code] if draft else ""
    words = f"{head}{' – ' + mark if mark else ''}"
    page = "<text:page-number/> / <text:page-count/>"
    header = f'<style:header><text:p text:style-name="Header">{words} – {page}</text:p></style:header>'
    default = (
        '<style:default-style style:family="paragraph"><style:text-properties'
        f' fo:language="{code}" fo:country="{country}" fo:font-family="Liberation Sans"/></style:default-style>'
    )
    layouts = _page("upright", "21cm", "29.7cm", "portrait") + _page("lying", "29.7cm", "21cm", "landscape")
    masters = "".join(
        f'<style:master-page style:name="{name}" style:page-layout-name="{layout}">{header}</style:master-page>'
        for name, layout in (("Standard", "upright"), ("Wide", "lying"))
    )
    return (
        f'{_HEAD}<office:document-styles {_SPACES} office:version="1.3"><office:styles>{default}{_ALL}</office:styles>'
        f"<office:automatic-styles>{layouts}</office:automatic-styles>"
        f"<office:master-styles>{masters}</office:master-styles></office:document-styles>"
    )


def content(body: str) -> str:
    """Return content.xml around blocks already written."""
    news = "".join(
        f'<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{parent}"'
        f' style:master-page-name="{page}"/>'
        for name, parent, page in (
            ("TitleWide", "Title", "Wide"),
            ("TitleNew", "Title", "Standard"),
            ("BodyNew", "Text_20_body", "Standard"),
        )
    )
    columns = "".join(
        f'<style:style style:name="c{width}" style:family="table-column"><style:table-column-properties'
        f' style:column-width="{width * TEXT_CM / 100:.2f}cm" style:rel-column-width="{width * 655}*"/></style:style>'
        for width in range(1, 101)
    )
    tables = (
        '<style:style style:name="Whole" style:family="table"><style:table-properties style:rel-width="100%"'
        ' table:align="margins" style:may-break-between-rows="true"/></style:style>'
        '<style:style style:name="Short" style:family="table"><style:table-properties style:rel-width="100%"'
        ' table:align="margins" style:may-break-between-rows="false"/></style:style>'
        '<style:style style:name="Row" style:family="table-row"><style:table-row-properties'
        ' fo:keep-together="always"/></style:style>'
        '<style:style style:name="Ruled" style:family="table-cell"><style:table-cell-properties'
        ' fo:border-bottom="0.5pt solid #77716a" fo:padding="0.08cm"/></style:style>'
        '<style:style style:name="Plain" style:family="table-cell"><style:table-cell-properties fo:border="none"/>'
        "</style:style>"
    )
    return (
        f'{_HEAD}<office:document-content {_SPACES} office:version="1.3">'
        f"<office:automatic-styles>{news}{columns}{tables}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def meta(name: str, language: str) -> str:
    """Return meta.xml; `name` is already escaped."""
    return (
        f'{_HEAD}<office:document-meta {_SPACES} office:version="1.3"><office:meta><dc:title>{name}</dc:title>'
        f"<dc:language>{language}</dc:language></office:meta></office:document-meta>"
    )
