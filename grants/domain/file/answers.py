"""Raw answers read as typed values: cents, dates, numbers, keys. What cannot be read is None; `check` says why."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from grants.domain import identifiers
from grants.domain.calendar import read_date
from grants.domain.catalogue import Chosen, read_chosen
from grants.domain.errors import RuleError
from grants.domain.file.drafts import Answers, text_of, texts_of
from grants.domain.file.fields import BUDGET_LINES, KINDS, LICENCES, MOST_THEMES, WISH_LINES
from grants.domain.money import MoneyError, parse_euros

LARGEST_NUMBER: Final = 1_000_000

_NUMBER = re.compile(r"[0-9]+")
_SPACES = re.compile(r"\s+")
_EMAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_LINK = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::[0-9]{1,5})?(?:[/?#][^\s<>\"'`\\]*)?", re.IGNORECASE)
_LONGEST_EMAIL = 254
_LINES = (
    "name", "carrier", "neighbourhood", "contact_name", "contact_role", "contact_phone", "cer_name", "cer_role",
    "title", "hook", "where_text",
)  # fmt: skip
_TEXTS = ("address", "what", "for_whom", "when", "in_kind", "other_funders", "commons")


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of the budget, in cents."""

    label: str
    cents: int


@dataclass(frozen=True, slots=True)
class Line:
    """A need or an offer: a kind of `KINDS` and a sentence."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class File:
    """The two pages as values. Sums in cents; None where nothing readable was given.

    `aids` are chosen from the town's catalogue; `in_kind` and `in_kind_cents` are what is written besides.
    """

    name: str
    siret: str
    rna: str
    carrier: str
    carrier_email: str
    address: str
    neighbourhood: str
    contact_name: str
    contact_role: str
    contact_email: str
    contact_phone: str
    members: int | None
    volunteers: int | None
    staff: int | None
    first_time: bool
    cer_signed: bool
    cer_name: str
    cer_role: str
    cer_date: date | None
    iban: str
    title: str
    hook: str
    what: str
    for_whom: str
    where: tuple[str, ...]
    where_text: str
    when: str
    themes: tuple[str, ...]
    requested_cents: int
    aids: Chosen
    in_kind: str
    in_kind_cents: int
    charges: tuple[BudgetLine, ...]
    products: tuple[BudgetLine, ...]
    volunteers_cents: int
    other_funders: str
    needs: tuple[Line, ...]
    offers: tuple[Line, ...]
    commons: str
    licence: str
    consent: bool

    @property
    def is_carried(self) -> bool:
        """Whether a group without a number of its own acts through another association."""
        return bool(self.carrier) and not (self.siret or self.rna)

    @property
    def charges_cents(self) -> int:
        """What the project costs."""
        return sum(line.cents for line in self.charges)

    @property
    def products_cents(self) -> int:
        """What the project brings in, this call included."""
        return sum(line.cents for line in self.products)


def parse(answers: Answers) -> File:
    """Read raw answers; never fails."""
    return File(
        **{key: _SPACES.sub(" ", text_of(answers, key)) for key in _LINES},
        **{key: text_of(answers, key) for key in _TEXTS},
        siret=_identifier(identifiers.siret, text_of(answers, "siret")),
        rna=_identifier(identifiers.rna, text_of(answers, "rna")),
        iban=_identifier(identifiers.iban, text_of(answers, "iban")),
        carrier_email=email_of(text_of(answers, "carrier_email")),
        contact_email=email_of(text_of(answers, "contact_email")),
        members=_number(text_of(answers, "members")),
        volunteers=_number(text_of(answers, "volunteers")),
        staff=_number(text_of(answers, "staff")),
        first_time=text_of(answers, "first_time") == "yes",
        cer_signed=text_of(answers, "cer_signed") == "yes",
        cer_date=_date(text_of(answers, "cer_date")),
        where=texts_of(answers, "where"),
        themes=texts_of(answers, "themes")[:MOST_THEMES],
        requested_cents=_cents(text_of(answers, "requested")),
        aids=read_chosen(texts_of(answers, "aids")),
        in_kind_cents=_cents(text_of(answers, "in_kind_value")),
        charges=_budget_lines(answers, "charge"),
        products=_budget_lines(answers, "product"),
        volunteers_cents=_cents(text_of(answers, "volunteers_value")),
        needs=_lines(answers, "need"),
        offers=_lines(answers, "offer"),
        licence=text_of(answers, "licence") if text_of(answers, "licence") in LICENCES else "none",
        consent=text_of(answers, "consent") == "yes",
    )


def number_of(text: str) -> int:
    """Read a whole number of people; raises RuleError `number_unreadable`."""
    digits = _SPACES.sub("", text)
    if not _NUMBER.fullmatch(digits) or len(digits) > len(str(LARGEST_NUMBER)) or int(digits) > LARGEST_NUMBER:
        raise RuleError("number_unreadable", given=text)
    return int(digits)


def email_of(text: str) -> str:
    """Return an address mail can be sent to, or nothing."""
    return text if len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text) else ""


def link_of(text: str) -> str:
    """Return the address of a page, with its https:// when people left it out, or nothing."""
    address = text if text.lower().startswith(("https://", "http://")) else f"https://{text}"
    return address if _LINK.fullmatch(address) else ""


def _identifier(read: Callable[[str], str], text: str) -> str:
    """Return the number in its plain form when it is right, or nothing."""
    try:
        return read(text) if text else ""
    except identifiers.IdentifierError:
        return ""


def _number(text: str) -> int | None:
    """Read a number of people, None when it is not one."""
    try:
        return number_of(text)
    except RuleError:
        return None


def _date(text: str) -> date | None:
    """Read a day, None when it is not one."""
    try:
        return read_date(text)
    except RuleError:
        return None


def _cents(text: str) -> int:
    """Read a sum, nothing when it is not one."""
    try:
        return parse_euros(text)
    except MoneyError:
        return 0


def _budget_lines(answers: Answers, side: str) -> tuple[BudgetLine, ...]:
    """Return the lines of one side that say something."""
    rows = (
        BudgetLine(
            _SPACES.sub(" ", text_of(answers, f"{side}_{row}_label")), _cents(text_of(answers, f"{side}_{row}_amount"))
        )
        for row in range(1, BUDGET_LINES + 1)
    )
    return tuple(row for row in rows if row.label or row.cents)


def _lines(answers: Answers, side: str) -> tuple[Line, ...]:
    """Return the needs or the offers that have a sentence; without a known kind they are `other`."""
    rows = (
        (text_of(answers, f"{side}_{row}_kind"), text_of(answers, f"{side}_{row}_text"))
        for row in range(1, WISH_LINES + 1)
    )
    return tuple(Line(kind if kind in KINDS else "other", _SPACES.sub(" ", text)) for kind, text in rows if text)
