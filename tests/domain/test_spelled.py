"""Sums in letters, against lists written by hand."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.spelled import MOST, Spelling, spelled, spelled_english, spelled_euros

BY_HAND = {
    0: "zéro",
    1: "un",
    2: "deux",
    10: "dix",
    11: "onze",
    16: "seize",
    17: "dix-sept",
    19: "dix-neuf",
    20: "vingt",
    21: "vingt-et-un",
    22: "vingt-deux",
    29: "vingt-neuf",
    31: "trente-et-un",
    45: "quarante-cinq",
    51: "cinquante-et-un",
    61: "soixante-et-un",
    69: "soixante-neuf",
    70: "soixante-dix",
    71: "soixante-et-onze",
    72: "soixante-douze",
    77: "soixante-dix-sept",
    79: "soixante-dix-neuf",
    80: "quatre-vingts",
    81: "quatre-vingt-un",
    88: "quatre-vingt-huit",
    90: "quatre-vingt-dix",
    91: "quatre-vingt-onze",
    97: "quatre-vingt-dix-sept",
    99: "quatre-vingt-dix-neuf",
    100: "cent",
    101: "cent-un",
    111: "cent-onze",
    121: "cent-vingt-et-un",
    171: "cent-soixante-et-onze",
    180: "cent-quatre-vingts",
    181: "cent-quatre-vingt-un",
    200: "deux-cents",
    201: "deux-cent-un",
    280: "deux-cent-quatre-vingts",
    300: "trois-cents",
    999: "neuf-cent-quatre-vingt-dix-neuf",
    1_000: "mille",
    1_001: "mille-un",
    1_100: "mille-cent",
    1_200: "mille-deux-cents",
    1_871: "mille-huit-cent-soixante-et-onze",
    2_000: "deux-mille",
    2_300: "deux-mille-trois-cents",
    2_301: "deux-mille-trois-cent-un",
    21_000: "vingt-et-un-mille",
    71_000: "soixante-et-onze-mille",
    80_000: "quatre-vingt-mille",
    80_080: "quatre-vingt-mille-quatre-vingts",
    100_000: "cent-mille",
    200_000: "deux-cent-mille",
    200_200: "deux-cent-mille-deux-cents",
    999_999: "neuf-cent-quatre-vingt-dix-neuf-mille-neuf-cent-quatre-vingt-dix-neuf",
    1_000_000: "un million",
    1_000_001: "un million un",
    2_000_000: "deux millions",
    80_000_000: "quatre-vingts millions",
    200_000_000: "deux-cents millions",
    1_000_000_000: "un milliard",
    2_001_000_300: "deux milliards un million trois-cents",
}
TRADITIONAL = {
    21: "vingt et un",
    71: "soixante et onze",
    80: "quatre-vingts",
    81: "quatre-vingt-un",
    91: "quatre-vingt-onze",
    101: "cent un",
    121: "cent vingt et un",
    200: "deux cents",
    201: "deux cent un",
    777: "sept cent soixante-dix-sept",
    2_300: "deux mille trois cents",
    21_000: "vingt et un mille",
    80_000: "quatre-vingt mille",
    1_834: "mille huit cent trente-quatre",
    2_000_300: "deux millions trois cents",
}
SUMS = {
    0: "zéro euro",
    1: "un centime",
    2: "deux centimes",
    80: "quatre-vingts centimes",
    100: "un euro",
    101: "un euro et un centime",
    200: "deux euros",
    8_000: "quatre-vingts euros",
    8_150: "quatre-vingt-un euros et cinquante centimes",
    230_000: "deux-mille-trois-cents euros",
    120_050: "mille-deux-cents euros et cinquante centimes",
    181_818: "mille-huit-cent-dix-huit euros et dix-huit centimes",
    8_000_000: "quatre-vingt-mille euros",
    100_000_000: "un million d’euros",
    300_000_000: "trois millions d’euros",
    100_020_000: "un million deux-cents euros",
    100_000_001: "un million d’euros et un centime",
}
ENGLISH = {
    0: "zero euros",
    1: "one cent",
    100: "one euro",
    2_100: "twenty-one euros",
    8_000: "eighty euros",
    10_100: "one hundred and one euros",
    230_000: "two thousand three hundred euros",
    230_150: "two thousand three hundred and one euros and fifty cents",
    200_100: "two thousand and one euros",
    11_500_000: "one hundred and fifteen thousand euros",
    100_000_000: "one million euros",
}


@pytest.mark.parametrize(("number", "words"), BY_HAND.items())
def test_a_number_is_written_as_by_hand(number, words):
    assert spelled(number) == words


@pytest.mark.parametrize(("number", "words"), TRADITIONAL.items())
def test_the_older_spelling_joins_less(number, words):
    assert spelled(number, Spelling.TRADITIONAL) == words


@pytest.mark.parametrize(("cents", "words"), SUMS.items())
def test_a_sum_names_its_euros_and_its_cents(cents, words):
    assert spelled_euros(cents) == words


@pytest.mark.parametrize(("cents", "words"), ENGLISH.items())
def test_a_sum_in_english(cents, words):
    assert spelled_euros(cents, "en") == words


def test_what_is_below_zero_or_too_large_is_not_spelled():
    for number in (-1, MOST):
        for write in (spelled, spelled_english):
            with pytest.raises(ValueError, match="is not spelled"):
                write(number)


UNITS = {word: number for number, word in BY_HAND.items() if number < 20} | {
    "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15,
}  # fmt: skip
TENS = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}


def read(words: str) -> int:
    """Read French numerals back, by a way that shares nothing with how they are written."""
    total = part = 0
    for word in re.split(r"[- ]", words):
        if word in {"million", "millions", "milliard", "milliards"}:
            total += part * (10**6 if "million" in word else 10**9)
            part = 0
        elif word == "mille":
            part = max(part, 1) * 1000
        elif word in {"cent", "cents"}:
            thousands, rest = divmod(part, 1000)
            part = thousands * 1000 + max(rest, 1) * 100
        elif word in {"vingt", "vingts"} and part % 100 == 4:
            part += 76
        elif word != "et":
            part += TENS.get(word) or UNITS[word]
    return total + part


@given(st.integers(0, MOST - 1), st.sampled_from(Spelling))
def test_letters_read_back_are_the_number(number, spelling):
    assert read(spelled(number, spelling)) == number


@given(st.integers(0, MOST - 2))
def test_no_two_numbers_share_their_letters(number):
    assert spelled(number) != spelled(number + 1)
    assert spelled_english(number) != spelled_english(number + 1)
