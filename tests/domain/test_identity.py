"""A number that is not right says what is wrong, or where it belongs; only what can be known is said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.file import put_right
from grants.domain.file.identity import look, nature

SIRET, RNA, IBAN = "73282932000074", "W291000123", "FR7630006000011234567890189"


@pytest.mark.parametrize(
    ("key", "typed", "code"),
    [
        ("siret", SIRET, None),
        ("siret", "732 829 320 00074", None),
        ("siret", "732829320", "siret_is_siren"),
        ("siret", "732 829 321", "siret_short"),
        ("siret", "7328293200007", "siret_short"),
        ("siret", "732829320000745", "siret_long"),
        ("siret", "FR44732829320", "siret_is_vat"),
        ("siret", RNA, "siret_is_rna"),
        ("siret", IBAN, "siret_is_iban"),
        ("siret", "732829320OOO74", "siret_letters"),
        ("siret", "73282932000O7l", "siret_characters"),
        ("siret", "72282932000074", "siret_head"),
        ("siret", "73282932000075", "siret_tail"),
        ("siret", "bientôt", "siret_characters"),
        ("siret", "٧٣٢٨٢٩٣٢٠", "siret_characters"),
        ("rna", RNA, None),
        ("rna", "w291 000 123", None),
        ("rna", "W9R1000123", None),
        ("rna", "291000124", "rna_w_missing"),
        ("rna", "732829320", "rna_is_siren"),
        ("rna", SIRET, "rna_is_siret"),
        ("rna", IBAN, "rna_is_iban"),
        ("rna", "W29lOOO123", "rna_letters"),
        ("rna", "W29100012", "rna_short"),
        ("rna", "W2910001234", "rna_long"),
        ("rna", "0293012345", "rna_form"),
        ("iban", IBAN, None),
        ("iban", "IBAN FR76 3000 6000 0112 3456 7890 189", None),
        ("iban", "DE89370400440532013000", "iban_foreign"),
        ("iban", "AGRIFRPP882", "iban_is_bic"),
        ("iban", "PSSTFRPP", "iban_is_bic"),
        ("iban", "30006 00001 12345678901 89", "iban_is_rib"),
        ("iban", "4539 1488 0343 6467", "iban_is_card"),
        ("iban", "FR7630006OOOO11234567890189", "iban_letters"),
        ("iban", "FR763000600001123456789018", "iban_short"),
        ("iban", "FR76300060000112345678901899", "iban_long"),
        ("iban", "FR7630006000011234567890188", "iban_checksum"),
        ("iban", SIRET, "iban_is_siret"),
        ("iban", RNA, "iban_is_rna"),
        ("iban", "je ne sais pas", "iban_form"),
    ],
)
def test_each_slip_has_its_own_word(key, typed, code):
    found = look(key, typed)
    assert (found and found[0]) == code


def test_a_letter_for_a_digit_proposes_the_number():
    assert look("siret", "732829320OOO74")[1]["read"] == "732\u00a0829\u00a0320\u00a000074"
    assert look("rna", "W29lOOO123")[1]["read"] == RNA


@pytest.mark.parametrize(
    ("answers", "changes"),
    [
        ({"siret": RNA}, {"siret": "", "rna": RNA}),
        ({"siret": RNA, "rna": SIRET}, {"siret": SIRET, "rna": RNA}),
        ({"siret": IBAN, "rna": SIRET, "iban": RNA}, {"siret": SIRET, "rna": RNA, "iban": IBAN}),
        ({"siret": RNA, "rna": "en cours"}, {}),
        ({"siret": RNA, "rna": RNA}, {}),
        ({"siret": RNA, "iban": RNA}, {}),
        ({"siret": SIRET, "rna": RNA, "iban": IBAN}, {}),
        ({"siret": "12"}, {}),
    ],
)
def test_swapped_numbers_go_to_their_own_fields_and_no_text_is_lost(answers, changes):
    assert put_right(answers) == changes


def test_nothing_moves_to_a_question_the_call_does_not_ask():
    assert put_right({"siret": IBAN}, ["siret", "rna"]) == {}


@given(st.dictionaries(st.sampled_from(["siret", "rna", "iban"]), st.sampled_from([SIRET, RNA, IBAN, "", "en cours"])))
def test_moving_numbers_keeps_every_text(answers):
    after = {**answers, **put_right(answers)}
    assert sorted(filter(None, after.values())) == sorted(filter(None, answers.values()))


@given(st.sampled_from(["siret", "rna", "iban"]), st.text(max_size=40))
def test_any_text_gets_one_word_at_most_and_never_a_crash(key, typed):
    look(key, typed)
    nature(typed)
