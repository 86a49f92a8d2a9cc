"""Voted grants as the national schema « subventions » 2.1.1 wants them (SCDL): 16 columns, one line per recipient."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from grants.domain import identifiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

COLUMNS = (
    "nomAttribuant",
    "idAttribuant",
    "dateConvention",
    "referenceDecision",
    "nomBeneficiaire",
    "idBeneficiaire",
    "rnaBeneficiaire",
    "objet",
    "montant",
    "nature",
    "conditionsVersement",
    "datesPeriodeVersement",
    "idRAE",
    "notificationUE",
    "pourcentageSubvention",
    "dispositifAide",
)
INCOMPLETE = (*COLUMNS, "sirenBeneficiaire")
LONGEST_PURPOSE = 256
SMALLEST_SHARE = 100
"""The schema's least share, 0.01, in ten-thousandths."""
WHOLE = 10_000
OBJECT = COLUMNS.index("objet")
LIVE_FORMULA = ("=", "+", "-", "@")
AFTER_A_MARK = re.compile(r"([;,]\s*)(?=[=+@-]\S)")
"""Where another cell begins for a spreadsheet that cuts lines at the other mark."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who receives, and the cents of the whole grant (money and kind) that are theirs; `given`, a damaged SIRET."""

    name: str
    siret: str
    rna: str
    share_cents: int
    given: str = ""


@dataclass(frozen=True, slots=True)
class VotedGrant:
    """One grant the council voted. `reference` is our own number: it tells equal lines apart. Amounts in cents."""

    reference: str
    funder: str
    funder_siret: str
    voted_on: date
    decision: str
    purpose: str
    cash_cents: int
    in_kind_cents: int
    recipients: tuple[Recipient, ...]
    paid_from: date
    paid_until: date | None = None
    instalments: bool = False
    programme: str = ""

    @property
    def total_cents(self) -> int:
        """Money and help in kind together, before they are shared between recipients."""
        return self.cash_cents + self.in_kind_cents


def lines(grants: Iterable[VotedGrant]) -> Iterator[tuple[str, ...]]:
    """Give the lines of the file, header left out, in the order of the grants.

    The State's importer turns down a file with two equal lines: the later one gets its reference in its purpose.
    A recipient without valid SIRET or narrow RNA cannot be written: see `left_out` and `incomplete`.
    """
    written: set[tuple[str, ...]] = set()
    for grant, recipient, share in _parts(grants):
        if identified(recipient):
            line = _told_apart(_line(grant, recipient, share), grant.reference, written)
            written.add(line)
            yield line


def incomplete(grants: Iterable[VotedGrant]) -> Iterator[tuple[str, ...]]:
    """Give the lines that the schema has no place for, each with the SIREN that is left of a damaged number."""
    for grant, recipient, share in _parts(grants):
        if not identified(recipient):
            yield (*_line(grant, recipient, share), identifiers.siren_left(recipient.given))


def _parts(grants: Iterable[VotedGrant]) -> Iterator[tuple[VotedGrant, Recipient, int]]:
    """Give each recipient of each grant, with its share in ten-thousandths."""
    for grant in grants:
        if grant.total_cents > 0:
            parts = shares([recipient.share_cents for recipient in grant.recipients])
            for recipient, share in zip(grant.recipients, parts, strict=True):
                yield grant, recipient, share


def left_out(grants: Iterable[VotedGrant]) -> list[tuple[str, str]]:
    """Return (reference, recipient) of what the schema has no place for: no valid SIRET and no narrow RNA."""
    return [
        (grant.reference, recipient.name)
        for grant in grants
        for recipient in grant.recipients
        if grant.total_cents > 0 and not identified(recipient)
    ]


def identified(recipient: Recipient) -> bool:
    """Tell whether a line may be written for this recipient (the check « one of SIRET or RNA »)."""
    return bool(valid_siret(recipient.siret) or _rna(recipient.rna))


def period(grant: VotedGrant) -> str:
    """Write the days between which a grant is paid, as the schema does."""
    first = grant.paid_from.isoformat()
    if grant.paid_until is None or grant.paid_until == grant.paid_from:
        return first
    return f"{first}/{grant.paid_until.isoformat()}"


def csv_text(rows: Iterable[tuple[str, ...]], columns: tuple[str, ...] = COLUMNS) -> Iterator[str]:
    """Give the file piece by piece: comma, header first, CRLF as RFC 4180."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(row)
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def euros(cents: int) -> str:
    """Write cents as the schema does: a point and two decimals, no sign of thousands."""
    return f"{cents // 100}.{cents % 100:02d}"


def one_line(text: str) -> str:
    """Return the visible words of a text on one line, with plain spaces."""
    visible = text if text.isprintable() else "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(visible.split())


def harmless(text: str, longest: int | None = None) -> str:
    """Return one line of visible text that no spreadsheet takes for a formula, cut at `longest` characters."""
    single = AFTER_A_MARK.sub(r"\1'", one_line(text))
    if single.startswith(LIVE_FORMULA):
        single = f"'{single}"
    return single if longest is None or len(single) <= longest else f"{single[: longest - 1].rstrip()}…"


def _line(grant: VotedGrant, recipient: Recipient, share: int) -> tuple[str, ...]:
    """Write one recipient's line, its share in ten-thousandths."""
    return (
        harmless(grant.funder),
        valid_siret(grant.funder_siret),
        grant.voted_on.isoformat(),
        harmless(grant.decision),
        harmless(recipient.name) or valid_siret(recipient.siret) or _rna(recipient.rna),
        valid_siret(recipient.siret),
        _rna(recipient.rna),
        harmless(grant.purpose, LONGEST_PURPOSE) or grant.reference,
        euros(grant.total_cents),
        _nature(grant),
        "échelonné" if grant.instalments else "unique",
        period(grant),
        "",
        "non",
        _decimal(share),
        harmless(grant.programme),
    )


def _told_apart(line: tuple[str, ...], reference: str, written: set[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the line, its purpose marked with the reference (and a number at need) until no written line equals it."""
    purpose, told, number = line[OBJECT], line, 1
    while told in written:
        mark = f" (dossier {reference})" if number == 1 else f" (dossier {reference}, {number})"
        text = harmless(purpose, LONGEST_PURPOSE - len(mark)) + mark
        told = (*line[:OBJECT], text, *line[OBJECT + 1 :])
        number += 1
    return told


def _nature(grant: VotedGrant) -> str:
    """Money, kind, or both, in the schema's words."""
    if not grant.in_kind_cents:
        return "aide en numéraire"
    return "aide en numéraire;aide en nature" if grant.cash_cents else "aide en nature"


def shares(cents: list[int]) -> list[int]:
    """Share 10,000 among recipients by their cents, largest remainders first, none below the schema's least share."""
    total = sum(cents)
    if len(cents) == 1 or total <= 0:
        return [WHOLE] * len(cents)
    parts = [max(SMALLEST_SHARE, amount * WHOLE // total) for amount in cents]
    by_remainder = sorted(range(len(cents)), key=lambda place: (-(cents[place] * WHOLE % total), place))
    for place in by_remainder[: max(0, WHOLE - sum(parts))]:
        parts[place] += 1
    return _brought_down(parts, sum(parts) - WHOLE)


def _brought_down(parts: list[int], excess: int) -> list[int]:
    """Take what the least shares added from those above, as each can; beyond a hundred recipients none can."""
    room = [part - SMALLEST_SHARE for part in parts]
    if excess <= 0 or sum(room) < excess:
        return parts
    taken = [excess * space // sum(room) for space in room]
    for place in sorted(range(len(parts)), key=lambda place: (taken[place] - room[place], place))[
        : excess - sum(taken)
    ]:
        taken[place] += 1
    return [part - less for part, less in zip(parts, taken, strict=True)]


def _decimal(share: int) -> str:
    """Write ten-thousandths as 1.00, 0.45 or 0.3333."""
    text = f"{share // WHOLE}.{share % WHOLE:04d}"
    return text.removesuffix("00")


def valid_siret(text: str) -> str:
    """Return the SIRET's digits, or nothing when it is no valid one: an identifier is never invented."""
    try:
        return identifiers.siret(text)
    except identifiers.IdentifierError:
        return ""


def _rna(text: str) -> str:
    """Return the RNA number in the schema's narrow form, or nothing: real ones may be wider."""
    number = identifiers.compact(text)
    return number if identifiers.is_narrow_rna(number) else ""
