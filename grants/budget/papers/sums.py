"""Sums as papers write them: in figures, then in letters."""

from __future__ import annotations

from grants.budget.forms.words.sums import euros, spoken
from grants.domain.spelled import spelled_euros


def figures(cents: int) -> str:
    """Write a sum in figures, in the paper's language."""
    return euros(cents)


def letters(cents: int) -> str:
    """Write a sum in letters, in the paper's language."""
    return spelled_euros(cents, spoken())


def both(cents: int) -> str:
    """Write a sum in figures and in letters."""
    return f"{figures(cents)} ({letters(cents)})"
