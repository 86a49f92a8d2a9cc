"""Thousands of years drawn from history: how often the cap holds, and the credits that make it hold.

Nothing here knows a file or an association: history is the number of files of each earlier year, how many of them came
from priority areas, and the sums asked, by classes of several files that each tell their average. Drawn with a seed, so
that anybody who has the inputs finds the same figures. Each year is exact: see `grants.domain.fund`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log
from random import Random
from typing import TYPE_CHECKING

from grants.domain.chance import Band, Expected, Prior, band, expect, quantile
from grants.domain.fund import Fund, common_cap, missing

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STEP = 1_000
"""Averages are rounded up to this many cents."""
CLASSES, FEWEST_IN_CLASS = 10, 4
"""The sums of a year are told by at most so many classes, each the average of at least so many files: nobody's own."""
SPREAD = ((2, 3), (1, 1), (4, 3))
"""Of a year of which only the average is known, a third of the files ask that, a third less, a third more."""
USUAL_FILES = 44
"""Between the 35 and 55 files a year of the first call of this kind (domain § 1)."""
FILES = Prior(mean=log(USUAL_FILES), spread=0.16)
"""Of the logarithm of a year's number of files: 35 to 55 is about the middle, a fifth less or more."""
USUAL_PRIORITY = (1, 2)
"""Half of the files come from priority areas (domain § 1), until one's own years say otherwise."""
YEARS, SEED = 10_000, 2026
ASSURANCES = (50, 80, 90, 95, 99)
"""Out of a hundred years, how often the cap should hold."""
STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""The chance is drawn apart for multiples of one of these, from half the middle number of files to its double."""
YEARS_BY_NUMBER = 1_000
WIDEST = 4
"""No year is drawn with more files than this many times the largest known."""


@dataclass(frozen=True, slots=True)
class History:
    """What earlier years tell. `files`: their numbers of files; `priority`: files of priority areas, out of how many.

    `amounts`: for each year, what its files ask: the average of each class, all classes as large (`classes`).
    """

    files: tuple[int, ...]
    amounts: tuple[tuple[int, ...], ...]
    priority: tuple[int, int] = USUAL_PRIORITY


@dataclass(frozen=True, slots=True)
class Year:
    """One drawn year: its files, the credits missing for the cap to hold (cents, ≤ 0 when it holds), its common cap."""

    files: int
    missing: int
    cap: int


@dataclass(frozen=True, slots=True)
class Robustness:
    """What `years` drawn years say of a fund; sums in cents.

    `holds`: the years in which the cap holds. `needed`: for each number of years out of a hundred, the credits with
    which the cap holds that often. `by_files` and `by_credits`: out of a thousand years, how many hold the cap with
    that number of files, or with those credits.
    """

    years: int
    seed: int
    holds: int
    files: Band
    caps: Band
    credits: int
    needed: tuple[tuple[int, int], ...]
    by_files: tuple[tuple[int, int], ...]
    by_credits: tuple[tuple[int, int], ...]

    @property
    def in_a_hundred(self) -> int:
        """Years out of a hundred in which the cap holds; never a round hundred nor nothing unless it is all or none."""
        rounded = round(100 * self.holds / self.years)
        return min(max(rounded, int(self.holds > 0)), 100 - int(self.holds < self.years))


def classes(cents: Sequence[int]) -> tuple[int, ...]:
    """Return the averages of the sums a year asked, by classes of neighbours about as large, rounded up to `STEP`.

    Too few files to make a class tell nothing.
    """
    ordered, count = sorted(cents), len(cents)
    many = min(CLASSES, count // FEWEST_IN_CLASS)
    found = []
    for place in range(many):
        part = ordered[place * count // many : (place + 1) * count // many]
        found.append(-(-sum(part) // (len(part) * STEP)) * STEP)
    return tuple(found)


def around(average: int) -> tuple[int, ...]:
    """Return the classes of a year of which only the average (cents) is known."""
    return tuple(-(-average * times // (parts * STEP)) * STEP for times, parts in SPREAD)


def expected_files(history: History) -> Expected:
    """Return what is expected of the logarithm of a year's number of files."""
    return expect([log(files) for files in history.files if files > 0], FILES)


def draw_years(history: History, fund: Fund, *, years: int = YEARS, seed: int = SEED) -> list[Year]:
    """Draw years; the same inputs give the same years, and other credits the same files asking the same sums.

    Raises ValueError without any sum asked.
    """
    rng = Random(seed)  # noqa: S311 - anybody must find the same years
    numbers = expected_files(history)
    most = WIDEST * max((*history.files, USUAL_FILES))
    pools = _pools(history, fund.cap)
    found = []
    for _ in range(years):
        files = min(max(1, round(exp(min(numbers.draw(rng), log(most))))), most)
        asked, split = rng.choices(rng.choice(pools), k=files), _priority(history, files, rng)
        kinds = {True: asked[:split], False: asked[split:]}
        lacking = missing(fund, {kind: sum(sums) for kind, sums in kinds.items()})
        found.append(Year(files, lacking, fund.cap if lacking <= 0 else common_cap(fund, kinds)))
    return found


def robustness(history: History, fund: Fund, *, years: int = YEARS, seed: int = SEED) -> Robustness:
    """Tell how robust a fund is, from years drawn out of history. Raises ValueError without any sum asked."""
    drawn = draw_years(history, fund, years=years, seed=seed)
    lacking, files = sorted(year.missing for year in drawn), band(year.files for year in drawn)
    return Robustness(
        years=years,
        seed=seed,
        holds=sum(cents <= 0 for cents in lacking),
        files=files,
        caps=band(year.cap for year in drawn),
        credits=fund.credits,
        needed=tuple((share, max(0, fund.credits + quantile(lacking, share / 100))) for share in ASSURANCES),
        by_files=tuple(_by_files(history, fund, _numbers(files.central), seed)),
        by_credits=tuple(_by_credits(lacking, fund.credits)),
    )


def _pools(history: History, cap: int) -> list[list[int]]:
    """Return what a file may ask under the cap, one list for each year: years differ."""
    pools = [[min(cents, cap) for cents in year] for year in history.amounts if year]
    if not pools:
        msg = "no earlier year says what a file asks"
        raise ValueError(msg)
    return pools


def _priority(history: History, files: int, rng: Random) -> int:
    """Draw how many files come from priority areas."""
    inside, out_of = history.priority
    share = inside / out_of if out_of else 0.0
    return sum(rng.random() < share for _ in range(files))


def _numbers(middle: int) -> list[int]:
    """Return numbers of files from half the middle one to its double, easy to read."""
    step = next((step for step in STEPS if 10 * step >= middle), STEPS[-1])
    return list(range(-(-middle // (2 * step)) * step, 2 * middle + step, step))


def _by_files(history: History, fund: Fund, numbers: Sequence[int], seed: int) -> Iterator[tuple[int, int]]:
    """Count, for each number of files, in how many of a thousand years the cap holds; each file comes one by one."""
    rng = Random(f"{seed}/files")  # noqa: S311 - as above
    pools, (inside, out_of) = _pools(history, fund.cap), history.priority
    share = inside / out_of if out_of else 0.0
    held = dict.fromkeys(numbers, 0)
    for _ in range(YEARS_BY_NUMBER):
        asked = {True: 0, False: 0}
        for number, cents in enumerate(rng.choices(rng.choice(pools), k=numbers[-1]), start=1):
            asked[rng.random() < share] += cents
            if number in held:
                held[number] += missing(fund, asked) <= 0
    yield from held.items()


def _by_credits(lacking: Sequence[int], opened: int) -> Iterator[tuple[int, int]]:
    """Count, for credits around those opened (credits open to all change), in how many of a thousand years it holds."""
    step = max(opened // 20, 1)
    for cents in range(opened - 10 * step, opened + 11 * step, step):
        held = sum(each <= cents - opened for each in lacking)
        yield cents, round(1000 * held / len(lacking))
