"""What is printed: a report on exactly one page whatever was written, and a financial report anybody can check."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import page
import pypdf
import pytest
from PIL import Image

from grants.domain.file import parse
from grants.domain.report import read_report
from grants.reports import papers
from grants.reports.queries import Grant, Picture
from grants.territories.queries import territory
from tests.reports.conftest import ANSWERS, STORY

pytestmark = [pytest.mark.usefixtures("context"), pytest.mark.one_database]
GIFTS = {f"gift_{row}_title": "Un très long titre de commun " * 5 for row in range(1, 5)}
LONG = dict.fromkeys(
    ("happened", "unplanned", "changed", "worth", "met_text", "advice", "difference"), "Un récit. " * 900
)


def paper(answers, photographs=0):
    drawn = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(drawn, "JPEG")
    names = range(1, photographs + 1)
    return papers.Paper(
        file=parse(ANSWERS),
        story=read_report(answers, parse(ANSWERS)),
        number="2026-0001",
        year=2026,
        town=territory("port-leon"),
        grant=Grant(150_000, 0, 150_000, "2026-118", date(2026, 12, 3), None),
        pictures=tuple(Picture(each, "large", "small", 640, 480, f"Photo {each}", True) for each in names),  # noqa: FBT003
        images={f"photo-{each}.jpg": drawn.getvalue() for each in names},
        met=("Un jardin", "Un four"),
        slug="un-banc",
        received_on=date(2028, 6, 12),
    )


def ua_failures(document):
    profile, limits = page.ValidationProfile.PDF_UA_1, page.SafetyLimits.unlimited()
    return [failure.message for failure in page.validate_pdf_bytes(document, profile=profile, limits=limits).failures]


def words_of(document):
    return " ".join(each.extract_text() for each in pypdf.PdfReader(io.BytesIO(document)).pages)


@pytest.mark.parametrize(
    ("answers", "photographs"),
    [({"happened": "Un banc."}, 0), (STORY, 1), (STORY | GIFTS, 6), (STORY | LONG | GIFTS, 6)],
    ids=["one sentence", "usual", "six photographs", "far too much"],
)
def test_a_report_is_one_page_whatever_was_written(answers, photographs):
    document = papers.one_page(paper(answers, photographs))
    assert len(pypdf.PdfReader(io.BytesIO(document)).pages) == 1
    assert ua_failures(document) == []
    cut = len(answers.get("unplanned", "")) > 1000
    assert ("La suite, en ligne" in words_of(document)) == cut


def test_one_unbroken_word_of_thousands_of_letters_still_makes_one_page():
    odd = {"happened": "m" * 9000, "sign_name": "n" * 5000, "charge_9_label": "l" * 3000, "charge_9_amount": "1"}
    document = papers.one_page(paper(odd))
    assert len(pypdf.PdfReader(io.BytesIO(document)).pages) == 1


def test_the_financial_report_says_every_line_under_its_account():
    made = papers.financial_report(paper(STORY | {"charge_3_label": "Location d’un barnum", "charge_3_amount": "50"}))
    assert ua_failures(made) == []
    said = words_of(made).replace("\xa0", " ")
    for words in (
        "Cerfa n° 15059*02",
        "60 – Achats",
        "61 – Services extérieurs",
        "74 – Subventions",
        "80 %",
        "2026-118",
    ):
        assert words in said, words
    assert "Maëlle Le Goff, présidente" in said


def test_a_report_without_grant_or_money_prints_too():
    bare = replace(paper({}), grant=None, pictures=(), slug="", received_on=None)
    assert papers.one_page(bare).startswith(b"%PDF")
    assert papers.financial_report(bare).startswith(b"%PDF")
