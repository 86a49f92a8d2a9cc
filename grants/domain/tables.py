"""How many tables an evening needs, and how many people each seats."""

from __future__ import annotations

from grants.domain.errors import RuleError

FEWEST_TO_MEET = 2


def tables_for(people: int, *, fewest: int = 4, most: int = 6, count: int | None = None) -> list[tuple[int, int]]:
    """Return the (fewest, most) seats of each table so that all tables are as even as can be.

    Without `count` the number of tables follows the people, aiming between `fewest` and `most` seats. Raises RuleError:
    `nobody_comes`, `somebody_alone`, `odd_sizes` (fewest, most), `too_few_seats` (people, tables, most, missing,
    enough), `too_many_tables` (people, tables, enough).
    """
    if people == 0:
        raise RuleError("nobody_comes")
    if people < FEWEST_TO_MEET:
        raise RuleError("somebody_alone")
    if not FEWEST_TO_MEET <= fewest <= most:
        raise RuleError("odd_sizes", fewest=fewest, most=most)
    needed = -(-people // most)
    if count is None:
        wished = round(2 * people / (fewest + most))
        count = max(needed, min(wished, people // fewest))
    if count < needed:
        missing = people - count * most
        raise RuleError("too_few_seats", people=people, tables=count, most=most, missing=missing, enough=needed)
    if people < count * FEWEST_TO_MEET:
        raise RuleError("too_many_tables", people=people, tables=count, enough=max(1, people // fewest))
    return [(people // count, -(-people // count))] * count
