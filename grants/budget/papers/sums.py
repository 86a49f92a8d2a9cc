"""Sums as papers write them: in figures, then in letters."""

from __future__ import annotations

from flask_babel import get_locale

from grants.domain.money import format_euros
from grants.domain.spelled import spelled_euros


def figures(cents: int) -> str:
    """Write a sum in figures, in the paper's language."""
    return format_euros(cents, str(get_locale() or "fr"))


def letters(cents: int) -> str:
    """Write a sum in letters, in the paper's language."""
    return spelled_euros(cents, str(get_locale() or "fr"))


def both(cents: int) -> str:
    """Write a sum in figures and in letters."""
    return f"{figures(cents)} ({letters(cents)})"
