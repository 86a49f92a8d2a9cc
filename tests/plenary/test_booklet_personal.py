"""Personal programmes and badges: everybody's own tables, with whom and why."""

import re
from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from grants.plenary.prints.catalogue import make
from tests.samples.booklets import sample

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("templates")]


def told(document: bytes) -> str:
    return re.sub(r"\s+", " ", " ".join(each.extract_text() for each in pypdf.PdfReader(BytesIO(document)).pages))


@pytest.mark.parametrize(("kind", "on_a_page"), [("programmes", 4), ("badges", 8)])
def test_everybody_has_a_sheet(kind, on_a_page):
    content = sample(10)
    document = make(content, kind)
    assert len(pypdf.PdfReader(BytesIO(document)).pages) == -(-10 // on_a_page)
    words = told(document)
    for person in content.people:
        assert person.project_title in words


def test_a_programme_tells_hour_table_whom_and_why():
    words = told(make(sample(10), "programmes"))
    first = sample(10).people[0].rounds[0]
    assert "14 h 35 · Tour 1" in words
    assert "Vous rencontrez" in words
    assert first.why[:40] in words


def test_long_names_and_nobody_print_too():
    content = sample(4)
    long = [replace(person, name="Marie-Antoinette " * 20, association="x" * 3_000) for person in content.people]
    for kind in ("programmes", "badges"):
        assert len(pypdf.PdfReader(BytesIO(make(replace(content, people=long), kind))).pages) == 1
        assert len(pypdf.PdfReader(BytesIO(make(replace(content, people=[]), kind))).pages) == 1
