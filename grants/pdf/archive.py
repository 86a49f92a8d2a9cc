"""What makes a document last: its identity card, its colours, and the data it was made of, attached (PDF/A-3)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import md5
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from grants.pdf.writing import reference, stream, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.pdf.writing import Writer

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>part of PDF/UA the document conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried by a document: its name (ASCII), its MIME type, its bytes, and what it holds in words."""

    name: str
    mime: str
    data: bytes
    about: str


def lasting(  # noqa: PLR0913 — what a document is
    writer: Writer, title: str, lang: str, attachments: Sequence[Attachment], *, names: bytes = b"", shown: bytes = b""
) -> bytes:
    """Write what PDF/UA-1 and PDF/A-3a ask of a document, and return the entries for its catalogue.

    names: other entries of its dictionary of names; shown: other entries of its viewer preferences.
    """
    xmp = XMP.format(title=escape(title), lang=escape(lang)).encode()
    attached = [(each.name, _attached(writer, each)) for each in sorted(attachments, key=lambda each: each.name)]
    listed = b"".join([b"(%b)%b" % (name.encode("ascii", "replace"), reference(spec)) for name, spec in attached])
    colours = writer.add_stream(b"/N 3", _srgb())
    intent = b"<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile %d 0 R>>"
    entries = (
        b"/Lang %b/MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true%b>>" % (text(lang), shown),
        b"/Metadata %d 0 R" % writer.add_stream(b"/Type/Metadata/Subtype/XML", xmp),
        b"/OutputIntents[%b]" % (intent % colours),
        b"/AF[%b]" % b" ".join([reference(spec) for _name, spec in attached]) if attached else b"",
        b"/Names<<%b%b>>" % (names, b"/EmbeddedFiles<</Names[%b]>>" % listed if attached else b""),
    )
    return b"".join(entries)


def _attached(writer: Writer, each: Attachment) -> int:
    """Write a file and return the number of what describes it."""
    kind = each.mime.replace("/", "#2F").encode()
    mark = md5(each.data, usedforsecurity=False).hexdigest().encode()
    params = b"/Params<</Size %d/CheckSum<%b>/ModDate(D:20000101000000Z)>>" % (len(each.data), mark)
    held = writer.add(stream(b"/Type/EmbeddedFile/Subtype/%b%b" % (kind, params), each.data))
    entries = (
        b"/Type/Filespec/AFRelationship/Source/F(%b)/UF %b" % (each.name.encode("ascii", "replace"), text(each.name)),
        b"/Desc %b/EF<</F %d 0 R/UF %d 0 R>>" % (text(each.about), held, held),
    )
    return writer.add(b"<<%b>>" % b"".join(entries))


@lru_cache(maxsize=1)
def _srgb() -> bytes:
    """Return the profile of the colours of screens, which WeasyPrint brings along; it is not imported for that."""
    spec = find_spec("weasyprint")
    folder = next(iter((spec and spec.submodule_search_locations) or ()), "")
    return (Path(folder) / "pdf" / "sRGB2014.icc").read_bytes()
