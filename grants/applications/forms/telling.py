"""A file told question by question, each answer in words: what the review, the desk and the two pages show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from flask_babel import get_locale

from grants.applications.forms.words import KINDS, ROW, YES, choices, printed, question
from grants.applications.services.stories import aid_words
from grants.calls.forms import write_day
from grants.domain import identifiers
from grants.domain.calendar import read_date
from grants.domain.catalogue import read_chosen
from grants.domain.errors import RuleError
from grants.domain.file import Kind, text_of, texts_of
from grants.domain.money import MoneyError, format_euros, parse_euros

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grants.domain.file import Answers, Field, Line
    from grants.domain.scheme import Scheme
    from grants.domain.territory import Territory


class Told(NamedTuple):
    """A question answered: its label on a screen, on paper, the answer in words (empty when there is none)."""

    field: Field
    label: str
    printed: str
    text: str


def tell(scheme: Scheme, answers: Answers, town: Territory) -> list[Told]:
    """Tell every question of a call with its answer, in order, the lines of the budget, needs and offers aside."""
    return [
        Told(
            field,
            str(question(scheme, field.key).label),
            printed(scheme, field.key),
            answer_words(field, answers, scheme, town),
        )
        for field in scheme.fields
        if not ROW.fullmatch(field.key)
    ]


def asked_for(scheme: Scheme, answers: Answers, town: Territory) -> list[tuple[str, str]]:
    """Return the help a file asks for: label and words of each, what it chose from the catalogue first."""
    chosen = _lent(answers, town)
    lent = [(str(question(scheme, "aids").label), chosen)] if chosen else []
    given = ((key, scheme.field(key), text_of(answers, key)) for key in scheme.wishes)
    return lent + [
        (str(question(scheme, key).label), _euros(text) if field.kind is Kind.EUROS else text)
        for key, field, text in given
        if field is not None and text
    ]


def wish_words(lines: Sequence[Line]) -> str:
    """Write needs or offers in one line."""
    return " · ".join(f"{KINDS[line.kind]}\u00a0: {line.text}" for line in lines)


def answer_words(field: Field, answers: Answers, scheme: Scheme, town: Territory) -> str:
    """Write one answer in words, as typed when it cannot be read."""
    typed = text_of(answers, field.key)
    if field.kind is Kind.AIDS:
        return _lent(answers, town)
    if field.kind in CHOSEN:
        known = dict(choices(field, scheme, town))
        if field.kind is Kind.LICENCE and not typed:
            return ""
        return ", ".join(known[key] for key in texts_of(answers, field.key) if key in known)
    if field.kind is Kind.TICK:
        return str(YES) if typed == "yes" else ""
    write = WRITERS.get(field.kind)
    return write(typed) if write and typed else typed


def _lent(answers: Answers, town: Territory) -> str:
    """Write what was chosen from the town's catalogue, on one line."""
    chosen = read_chosen(texts_of(answers, "aids"))
    return aid_words(chosen, town, str(get_locale() or "fr")).replace("\n", ", ")


def _euros(typed: str) -> str:
    """Write a sum for people."""
    try:
        return format_euros(parse_euros(typed), str(get_locale() or "fr"))
    except MoneyError:
        return typed


def _day(typed: str) -> str:
    """Write a day for people."""
    try:
        return write_day(read_date(typed))
    except RuleError:
        return typed


def _grouped(read: Callable[[str], str]) -> Callable[[str], str]:
    """Make the writer of a number: in groups when it is right."""

    def write(typed: str) -> str:
        try:
            return identifiers.grouped(read(typed))
        except identifiers.IdentifierError:
            return typed

    return write


CHOSEN: Final = {Kind.PLACE, Kind.PLACES, Kind.THEMES, Kind.CHOICE, Kind.CHOICES, Kind.YES_NO, Kind.LICENCE}
WRITERS: Final[dict[Kind, Callable[[str], str]]] = {
    Kind.EUROS: _euros,
    Kind.DATE: _day,
    Kind.SIRET: _grouped(identifiers.siret),
    Kind.IBAN: _grouped(identifiers.iban),
}
