"""The log of what was done at the desk: one line an act, chained as the ledger is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from grants.domain import chain


@dataclass(frozen=True, slots=True)
class Act:
    """One act as it is hashed and exported. Numbers follow each other from 1; `details` are plain JSON, sums in cents.

    `actor` and `subject` are references (`person:3`, `envelope:2`), never names: the line outlives people's data.
    """

    number: int
    at: datetime
    actor: str
    act: str
    subject: str
    year: int | None
    details: dict[str, Any]

    def canonical(self) -> str:
        """Write the act the one way that is hashed."""
        return chain.write({name: getattr(self, name) for name in self.__slots__})

    def chained(self, previous: str) -> str:
        """Return the hash of this act after the one hashed `previous`."""
        return chain.chained(previous, self.canonical())
