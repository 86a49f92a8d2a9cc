"""A chain of lines: each carries the hash of the one before, so that no line can be changed, removed or moved unseen.

The head (number and hash of the last line) is public: who noted it can prove later that nothing was rewritten since.
The construction is that of linked time-stamping (Haber and Stornetta, Journal of Cryptology 3, 1991).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

GENESIS: Final = "0" * 64
"""What the first line is chained to."""


class Link(Protocol):
    """A line that can be chained: its number, and the one way its content is written."""

    @property
    def number(self) -> int:
        """Its place, from 1, without gaps."""

    def canonical(self) -> str:
        """Return the text that is hashed."""


L = TypeVar("L", bound=Link)


@dataclass(frozen=True, slots=True)
class Verified:
    """A chain that holds: how many lines, and its head, fit to be published."""

    lines: int
    head: str


def write(fields: Mapping[str, Any]) -> str:
    """Write a line the one way that is hashed: JSON in ASCII, keys sorted, no blanks, instants in UTC."""
    return json.dumps(plain(fields), sort_keys=True, separators=(",", ":"))


def plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields as JSON knows them: instants as texts in UTC, to the microsecond."""
    return {name: _instant(value) if isinstance(value, datetime) else value for name, value in fields.items()}


def chained(previous: str, canonical: str) -> str:
    """Return the hash of a line after the line hashed `previous` (SHA-256, hexadecimal)."""
    return hashlib.sha256(f"{previous}\n{canonical}".encode()).hexdigest()


def verify(rows: Iterable[tuple[L, str, str]], head: str | None = None, book: str = "ledger") -> Verified:
    """Walk the chain of (line, previous hash, hash) in order.

    With `head`, a head published earlier, also finds a book that was cut or written anew since. Raises RuleError
    `chain_line_missing`, `chain_broken` (the number of the first line that is wrong) or `chain_head_unknown`, each with
    its `book`.
    """
    previous, count, met = GENESIS, 0, head in {None, GENESIS}
    for line, claimed, own in rows:
        count += 1
        if line.number != count:
            raise RuleError("chain_line_missing", number=count, book=book)
        if claimed != previous or own != chained(previous, line.canonical()):
            raise RuleError("chain_broken", number=count, book=book)
        previous = own
        met = met or own == head
    if not met:
        raise RuleError("chain_head_unknown", lines=count, book=book)
    return Verified(count, previous)


def _instant(moment: datetime) -> str:
    """Write an instant whatever its zone."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
