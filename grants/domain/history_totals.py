"""Totals that do not say so: a line that adds up those above it is no grant."""

from __future__ import annotations

from typing import Final

FEWEST_ADDED: Final = 3
"""Two lines that add up to a third happen by chance; three with nothing else written beside them do not."""


class Sums:
    """Adds up the lines of a table as they come."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.forget()
        self._whole, self._lines = 0, 0

    def forget(self) -> None:
        """Begin a new part of the table: a total stood here."""
        self._part, self._added, self._detailed = 0, 0, 0

    def is_sum(self, cents: int, *, bare: bool) -> bool:
        """Tell whether a line is the sum of its part or of the table; `bare` ones have a name and an amount alone.

        Only a bare line below lines that say more is taken for a total; any other counts as a line of the part.
        """
        of_part = self._added >= FEWEST_ADDED and cents == self._part and self._detailed == self._added
        of_whole = self._lines >= FEWEST_ADDED and cents == self._whole and self._detailed == self._added
        if bare and cents and (of_part or of_whole):
            self.forget()
            return True
        self._part += cents
        self._whole += cents
        self._added += 1
        self._lines += 1
        self._detailed += not bare
        return False
