"""A report read as values: texts, numbers, commons, and its money beside what the application planned."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from grants.domain.calendar import read_date
from grants.domain.errors import RuleError
from grants.domain.file.answers import File, number_of
from grants.domain.file.checks import Problem, Weight
from grants.domain.file.drafts import Answers, text_of, texts_of
from grants.domain.file.fields import LICENCES, Field, Kind
from grants.domain.money import Fault, MoneyError, parse_euros
from grants.domain.report.fields import GIFT_KINDS, GIFT_LICENCES, GIFTS, REPORT_FIELDS, ROWS

_SPACES = re.compile(r"\s+")
_ADDRESS = re.compile(r"(?:https?://|(?=www\.))[^\s<>\"'`{}|\\^]{4,1000}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """A line of money: what the application planned and what really was, in cents; None where nothing was said."""

    label: str
    planned_cents: int | None
    real_cents: int | None

    @property
    def planned(self) -> int:
        """Cents planned, none counting as zero."""
        return self.planned_cents or 0

    @property
    def real(self) -> int:
        """Cents in reality, none counting as zero."""
        return self.real_cents or 0

    @property
    def difference_cents(self) -> int:
        """How much more than planned."""
        return self.real - self.planned


@dataclass(frozen=True, slots=True)
class Gift:
    """Something given in common. `link` is a web address or empty, `address` what was typed."""

    title: str
    link: str
    address: str
    kind: str
    licence: str


@dataclass(frozen=True, slots=True)
class Story:
    """A report as values. Sums in cents; None where nothing readable was given."""

    happened: str
    unplanned: str
    changed: str
    worth: str
    people: int | None
    met: tuple[str, ...]
    met_text: str
    gifts: tuple[Gift, ...]
    advice: str
    charges: tuple[MoneyLine, ...]
    products: tuple[MoneyLine, ...]
    volunteers_cents: int
    difference: str
    unspent: str
    licence: str
    sign_name: str
    sign_role: str
    sign_date: date | None

    @property
    def charges_cents(self) -> int:
        """What was spent."""
        return sum(line.real for line in self.charges)

    @property
    def products_cents(self) -> int:
        """What came in."""
        return sum(line.real for line in self.products)

    @property
    def planned_charges_cents(self) -> int:
        """What was to be spent."""
        return sum(line.planned for line in self.charges)

    @property
    def planned_products_cents(self) -> int:
        """What was to come in."""
        return sum(line.planned for line in self.products)

    def unspent_cents(self, grant: int) -> int:
        """Return what is left of a grant of that many cents: what came in, or at least the grant, less what was spent.

        Nothing is left to say while nothing is said of the money.
        """
        if not any(line.real_cents is not None for line in self.charges):
            return 0
        came_in = self.products_cents or grant
        return min(grant, max(0, came_in - self.charges_cents))


def read_report(answers: Answers, file: File) -> Story:
    """Read a report beside the file it answers; never fails."""
    texts = ("happened", "unplanned", "changed", "worth", "met_text", "advice", "difference", "unspent")
    return Story(
        **{key: text_of(answers, key) for key in texts},
        people=_number(text_of(answers, "people")),
        met=texts_of(answers, "met"),
        gifts=gifts_of(answers),
        charges=_lines(answers, "charge", file),
        products=_lines(answers, "product", file),
        volunteers_cents=_cents(text_of(answers, "volunteers_value")) or 0,
        licence=text_of(answers, "licence") if text_of(answers, "licence") in LICENCES else "none",
        sign_name=_one_line(text_of(answers, "sign_name")),
        sign_role=_one_line(text_of(answers, "sign_role")),
        sign_date=_day(text_of(answers, "sign_date")),
    )


def planned_lines(file: File, side: str) -> dict[int, tuple[str, int | None]]:
    """Return the lines of one side of the application's budget by their order: label and cents."""
    lines = file.charges if side == "charge" else file.products
    return {place: (line.label, line.cents) for place, line in enumerate(lines, start=1)}


def check_report(answers: Answers, file: File, fields: Sequence[Field] = REPORT_FIELDS) -> list[Problem]:
    """Return what lacks or cannot be read; essential are what happened, and what was spent if a cost was planned."""
    story = read_report(answers, file)
    found = [problem for field in fields if (problem := _unreadable(field, text_of(answers, field.key)))]
    if not story.happened:
        found.append(Problem("happened", "missing", Weight.ESSENTIAL, {}))
    if file.charges and not any(line.real_cents is not None for line in story.charges):
        found.append(Problem("charge_1_amount", "spent_missing", Weight.ESSENTIAL, {}))
    found += [
        Problem(key, "missing", Weight.COMPLETENESS, {})
        for key in ("sign_name", "sign_role")
        if not text_of(answers, key)
    ]
    for row in range(1, GIFTS + 1):
        address = text_of(answers, f"gift_{row}_link")
        if address and not link_of(address):
            found.append(Problem(f"gift_{row}_link", "link_unreadable", Weight.WARNING, {}))
    return found


def link_of(text: str) -> str:
    """Return a web address that may be followed, or nothing."""
    if not _ADDRESS.fullmatch(text):
        return ""
    return f"https://{text}" if text.lower().startswith("www.") else text


def _unreadable(field: Field, text: str) -> Problem | None:
    """Say what cannot be read of a sum, a number or a day."""
    if not text:
        return None
    try:
        if field.kind is Kind.EUROS:
            parse_euros(text)
        elif field.kind is Kind.NUMBER:
            number_of(text)
        elif field.kind is Kind.DATE:
            read_date(text)
    except MoneyError as error:
        code = "amount_unreadable" if error.code is Fault.EMPTY else f"amount_{error.code.value}"
        return Problem(field.key, code, Weight.WARNING, {})
    except RuleError as error:
        return Problem(field.key, error.code, Weight.WARNING, error.figures)
    return None


def _lines(answers: Answers, side: str, file: File) -> tuple[MoneyLine, ...]:
    """Return the lines of one side that say something; those of the application always stay."""
    planned = planned_lines(file, side)
    lines = []
    for row in range(1, ROWS + 1):
        label, cents = planned.get(row, (_one_line(text_of(answers, f"{side}_{row}_label")), None))
        real = _cents(text_of(answers, f"{side}_{row}_amount"))
        if label or cents or real is not None:
            lines.append(MoneyLine(label, cents, real))
    return tuple(lines)


def gives_commons(answers: Answers) -> bool:
    """Tell whether a report names something given to everybody."""
    return bool(gifts_of(answers))


def gifts_of(answers: Answers) -> tuple[Gift, ...]:
    """Return what is given in common, where a title or an address says what."""
    gifts = []
    for row in range(1, GIFTS + 1):
        title, address, kind, licence = (
            _one_line(text_of(answers, f"gift_{row}_{part}")) for part in ("title", "link", "kind", "licence")
        )
        if title or address:
            kind = kind if kind in GIFT_KINDS else "other"
            licence = licence if licence in GIFT_LICENCES else ""
            gifts.append(Gift(title or address, link_of(address), address, kind, licence))
    return tuple(gifts)


def _one_line(text: str) -> str:
    """Write a text on one line."""
    return _SPACES.sub(" ", text)


def _cents(text: str) -> int | None:
    """Read a sum, None when it is not one."""
    try:
        return parse_euros(text)
    except MoneyError:
        return None


def _number(text: str) -> int | None:
    """Read a number of people, None when it is not one."""
    try:
        return number_of(text)
    except RuleError:
        return None


def _day(text: str) -> date | None:
    """Read a day, None when it is not one."""
    try:
        return read_date(text)
    except RuleError:
        return None
