"""Sums as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.money import MOST_CENTS, Fault, MoneyError, format_euros, parse_euros

READABLE = {
    "2300": 230_000,
    "2 300,00 €": 230_000,
    "2\u00a0300,00\u00a0€": 230_000,
    "2\u202f300": 230_000,
    "1.200": 120_000,
    "1,200": 120_000,
    "1.200,50": 120_050,
    "1,200.50": 120_050,
    "1 200,50": 120_050,
    "1'200.50": 120_050,
    "1\u2019200": 120_000,
    "1.200.300": 120_030_000,
    "12,5": 1_250,
    "12.5": 1_250,
    "12,50": 1_250,
    "12,500": 1_250_000,
    "0,5": 50,
    "0.500": 50,
    "1200.000": 120_000,
    "2300,10": 230_010,
    "€50": 5_000,
    "50 euros": 5_000,
    "1 euro": 100,
    "50 EUR": 5_000,
    "EUR 50": 5_000,
    "12€50": 1_250,
    "1 012 € 50": 101_250,
    "0": 0,
    "-0": 0,
    "007": 700,
    " 80 \n": 8_000,
    "\u200e80\ufeff": 8_000,
    "999 999 999,99": MOST_CENTS,
}
UNREADABLE = {
    "": "empty",
    "  \u00a0": "empty",
    "NC": "unreadable",
    "douze": "unreadable",
    "€": "unreadable",
    "12 00": "unreadable",
    "1 20": "unreadable",
    "1,2,3": "unreadable",
    "1.200.30": "unreadable",
    "1.20,300.5": "unreadable",
    ",": "unreadable",
    ",5": "unreadable",
    "5,": "unreadable",
    "1e3": "unreadable",
    "10²": "unreadable",
    "١٢": "unreadable",
    "1\x002": "unreadable",
    "12 $": "unreadable",
    "+5": "unreadable",
    "--5": "unreadable",
    "12,5€50": "unreadable",
    "(5": "unreadable",
    "-12,50": "negative",
    "\u221212": "negative",
    "- 12 €": "negative",
    "€-12": "negative",
    "(12,00)": "negative",
    "0,005": "too_precise",
    "12,3456": "too_precise",
    "1000000000": "too_large",
    "9" * 5_000: "too_large",
    "31/02": "unreadable",
}


@pytest.mark.parametrize(("text", "cents"), READABLE.items())
def test_a_sum_is_read_as_people_write_it(text, cents):
    assert parse_euros(text) == cents


@pytest.mark.parametrize(("text", "code"), UNREADABLE.items())
def test_what_is_no_sum_is_named(text, code):
    with pytest.raises(MoneyError) as raised:
        parse_euros(text)
    assert raised.value.code == code
    assert isinstance(raised.value, ValueError)


@given(st.integers(0, MOST_CENTS), st.sampled_from(["fr", "en", "br", "en_GB", "fr-FR"]))
def test_what_is_written_is_read_back(cents, language):
    assert parse_euros(format_euros(cents, language)) == cents


def cents_or_fault(text):
    try:
        return parse_euros(text)
    except MoneyError as error:
        return error.code


@given(st.text() | st.text("0123456789.,' €-()eur", max_size=12))
def test_any_text_gives_cents_or_a_named_fault(text):
    answer = cents_or_fault(text)
    assert isinstance(answer, Fault) or 0 <= answer <= MOST_CENTS


def test_sums_are_written_with_no_break_spaces():
    assert format_euros(230_000) == "2\u00a0300,00\u00a0€"
    assert format_euros(230_000, whole=True) == "2\u00a0300\u00a0€"
    assert format_euros(230_000, "en", whole=True) == "€2,300"
    assert format_euros(5) == "0,05\u00a0€"
    assert format_euros(-1_234_567_89) == "\u22121\u00a0234\u00a0567,89\u00a0€"
    assert format_euros(230_000, "en") == "€2,300.00"
    assert format_euros(-230_000, "en") == "\u2212€2,300.00"
