"""Sums in letters, as an act or a letter of the council writes them beside the figures.

French follows the spelling of 1990, taught in schools since 2016: every numeral of a number is joined by hyphens
(“deux-mille-trois-cents”), as the Conseil supérieur de la langue française recommends (Journal officiel, documents
administratifs n° 100, 6 December 1990, “Les rectifications de l'orthographe”, II.1). `million` and `milliard` are nouns
and stand apart. The traditional spelling joins only what is below a hundred and not linked by “et” (Grevisse, Le bon
usage): neither of the two may be called a mistake. `vingt` and `cent` take their s when multiplied and last, also
before a noun such as million; `mille` never takes any; a noun of quantity is followed by “de” (“un million d'euros”).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Spelling(StrEnum):
    """How French numbers are joined."""

    Y1990 = "1990"
    TRADITIONAL = "traditional"


MOST: Final = 10**12
"""Numbers are spelled below this one."""

_SMALL = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf",
)  # fmt: skip
_TENS = ("", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt")
_NOUNS = ((10**9, "milliard"), (10**6, "million"))
_ENGLISH_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_ENGLISH_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ENGLISH_GROUPS = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
_TEEN, _SEVENTY, _EIGHTY, _HUNDRED, _THOUSAND, _MILLION = 20, 70, 80, 100, 1_000, 1_000_000


def spelled_euros(cents: int, language: str = "fr", spelling: Spelling = Spelling.Y1990) -> str:
    """Write a sum in letters: `deux-mille-trois-cents euros et cinquante centimes`.

    Raises ValueError for a sum below zero or beyond what is spelled.
    """
    euros, rest = divmod(cents, 100)
    if language.startswith("en"):
        parts = [f"{spelled_english(euros)} {'euro' if euros == 1 else 'euros'}"]
        parts += [f"{spelled_english(rest)} {'cent' if rest == 1 else 'cents'}"] if rest else []
        return " and ".join(parts if euros or not rest else parts[1:])
    of = "d’" if euros >= _MILLION and euros % _MILLION == 0 else ""
    parts = [f"{spelled(euros, spelling)} {of}{'euros' if euros > 1 else 'euro'}"]
    parts += [f"{spelled(rest, spelling)} {'centime' if rest == 1 else 'centimes'}"] if rest else []
    return " et ".join(parts if euros or not rest else parts[1:])


def spelled(number: int, spelling: Spelling = Spelling.Y1990) -> str:
    """Write a whole number in French letters; raises ValueError when it is below zero or not below `MOST`."""
    _check(number)
    words: list[str] = []
    rest = number
    for size, noun in _NOUNS:
        count, rest = divmod(rest, size)
        if count:
            words += [_below_a_million(count, spelling), noun + ("s" if count > 1 else "")]
    if rest or not words:
        words.append(_below_a_million(rest, spelling))
    return " ".join(words)


def spelled_english(number: int) -> str:
    """Write a whole number in English letters, with the British “and”; raises ValueError as `spelled`."""
    _check(number)
    words: list[str] = []
    rest = number
    for size, name in _ENGLISH_GROUPS:
        count, rest = divmod(rest, size)
        if count:
            words.append(f"{_english_below_a_thousand(count)} {name}")
    if rest or not words:
        words.append(("and " if words and rest < _HUNDRED else "") + _english_below_a_thousand(rest))
    return " ".join(words)


def _check(number: int) -> None:
    """Hold a number to what is spelled."""
    if not 0 <= number < MOST:
        message = f"{number} is not spelled"
        raise ValueError(message)


def _below_a_million(number: int, spelling: Spelling) -> str:
    """Write a number of at most six figures; `mille` follows one alone, and stops the s of what multiplies it."""
    thousands, rest = divmod(number, _THOUSAND)
    words = _hundreds(thousands, last=False) if thousands > 1 else []
    words += ["mille"] if thousands else []
    words += _hundreds(rest, last=True) if rest or not thousands else []
    if spelling is Spelling.TRADITIONAL:
        return " ".join(words)
    return "-".join(words).replace(" ", "-")


def _hundreds(number: int, *, last: bool) -> list[str]:
    """Write a number below a thousand as its words; `last` when no numeral follows."""
    hundreds, rest = divmod(number, _HUNDRED)
    words = [_SMALL[hundreds]] if hundreds > 1 else []
    if hundreds:
        words.append("cents" if hundreds > 1 and not rest and last else "cent")
    return words + ([_tens(rest, last=last)] if rest or not hundreds else [])


def _tens(number: int, *, last: bool) -> str:
    """Write a number below a hundred in the traditional way: hyphens, but “et” between spaces."""
    if number < _TEEN:
        return _SMALL[number]
    tens, units = divmod(number, 10)
    if number >= _SEVENTY and tens in {7, 9}:
        units += 10
    if number == _EIGHTY:
        return "quatre-vingts" if last else "quatre-vingt"
    if not units:
        return _TENS[tens]
    linked = units in {1, 11} and number < _EIGHTY
    return _TENS[tens] + (" et " if linked else "-") + _SMALL[units]


def _english_below_a_thousand(number: int) -> str:
    """Write a number below a thousand."""
    hundreds, rest = divmod(number, _HUNDRED)
    words = [f"{_ENGLISH_SMALL[hundreds]} hundred"] if hundreds else []
    if rest or not hundreds:
        tens, units = divmod(rest, 10)
        small = _ENGLISH_SMALL[rest] if rest < _TEEN else "-".join(filter(None, (_ENGLISH_TENS[tens], _english(units))))
        words.append(small)
    return " and ".join(words)


def _english(units: int) -> str:
    """Write a unit after tens, nothing for zero."""
    return _ENGLISH_SMALL[units] if units else ""
