"""What is typed about a list that an archivist signs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from grants.privacy.services import Visa

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 200


def visa_of(typed: Mapping[str, str]) -> Visa:
    """Read a visa; a day that is none is left out."""
    try:
        day = date.fromisoformat(typed.get("visa_on", "").strip())
    except ValueError:
        day = None
    return Visa(typed.get("visa_name", "")[:LONGEST], typed.get("visa_reference", "")[:LONGEST], day)
