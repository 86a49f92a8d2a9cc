"""Numbers that identify an association or its account: SIREN, SIRET, RNA, IBAN.

A file's completeness depends on them, so the check digits are here, in plain Python; the tests hold them against
python-stdnum. In a draft a wrong number is a warning, never a wall.
"""

import re
from typing import Final

LA_POSTE: Final = "356000000"
LA_POSTE_HEAD_OFFICE: Final = "35600000000048"

_SEPARATORS = re.compile(r"[\s.\-_/\u200b\u00a0\u202f\u2010-\u2015]+")
_DIGITS = re.compile(r"[0-9]+")
_RNA_WIDE = re.compile(r"W[0-9][A-Z0-9][0-9]{7}")
_RNA_NARROW = re.compile(r"W[0-9]{9}")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")
_SIREN_LENGTH = 9
_SIRET_LENGTH = 14
IBAN_LENGTHS = {"FR": 27, "MC": 27, "BE": 16, "DE": 22, "LU": 20, "ES": 24, "IT": 27, "NL": 18, "PT": 25, "CH": 21}


class IdentifierError(ValueError):
    """A number that is not one; `code` is one of `characters`, `length`, `checksum`, `form`."""

    def __init__(self, code: str, *, expected: int = 0, given: int = 0) -> None:
        """Keep the code, and the lengths expected and given when the length is wrong."""
        super().__init__(code)
        self.code = code
        self.expected = expected
        self.given = given


def compact(text: str) -> str:
    """Take away the spaces and signs people put between groups; letters become capitals."""
    return _SEPARATORS.sub("", text).upper()


def luhn(digits: str) -> bool:
    """Tell whether a string of digits ends with its right check digit (ISO/IEC 7812-1)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the two digits of the double are added
    return total % 10 == 0


def siren(text: str) -> str:
    """Return the nine digits of a SIREN; raises IdentifierError."""
    number = _digits(text, _SIREN_LENGTH)
    if not luhn(number) or not int(number):
        raise IdentifierError("checksum")
    return number


def siret(text: str) -> str:
    """Return the fourteen digits of a SIRET; raises IdentifierError.

    La Poste has more offices than the check digit allows: theirs, but for the head office, have digits that add up to a
    multiple of five (INSEE, SIRENE's documentation).
    """
    number = _digits(text, _SIRET_LENGTH)
    siren(number[:_SIREN_LENGTH])
    if number.startswith(LA_POSTE) and number != LA_POSTE_HEAD_OFFICE:
        right = sum(map(int, number)) % 5 == 0
    else:
        right = luhn(number)
    if not right:
        raise IdentifierError("checksum")
    return number


def siren_left(text: str) -> str:
    """Return the SIREN left in a SIRET that a spreadsheet rounded to twelve digits; nothing unless its digits check.

    The five last digits are lost for good: several offices have the twelve that are left.
    """
    number = compact(text.partition(".")[0].partition(",")[0])
    if not _DIGITS.fullmatch(number) or len(number) != _SIRET_LENGTH:
        return ""
    try:
        return siren(number[:_SIREN_LENGTH])
    except IdentifierError:
        return ""


def rna(text: str) -> str:
    """Return an RNA number in its wide form, `W` + digit + digit or letter + seven digits; raises IdentifierError.

    The wide form is the one really given by prefectures (overseas departments have a letter).
    """
    number = compact(text)
    if not _RNA_WIDE.fullmatch(number):
        raise IdentifierError("form", expected=10, given=len(number))
    return number


def is_narrow_rna(text: str) -> bool:
    """Tell whether an RNA number also has the narrow form `W` + nine digits that the SCDL schema asks."""
    return _RNA_NARROW.fullmatch(text) is not None


def iban(text: str) -> str:
    """Return an IBAN without spaces; raises IdentifierError (ISO 13616: the rearranged number mod 97 is 1)."""
    number = compact(text).removeprefix("IBAN")
    if not _IBAN.fullmatch(number):
        raise IdentifierError("form", given=len(number))
    expected = IBAN_LENGTHS.get(number[:2])
    if expected and len(number) != expected:
        raise IdentifierError("length", expected=expected, given=len(number))
    if int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 != 1:
        raise IdentifierError("checksum")
    return number


def grouped(number: str) -> str:
    """Write a SIREN, a SIRET or an IBAN in the groups people read; anything else as it is."""
    if _DIGITS.fullmatch(number) and len(number) in {_SIREN_LENGTH, _SIRET_LENGTH}:
        parts = [number[:3], number[3:6], number[6:9], number[9:]]
    elif _IBAN.fullmatch(number):
        parts = [number[start : start + 4] for start in range(0, len(number), 4)]
    else:
        return number
    return "\N{NO-BREAK SPACE}".join(part for part in parts if part)


def _digits(text: str, length: int) -> str:
    """Return exactly that many ASCII digits."""
    number = compact(text)
    if not _DIGITS.fullmatch(number):
        raise IdentifierError("characters", expected=length, given=len(number))
    if len(number) != length:
        raise IdentifierError("length", expected=length, given=len(number))
    return number
