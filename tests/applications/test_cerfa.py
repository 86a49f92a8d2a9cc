"""The file for other funders: in the order of Cerfa 12156, as a PDF and as a text to complete, at any state."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree as ET

import page
import pypdf
import pytest

from tests.applications.conftest import WHOLE, Writer

pytestmark = pytest.mark.one_database

ORDER = ("1. Identification", "2. Relations", "3. Relations", "4. Moyens", "5. Budget", "6. Projet", "7. Attestations")
ODD = "<b>&amp; ]]> {{ 7*7 }} \u202e مرحبا 🎉 \x0b" + "mot" * 900


def words_of(document):
    return " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(document)).pages).replace("\xa0", " ")


def test_a_draft_leaves_in_the_order_of_the_form_tagged(writer):
    writer.fill(WHOLE)
    made = writer.client.get(f"/en{writer.home}/cerfa-12156.pdf")
    assert made.mimetype == "application/pdf"
    profile, limits = page.ValidationProfile.PDF_UA_1, page.SafetyLimits.unlimited()
    assert page.validate_pdf_bytes(made.data, profile=profile, limits=limits).failures == []
    said = words_of(made.data)
    places = [said.find(title) for title in ORDER]
    assert -1 not in places
    assert places == sorted(places)
    for words in ("Les Voisins d’à côté", "W291000123", "Un banc, une histoire", "60 – Achats", "1 500,00 €"):
        assert words in said, words


def test_the_text_to_complete_is_a_sound_document(writer):
    writer.fill(WHOLE)
    answer = writer.client.get(f"{writer.home}/cerfa-12156.odt")
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.infolist()[0].filename == "mimetype"
    assert archive.read("mimetype").decode() == answer.mimetype == "application/vnd.oasis.opendocument.text"
    for name in ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"):
        ET.fromstring(archive.read(name))  # noqa: S314 - our own document
    said = "".join(ET.fromstring(archive.read("content.xml")).itertext())  # noqa: S314 - as above
    assert "Un banc, une histoire" in said
    assert "1\xa0500,00\xa0€" in said


def test_odd_words_break_neither(writer):
    writer.write("envie", {"title": ODD, "what": ODD, "for_whom": ODD})
    assert writer.client.get(f"{writer.home}/cerfa-12156.pdf").data.startswith(b"%PDF")
    archive = zipfile.ZipFile(io.BytesIO(writer.client.get(f"{writer.home}/cerfa-12156.odt").data))
    said = "".join(ET.fromstring(archive.read("content.xml")).itertext())  # noqa: S314 - our own document
    assert "<b>&amp; ]]> {{ 7*7 }}" in said


def test_it_is_for_the_people_of_the_file(writer, signed_in):
    other = Writer(signed_in("other@example.org"))
    for ending in ("pdf", "odt"):
        assert other.client.get(f"{writer.home}/cerfa-12156.{ending}").status_code == 404
