"""Numbers of associations, held against python-stdnum."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban as peer_iban
from stdnum.fr import siren as peer_siren
from stdnum.fr import siret as peer_siret

from grants.domain import identifiers
from grants.domain.identifiers import IdentifierError

DIGITS = st.text("0123456789", min_size=8, max_size=15)


def holds(read, text):
    try:
        read(text)
    except IdentifierError:
        return False
    return True


@given(DIGITS)
def test_sirens_and_sirets_are_right_where_the_peer_finds_them_right(digits):
    if int(digits[:9]):
        assert holds(identifiers.siren, digits) == peer_siren.is_valid(digits)
        assert holds(identifiers.siret, digits) == peer_siret.is_valid(digits)


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 99999))
def test_every_siret_made_with_check_digits_is_right(start, office):
    siren = start + next(str(d) for d in range(10) if identifiers.luhn(start + str(d)))
    body = siren + f"{office:05d}"[:4]
    siret = body + next(str(d) for d in range(10) if identifiers.luhn(body + str(d)))
    if int(siren) and siren != identifiers.LA_POSTE:
        assert identifiers.siret(siret) == siret
        assert peer_siret.is_valid(siret)
        other = siret[:-1] + str((int(siret[-1]) + 1) % 10)
        assert not holds(identifiers.siret, other)


@pytest.mark.parametrize("text", ["732 829 320 00074", "732.829.320.00074", "732\u00a0829\u00a0320 00074\n"])
def test_a_siret_is_read_with_the_spaces_people_put(text):
    assert identifiers.siret(text) == "73282932000074"
    assert identifiers.grouped("73282932000074") == "732\u00a0829\u00a0320\u00a000074"


@pytest.mark.parametrize(
    ("office", "right"), [("35600000000048", True), ("35600000049837", True), ("35600000049838", False)]
)
def test_offices_of_la_poste_have_their_own_rule(office, right):
    assert holds(identifiers.siret, office) is right
    assert peer_siret.is_valid(office) is right


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("7,32829E+13", "characters"),
        ("732829320", "length"),
        ("73282932000075", "checksum"),
        ("٧٣٢٨٢٩٣٢٠٠٠٠٧٤", "characters"),
        ("00000000000000", "checksum"),
    ],
)
def test_a_damaged_siret_says_what_is_wrong(text, code):
    with pytest.raises(IdentifierError) as caught:
        identifiers.siret(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "number", "narrow"),
    [("w291 000 123", "W291000123", True), ("W2A1000123", None, False), ("W9R1000123", "W9R1000123", False)],
)
def test_an_rna_is_accepted_in_its_wide_form(text, number, narrow):
    if number is None:
        number = identifiers.rna(text)
    assert identifiers.rna(text) == number
    assert identifiers.is_narrow_rna(number) is narrow


@pytest.mark.parametrize("text", ["291000123", "W29100012", "W2910001234", "WA91000123", "w29100012é", ""])
def test_what_is_no_rna_is_told(text):
    assert not holds(identifiers.rna, text)


@pytest.mark.parametrize(
    "text",
    ["FR14 2004 1010 0505 0001 3M02 606", "IBAN FR1420041010050500013M02606", "fr14-2004-1010-0505-0001-3M02-606"],
)
def test_an_iban_is_read_as_it_stands_on_the_paper(text):
    assert identifiers.iban(text) == "FR1420041010050500013M02606"
    assert (
        identifiers.grouped("FR1420041010050500013M02606").replace("\u00a0", " ") == "FR14 2004 1010 0505 0001 3M02 606"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("FR1420041010050500013M02607", "checksum"),
        ("FR1420041010050500013M0260", "length"),
        ("20041010050500013M02606", "form"),
        ("", "form"),
    ],
)
def test_a_wrong_iban_says_what_is_wrong(text, code):
    with pytest.raises(IdentifierError) as caught:
        identifiers.iban(text)
    assert caught.value.code == code


@given(st.text("0123456789ABCDEFGHIJ", min_size=23, max_size=23), st.integers(0, 99))
def test_ibans_are_right_where_the_mod_97_of_the_peer_is(account, check):
    number = f"FR{check:02d}{account}"
    rearranged = "".join(str(int(sign, 36)) for sign in number[4:] + number[:4])
    assert holds(identifiers.iban, number) == (int(rearranged) % 97 == 1)
    if peer_iban.is_valid(number):
        assert holds(identifiers.iban, number)


@given(st.text())
def test_any_text_is_told_right_or_wrong_without_breaking(text):
    for read in (identifiers.siren, identifiers.siret, identifiers.rna, identifiers.iban):
        holds(read, text)
    identifiers.grouped(text)
