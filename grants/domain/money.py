"""Sums of money: whole cents inside, euros as people write them outside."""

import re
from enum import StrEnum
from typing import Final

MOST_CENTS: Final = 99_999_999_999
"""The largest sum read, in cents: one cent below a thousand million euros, far above any town's fund."""

NO_BREAK_SPACE: Final = "\N{NO-BREAK SPACE}"
TYPED_APOSTROPHE: Final = "\N{RIGHT SINGLE QUOTATION MARK}"
MINUS: Final = "\N{MINUS SIGN}"

_INVISIBLE = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_GAPS = re.compile("[ \t\r\n\u00a0\u2007\u2009\u202f]+")
_SUM = re.compile(
    r"(?P<bracket>\()? ?(?P<minus>[-\u2010-\u2013\u2212])? ?(?:(?:€|eur\b\.?) ?(?P<late_minus>[-\u2212])? ?)?"
    r"(?P<number>[0-9][0-9 '.,]*?) ?(?:€(?: ?(?P<cents>[0-9]{2}))?|euros?|eur\.?)? ?(?(bracket)\))",
    re.IGNORECASE,
)
_GROUPED = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(mark)}[0-9]{{3}})+") for mark in " '.,"}
_PLAIN = re.compile(r"[0-9]+")
_CENTS_DIGITS = 2


class Fault(StrEnum):
    """Why a sum cannot be read."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    NEGATIVE = "negative"
    TOO_PRECISE = "too_precise"
    TOO_LARGE = "too_large"


class MoneyError(ValueError):
    """A sum that cannot be read; `code` says why and its wording belongs to the screens."""

    def __init__(self, code: Fault) -> None:
        """Keep the code."""
        super().__init__(code.value)
        self.code = code


def parse_euros(text: str) -> int:
    """Read a sum in euros as people write it, French or English, and give cents.

    `2 300,00 €`, `2300`, `1.200`, `1,200.50`, `12,5`, `12€50`, `50 euros`. Both marks together: the last one opens
    the cents. One mark followed by exactly three digits groups thousands (`1.200` is twelve hundred), since nobody
    writes tenths of a cent. Raises MoneyError.
    """
    written = _GAPS.sub(" ", _INVISIBLE.sub("", text)).strip().replace(TYPED_APOSTROPHE, "'")
    if not written:
        raise MoneyError(Fault.EMPTY)
    found = _SUM.fullmatch(written)
    if found is None:
        raise MoneyError(Fault.UNREADABLE)
    whole, decimals = _split(found["number"], found["cents"])
    decimals = decimals.rstrip("0")
    if len(decimals) > _CENTS_DIGITS:
        raise MoneyError(Fault.TOO_PRECISE)
    significant = whole.lstrip("0")
    if len(significant) > len(str(MOST_CENTS)) - _CENTS_DIGITS:
        raise MoneyError(Fault.TOO_LARGE)
    cents = int((significant or "0") + decimals.ljust(_CENTS_DIGITS, "0"))
    if cents and (found["bracket"] or found["minus"] or found["late_minus"]):
        raise MoneyError(Fault.NEGATIVE)
    return cents


def format_euros(cents: int, language: str = "fr", *, whole: bool = False) -> str:
    """Write cents for people: `2 300,00 €` with no-break spaces, or `€2,300.00` in English; `whole` drops cents."""
    sign = MINUS if cents < 0 else ""
    euros, rest = divmod(abs(cents), 100)
    if language.partition("-")[0].partition("_")[0] == "en":
        return f"{sign}€{euros:,}" if whole else f"{sign}€{euros:,}.{rest:02d}"
    grouped = f"{euros:,}".replace(",", NO_BREAK_SPACE)
    return f"{sign}{grouped}{'' if whole else f',{rest:02d}'}{NO_BREAK_SPACE}€"


def _split(number: str, cents: str | None) -> tuple[str, str]:
    """Digits before and after the decimal mark, thousands ungrouped; raises MoneyError when it is no number."""
    whole, mark, decimals = number, "", cents or ""
    if cents is None:
        mark = _decimal_mark(number)
    if mark:
        whole, _, decimals = number.rpartition(mark)
        if not _PLAIN.fullmatch(decimals):
            raise MoneyError(Fault.UNREADABLE)
    for sign, grouped in _GROUPED.items():
        if sign != mark and grouped.fullmatch(whole):
            return whole.replace(sign, ""), decimals
    if not _PLAIN.fullmatch(whole):
        raise MoneyError(Fault.UNREADABLE)
    return whole, decimals


def _decimal_mark(number: str) -> str:
    """Which of `,` and `.` opens the cents here; empty when none does."""
    last = max(number.rfind(","), number.rfind("."))
    if last < 0 or _GROUPED[number[last]].fullmatch(number):
        return ""
    return number[last]
