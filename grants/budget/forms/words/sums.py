"""Sums in the reader's language, wherever the budget writes one outside a template."""

from __future__ import annotations

from flask_babel import get_locale

from grants.domain.money import format_euros


def spoken() -> str:
    """Return the reader's language; French where nobody reads, as in a terminal."""
    return str(get_locale() or "fr")


def euros(cents: int) -> str:
    """Write a sum in the reader's language."""
    return format_euros(cents, spoken())
