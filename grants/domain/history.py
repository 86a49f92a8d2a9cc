"""A past grant as a town wrote it, one line of a table read without inventing anything."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from grants.domain.history_columns import plain
from grants.domain.identifiers import IdentifierError, siret
from grants.domain.identifiers import rna as read_rna
from grants.domain.money import MOST_CENTS, Fault, MoneyError, parse_euros

if TYPE_CHECKING:
    from collections.abc import Mapping

OLDEST_YEAR: Final = 1900
NEWEST_YEAR: Final = 2200
SPREADSHEET_EPOCH: Final = date(1899, 12, 30)
SPREADSHEET_DAYS: Final = range(20_000, 80_000)
"""Day numbers of a spreadsheet that are read as dates: years 1954 to 2119."""

TOTALS: Final = re.compile(r"(sous )?tota(l|ux)( general| generaux)?( .*)?|cumul|ensemble")
COMPUTER_NUMBER: Final = re.compile(r"-?(?:[0-9]+\.(?:[0-9]{1,2}|[0-9]{4,})|[0-9]{4,}\.[0-9]{3})")
"""A number as programs write it; `1.200` is not one, people write twelve hundred so."""

FLOAT_SIRET: Final = re.compile(r"([0-9]+)[.,]0*|[0-9][.,][0-9]+e\+?[0-9]+", re.IGNORECASE)
YEAR_ALONE: Final = re.compile(r"(?:19|20|21)[0-9]{2}")
CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
DATE_SHAPES: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%Y/%m/%d", "%Y%m%d", "%d %m %Y")
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan", "fevrier fevr fev", "mars", "avril avr", "mai", "juin", "juillet juil", "aout",
            "septembre sept sep", "octobre oct", "novembre nov", "decembre dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to tell about a line: the field, a code, and the cell as it was written."""

    field: str
    code: str
    given: str = ""


@dataclass(frozen=True, slots=True)
class PastGrant:
    """One past grant. Amount in cents; `siret` only when sure, `siret_given` always as written."""

    recipient: str
    amount_cents: int
    purpose: str
    siret: str | None
    siret_given: str
    rna: str | None
    decided_on: date | None
    act: str
    year: int | None
    funder: str
    funder_siren: str
    scheme: str
    fingerprint: str
    remarks: tuple[Remark, ...]


class NoGrantError(ValueError):
    """A line that is not a grant; `remark` says why."""

    def __init__(self, remark: Remark) -> None:
        """Keep the remark."""
        super().__init__(f"{remark.field}: {remark.code}")
        self.remark = remark


def read_grant(cells: Mapping[str, object], twin: int, *, year: int | None = None) -> PastGrant:
    """Read the cells of one line, by field; raise NoGrantError when it has no recipient or no readable amount.

    `twin` counts the lines of the file that say exactly the same before this one: equal grants are told apart by it.
    `year` is that of the whole table, for a line that tells none: the same words another year are another grant.
    """
    texts = {field: clean(value) for field, value in cells.items()}
    recipient = " ".join(texts.get("recipient", "").split())
    if TOTALS.fullmatch(plain(recipient)) or (not recipient and _says_total(texts)):
        raise NoGrantError(Remark("recipient", "totals", recipient))
    if not recipient:
        raise NoGrantError(Remark("recipient", "empty"))
    remarks: list[Remark] = []
    amount = read_amount(cells.get("amount"))
    if amount == 0:
        remarks.append(Remark("amount", "zero", texts["amount"]))
    number, given = read_siret(cells.get("recipient_id"), remarks)
    day = read_date(cells.get("date"))
    decided_on = day or read_month(cells.get("date"))
    own_year = _year(cells.get("year"), decided_on)
    year_alone = int(texts["date"]) if YEAR_ALONE.fullmatch(texts.get("date", "")) else None
    if decided_on is None and "date" in cells:
        code = "year_only" if year_alone else "unreadable" if texts["date"] else "empty"
        remarks.append(Remark("date", code, texts["date"]))
    elif day != decided_on:
        remarks.append(Remark("date", "month_only", texts["date"]))
    return PastGrant(
        recipient=recipient,
        amount_cents=amount,
        purpose=texts.get("purpose", "").strip(),
        siret=number,
        siret_given=given,
        rna=_rna(texts.get("rna", ""), remarks),
        decided_on=decided_on,
        act=texts.get("act", "").strip(),
        year=own_year or year_alone or year,
        funder=" ".join(texts.get("funder", "").split()),
        funder_siren=re.sub(r"\D", "", texts.get("funder_id", "").partition(".")[0])[:9],
        scheme=texts.get("scheme", "").strip(),
        fingerprint=fingerprint(texts, twin, None if _year(cells.get("year"), day) else year),
        remarks=tuple(remarks),
    )


def clean(value: object) -> str:
    """Return a cell as text: whole floats without their `.0`, days as ISO, no control characters."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return CONTROLS.sub("", str(value)).strip()


def fingerprint(texts: Mapping[str, str], twin: int, year: int | None = None) -> str:
    """Return what recognises a line in a second import: its cells, the year they leave out, its place among equals."""
    told = "\x1f".join(f"{field}={' '.join(texts[field].split())}" for field in sorted(texts))
    if year is not None:
        told = f"{told}\x1fof={year}"
    return hashlib.sha256(f"{told}\x1f{twin}".encode()).hexdigest()


def read_amount(value: object) -> int:
    """Return cents, exact; raise NoGrantError with the reason when the cell holds no sum that can be a grant."""
    if isinstance(value, bool):
        raise NoGrantError(Remark("amount", "unreadable", str(value)))
    if isinstance(value, int | float):
        return _amount_of_number(Decimal(str(value)))
    text = clean(value)
    if COMPUTER_NUMBER.fullmatch(text):
        return _amount_of_number(Decimal(text))
    try:
        return parse_euros(text)
    except MoneyError as error:
        code = {Fault.EMPTY: "empty", Fault.NEGATIVE: "negative"}.get(Fault(error.code), "unreadable")
        raise NoGrantError(Remark("amount", code, text)) from error


def _amount_of_number(number: Decimal) -> int:
    """Turn a computer's number into cents; halves of a cent go to the even one, as accountants round."""
    if not number.is_finite() or abs(number) * 100 > MOST_CENTS:
        raise NoGrantError(Remark("amount", "unreadable", str(number)))
    if number < 0:
        raise NoGrantError(Remark("amount", "negative", str(number)))
    return int((number * 100).to_integral_value())


def read_siret(value: object, remarks: list[Remark]) -> tuple[str | None, str]:
    """Return (SIRET when sure, the cell as written); remark on a damaged, wrong or partial one."""
    given = value if isinstance(value, str) else clean(value)
    given = CONTROLS.sub("", given).strip()
    if not given or plain(given) in {"nc", "neant", "aucun", "na", "n a"}:
        if value is not None:
            remarks.append(Remark("recipient_id", "empty", given))
        return None, given
    was_float = FLOAT_SIRET.fullmatch(given)
    digits = (was_float[1] or "") if was_float else given
    if was_float and (not digits or digits.endswith("00")):
        remarks.append(Remark("recipient_id", "damaged", given))
        return None, given
    try:
        return siret(digits), given
    except IdentifierError as error:
        short = error.code == "length" and error.given == 9  # noqa: PLR2004 - the length of a SIREN
        remarks.append(Remark("recipient_id", "siren_only" if short else "damaged" if was_float else "wrong", given))
        return None, given


def _rna(text: str, remarks: list[Remark]) -> str | None:
    """Return the RNA number when it has the form of one."""
    if not text:
        return None
    try:
        return read_rna(text)
    except IdentifierError:
        remarks.append(Remark("rna", "wrong", text))
        return None


def read_date(value: object) -> date | None:
    """Return the day a cell tells, in any of the shapes towns use; None when it tells none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = clean(value)
    if text.isdecimal() and int(text) in SPREADSHEET_DAYS:
        return SPREADSHEET_EPOCH + timedelta(days=int(text))
    head = re.split(r"[T\s]+\d{1,2}[:h]", text)[0].strip()
    for shape in DATE_SHAPES:
        try:
            found = datetime.strptime(head, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return found if OLDEST_YEAR <= found.year <= NEWEST_YEAR else None
    return _date_in_words(head)


def _date_in_words(text: str) -> date | None:
    """Read `13 avril 2017` or `1er juin 2016`."""
    found = re.search(r"\b([0-9]{1,2})(?: ?er)? ([a-z]+) ([0-9]{4})\b", plain(text))
    if found is None or found[2] not in MONTHS:
        return None
    try:
        return date(int(found[3]), MONTHS[found[2]], int(found[1]))
    except ValueError:
        return None


def read_month(value: object) -> date | None:
    """Return the first day of a month told without its day (`mars 2018`, `03/2018`, `2018-03`); None otherwise."""
    text = clean(value).strip()
    words = re.fullmatch(r"([a-z]+)\.? ([0-9]{4})", plain(text))
    figures = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{4})|([0-9]{4})-([0-9]{1,2})", text)
    month = year = 0
    if words and words[1] in MONTHS:
        month, year = MONTHS[words[1]], int(words[2])
    elif figures:
        month, year = sorted(int(told) for told in figures.groups() if told)
    return date(year, month, 1) if month in range(1, 13) and OLDEST_YEAR <= year <= NEWEST_YEAR else None


def _year(value: object, decided_on: date | None) -> int | None:
    """Return the year of a grant: the table's own column, else the day of the decision."""
    found = re.search(r"\b((?:19|20|21)[0-9]{2})\b", clean(value))
    if found:
        return int(found[1])
    return decided_on.year if decided_on else None


def _says_total(texts: Mapping[str, str]) -> bool:
    """Tell whether a line without recipient is the sum of the table."""
    return any(TOTALS.fullmatch(plain(text)) for text in texts.values() if text)
