"""What is wrong with a number as it was typed, and where it belongs: only what can be known of it is said."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

from grants.domain import identifiers
from grants.domain.file.drafts import Answer, Answers, text_of
from grants.domain.identifiers import IdentifierError, compact, grouped, luhn

Look = tuple[str, Mapping[str, object]]
"""The code of a sentence, and its figures."""

NUMBERS: Final[Mapping[str, Callable[[str], str]]] = {
    "siret": identifiers.siret,
    "rna": identifiers.rna,
    "iban": identifiers.iban,
}
"""The three numbers of a file, each with its reader."""

_SIREN, _SIRET, _RNA, _CARD, _RIB = 9, 14, 10, 16, 23
_DIGITS = re.compile(r"[0-9]+")
_BIC = re.compile(rf"[A-Z]{{4}}(?:{'|'.join(identifiers.IBAN_LENGTHS)})[A-Z0-9]{{2}}(?:[A-Z0-9]{{3}})?")
_VAT = re.compile(r"FR[0-9A-Z]{2}([0-9]{9})")
_IBAN_HEAD = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,}")
_LOOKS_LIKE_DIGITS = str.maketrans({"O": "0", "Q": "0", "I": "1", "L": "1"})


def look(key: str, text: str) -> Look | None:
    """Return what is to be said of a number typed under `siret`, `rna` or `iban`; None when it is right.

    An account held abroad is right, and said: `iban_foreign`.
    """
    number = compact(text)
    try:
        read = NUMBERS[key](text)
    except IdentifierError as error:
        other = nature(text)
        if other and other != key:
            return f"{key}_is_{other}", {"read": grouped(NUMBERS[other](text))}
        special = _SPECIAL[key](number)
        return special or (f"{key}_{error.code}", _figures(error))
    if key == "iban" and not read.startswith("FR"):
        return "iban_foreign", {"country": read[:2]}
    return None


def nature(text: str) -> str:
    """Return which of the three numbers this is, check digits included; empty when it is none of them."""
    for key, read in NUMBERS.items():
        try:
            read(text)
        except IdentifierError:
            continue
        return key
    return ""


def put_right(answers: Answers, asked: Collection[str] = tuple(NUMBERS)) -> dict[str, Answer]:
    """Return the changes that put each number into its own field, among the fields asked.

    A number moves only to a field that is empty, or whose own number moves too: no text is ever lost.
    """
    typed = {key: text_of(answers, key) for key in NUMBERS if key in asked}
    moves = {key: nature(text) for key, text in typed.items() if text and nature(text) in typed.keys() - {key}}
    goals = list(moves.values())
    while stuck := [key for key, goal in moves.items() if (typed[goal] and goal not in moves) or goals.count(goal) > 1]:
        for key in stuck:
            del moves[key]
        goals = list(moves.values())
    changes: dict[str, Answer] = dict.fromkeys(moves, "")
    return changes | {goal: typed[key] for key, goal in moves.items()}


def _figures(error: IdentifierError) -> dict[str, object]:
    """Return the lengths of an error, and how many signs lack or are too many."""
    return {"expected": error.expected, "given": error.given, "gap": abs(error.expected - error.given)}


def _siret(number: str) -> Look | None:
    """Recognise what people write instead of a SIRET."""
    if found := _VAT.fullmatch(number):
        return "siret_is_vat", {"read": grouped(found[1])}
    if mended := _with_digits(number, identifiers.siret):
        return "siret_letters", {"read": grouped(mended)}
    if not _DIGITS.fullmatch(number):
        return None
    if len(number) == _SIREN and luhn(number):
        return "siret_is_siren", {"read": grouped(number)}
    if len(number) == _SIRET:
        return ("siret_tail" if luhn(number[:_SIREN]) else "siret_head"), {"read": grouped(number)}
    return ("siret_short" if len(number) < _SIRET else "siret_long"), _length(number, _SIRET)


def _rna(number: str) -> Look | None:
    """Recognise what people write instead of an RNA number."""
    if _DIGITS.fullmatch(number) and len(number) == _SIREN:
        return ("rna_is_siren" if luhn(number) else "rna_w_missing"), {"read": f"W{number}"}
    if number.startswith("W") and (mended := _with_digits(number[1:], lambda rest: identifiers.rna(f"W{rest}"))):
        return "rna_letters", {"read": mended}
    if number.startswith("W") and number[1:].isalnum() and len(number) != _RNA:
        return ("rna_short" if len(number) < _RNA else "rna_long"), _length(number, _RNA)
    return None


def _iban(number: str) -> Look | None:
    """Recognise what people write instead of an IBAN."""
    bare = number.removeprefix("IBAN")
    if _DIGITS.fullmatch(bare) and len(bare) == _CARD and luhn(bare):
        return "iban_is_card", {}
    if _BIC.fullmatch(bare):
        return "iban_is_bic", {}
    if len(bare) == _RIB and _DIGITS.fullmatch(bare[:5]):
        return "iban_is_rib", {}
    if mended := _with_digits(bare[2:], lambda rest: identifiers.iban(bare[:2] + rest)):
        return "iban_letters", {"read": grouped(mended)}
    expected = identifiers.IBAN_LENGTHS.get(bare[:2])
    if expected and _IBAN_HEAD.fullmatch(bare) and len(bare) != expected:
        return ("iban_short" if len(bare) < expected else "iban_long"), _length(bare, expected)
    return None


def _with_digits(number: str, read: Callable[[str], str]) -> str:
    """Return the number once letters that look like digits are digits, when it is then right; else nothing."""
    mended = number.translate(_LOOKS_LIKE_DIGITS)
    if mended == number:
        return ""
    try:
        return read(mended)
    except IdentifierError:
        return ""


def _length(number: str, expected: int) -> dict[str, object]:
    """Return how long a number is, should be, and the difference."""
    return {"expected": expected, "given": len(number), "gap": abs(expected - len(number))}


_SPECIAL: Final = {"siret": _siret, "rna": _rna, "iban": _iban}
