"""Three shares that answer the fear of sprinkling: how many newcomers, how much in priority areas, how many reports.

Domain § 1: the objection to answer openly is *saupoudrage*. A newcomer is an association whose first award in these
data is of that year; the oldest year has no meaning there. Files alone know their area and their report: years
imported from a published list have neither.
"""

from __future__ import annotations

from dataclasses import dataclass

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Shares:
    """The counts of one year, sums in cents; `oldest`: the first year of the data, where everybody would be new."""

    year: int
    associations: int
    newcomers: int
    oldest: bool
    voted: int = 0
    priority: int = 0
    expected: int = 0
    reported: int = 0

    @property
    def newcomers_share(self) -> int | None:
        """Newcomers in a hundred associations; None in the oldest year."""
        return None if self.oldest else percent(self.newcomers, self.associations)

    @property
    def priority_share(self) -> int | None:
        """Money in priority areas in a hundred euros voted to files; None without files."""
        return percent(self.priority, self.voted)

    @property
    def reported_share(self) -> int | None:
        """Reports received in a hundred awards to files that were not withdrawn; None without files."""
        return percent(self.reported, self.expected)


def percent(part: int, whole: int) -> int | None:
    """Return the nearest whole number of hundredths; None of nothing."""
    return (2 * WHOLE * part + whole) // (2 * whole) if whole else None
