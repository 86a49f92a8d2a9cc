"""What would hurt in an answer of the product, whatever people wrote: found by parsing it as its readers do."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import tinyhtml5

from tests.samples.payloads import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

TAKES_ADDRESS = {"href", "src", "action", "formaction", "data", "poster", "background", "srcset", "xlink:href", "cite"}
RUNS = {"script", "iframe", "object", "embed", "base", "style", "applet", "frame", "template", "animate", "set", "math"}
SCHEMES = {"", "http", "https", "mailto", "tel", "webcal"}
ATOM = "{http://www.w3.org/2005/Atom}"
LIVE = "=+@-\t\r\uff1d"
KINDS = {
    "csv": "text/csv",
    "json": "application/json",
    "geojson": "application/geo+json",
    "atom": "application/atom+xml",
    "ics": "text/calendar",
}
"""The media type of a file of an archive, by the end of its name."""
TOLD = ("SUMMARY", "DESCRIPTION", "LOCATION", "URL", "UID", "CATEGORIES")
"""Properties of a calendar that hold words."""
ICS_LINE = re.compile(r"[A-Z][A-Z0-9-]*(;[^:\"]*(\"[^\"]*\"[^:\"]*)*)?:")


def faults(kind: str, body: bytes) -> list[str]:
    """Return what would hurt in an answer of that media type; a kind nobody reads here is a fault too."""
    text = body.decode("utf-8", "strict") if kind != "application/zip" else ""
    if kind == "text/html":
        return list(in_html(text))
    if kind == "text/csv":
        return list(in_csv(text))
    if kind.endswith("json"):
        return list(in_json(text))
    if kind.endswith("xml"):
        return list(in_xml(text))
    if kind in {"text/calendar", "application/zip"}:
        return list(in_calendar(text) if text else in_archive(body))
    return [] if kind in {"text/plain", "text/css", "text/javascript"} else [f"nobody reads {kind}"]


def in_archive(body: bytes) -> Iterator[str]:
    """Give what would hurt in each file of an archive, and names that would leave the folder it is unpacked in."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        for name in archive.namelist():
            if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*", name):
                yield f"a file named {name}"
            yield from faults(KINDS.get(name.rpartition(".")[2], name), archive.read(name))


def in_html(text: str, *, piece: bool = False) -> Iterator[str]:
    """Give what would run, load or send elsewhere in a page, or in the piece of a page that a feed carries."""
    for node in tinyhtml5.parse(f"<body>{text}" if piece else text, namespace_html_elements=False).iter():
        if not isinstance(node.tag, str):
            continue
        tag = node.tag.rpartition("}")[2].lower()
        if tag in RUNS and not _ours(tag, node.attrib.get("src", ""), piece=piece):
            yield f"<{tag}>"
        if MARK in tag:
            yield f"a tag named {tag}"
        if "http-equiv" in node.attrib and MARK in node.attrib.get("content", ""):
            yield f"<{tag}> sends elsewhere"
        for name, value in node.attrib.items():
            yield from _attribute(tag, str(name).rpartition("}")[2].lower(), value)


def _ours(tag: str, source: str, *, piece: bool) -> bool:
    """Tell whether a script is one of the site's own."""
    return tag == "script" and not piece and re.fullmatch(r"/static/js/[a-z-]+\.js(\?v=[\w.]+)?", source) is not None


def _attribute(tag: str, name: str, value: str) -> Iterator[str]:
    """Give what is wrong with one attribute."""
    if name.startswith("on") or name in {"style", "srcdoc", "ping", "autofocus"} or MARK in name:
        yield f"{name} on <{tag}>"
    if name in TAKES_ADDRESS:
        plain = re.sub(r"[\x00-\x20]+", "", value)
        scheme = plain.partition(":")[0].lower() if re.match(r"[a-zA-Z][\w+.-]*:", plain) else ""
        if scheme not in SCHEMES:
            yield f"{name}={value[:60]}"
        if tag != "a" and "evil.example" in (urlsplit(plain).netloc or ""):
            yield f"<{tag}> asks {value[:60]}"


def in_csv(text: str) -> Iterator[str]:
    """Give the cells a spreadsheet would run, and lines that are not as wide as the first."""
    plain = text.removeprefix("\ufeff")
    mark = ";" if plain.partition("\n")[0].count(";") > plain.partition("\n")[0].count(",") else ","
    width = 0
    for row in csv.reader(io.StringIO(plain, newline=""), delimiter=mark, strict=True):
        width = width or len(row)
        if len(row) != width:
            yield f"a line of {len(row)} cells, not {width}"
        yield from (f"a live cell: {cell[:40]!r}" for cell in row if MARK in cell and cell[:1] in LIVE)


def in_json(text: str) -> Iterator[str]:
    """Give nothing but for a text that is no JSON, or an object with a key of the attacker's."""

    def keys(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            for name, inner in value.items():
                yield name
                yield from keys(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from keys(inner)

    yield from (f"a key {name[:40]!r}" for name in keys(json.loads(text)) if MARK in name)


def in_xml(text: str) -> Iterator[str]:
    """Give what is wrong with a feed or another file of XML: entities, foreign tags, HTML that would run."""
    if "<!DOCTYPE" in text.partition(">")[0] + text[:200] or "<!ENTITY" in text:
        yield "a document type"
    for node in ET.fromstring(text).iter():  # noqa: S314 - our own output
        if MARK in node.tag or any(MARK in name for name in node.attrib):
            yield f"a tag named {node.tag[:40]}"
        if node.attrib.get("type") in {"html", "xhtml"}:
            yield from in_html(node.text or "", piece=True)
        for name in ("href", "src"):
            if urlsplit(node.attrib.get(name, "")).scheme not in SCHEMES | {"tag"}:
                yield f"{name}={node.attrib[name][:40]}"


def in_calendar(text: str) -> Iterator[str]:
    """Give the lines that are no property, and blocks that were not opened by us."""
    unfolded = text.replace("\r\n ", "").replace("\r\n\t", "")
    lines = unfolded.split("\r\n")
    yield from (f"no property: {line[:40]!r}" for line in lines if line and not ICS_LINE.match(line))
    yield from (
        f"a block of theirs: {line[:60]}" for line in lines if line.startswith(("BEGIN:", "END:")) and MARK in line
    )
    yield from (
        f"a property of theirs: {line[:60]}"
        for line in lines
        if MARK in line
        and not line.startswith(("SUMMARY", "DESCRIPTION", "LOCATION", "URL", "UID", "ATTENDEE", "CATEGORIES"))
    )
    if lines.count("BEGIN:VEVENT") != lines.count("END:VEVENT"):
        yield "events left open"
