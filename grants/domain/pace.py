"""How files come in: what a season that is under way will bring, from the pace of earlier ones and from drafts.

Files come late: most in the last days, as everywhere. So an earlier year's final number divided by its number on the
same day before closing says how much is still to come. The logarithms of these ratios, and of earlier final numbers,
are expected as `grants.domain.chance` says and met with each other, then thousands of endings are drawn. An ending is
never below the files received and the drafts that will be sent, drawn with the share of drafts earlier years sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import exp, log, sqrt
from random import Random
from typing import TYPE_CHECKING

from grants.domain.chance import Band, Expected, Prior, band, expect
from grants.domain.fund import Fund, missing
from grants.domain.years import FILES, USUAL_FILES, USUAL_PRIORITY, WIDEST

if TYPE_CHECKING:
    from collections.abc import Iterator

WEEKS = (8, 4, 2, 1)
"""Weeks before closing for which staff may type an earlier year's number of files."""
DRAWS, FEWER_DRAWS = 2_000, 500
"""Endings drawn for today, and for each test on a day or a year that is past."""
STEP = 10_000
"""Sums expected are told to this many cents: more would be a false precision."""
USUAL_SENT = (3, 2)
"""Drafts sent and not sent, as many as if seen: three in five, until earlier years say otherwise."""
EARLY_SPREAD, LATE_SPREAD = 0.55, 0.04
"""How far from the usual pace a year may be when filing opens and on its last day, as logarithms of a ratio."""


@dataclass(frozen=True, slots=True)
class Season:
    """One earlier year: files at the end, cents they asked under the cap, and how many files were there when.

    `marks`: (days before closing, files), in any order. `amounts`: cents of each file where they are known.
    `drafts`: begun and not sent on the day looked at, and how many of these were sent in the end.
    """

    year: int
    files: int
    requested: int
    marks: tuple[tuple[int, int], ...] = ()
    amounts: tuple[int, ...] = ()
    drafts: tuple[int, int] = (0, 0)
    priority: tuple[int, int] = (0, 0)
    typed: bool = False

    def at(self, days_left: float, filing_days: int) -> float | None:
        """Return the files there were so many days before closing; None when unknown.

        Between two days that are known, files are taken to have come as they usually do (`usual_share`).
        """
        if not self.marks:
            return None
        known = sorted({0: self.files, filing_days: 0, **dict(self.marks)}.items())
        for (late, more), (early, fewer) in pairwise(known):
            if late <= days_left <= early:
                first, usual, last = (usual_share(day, filing_days) for day in (early, days_left, late))
                return fewer + (more - fewer) * (usual - first) / ((last - first) or 1)
        return float(known[-1][1]) if days_left > known[-1][0] else float(self.files)


@dataclass(frozen=True, slots=True)
class Now:
    """Where this year stands: files received by kind (True: priority areas) in cents under the cap, and drafts.

    `days_left` until the last moment to send, with what is left of today as a part of a day; below zero after it.
    """

    days_left: float
    filing_days: int
    received: Mapping[bool, Sequence[int]] = field(default_factory=dict)
    drafts: int = 0

    @property
    def count(self) -> int:
        """Files received."""
        return sum(len(sums) for sums in self.received.values())


@dataclass(frozen=True, slots=True)
class Passing:
    """When the ceiling would be passed: in how many endings out of a hundred, and between which days before closing."""

    in_a_hundred: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected at closing, in files and cents; `missing`: credits open to all that the whole cap would lack.

    `years` is the number of earlier years known, `paces` how many of them say how files came in.
    """

    files: Band
    sums: Band
    missing: Band
    passing: Passing | None
    years: int
    paces: int
    sent_share: float


@dataclass(frozen=True, slots=True)
class _Ending:
    """One drawn ending: files, cents asked under the cap, cents missing."""

    files: int
    sums: int
    missing: int


def usual_share(days_left: float, filing_days: int) -> float:
    """Return the share of files that is usually there: few at first, most in the last days."""
    gone = (filing_days - days_left) / max(filing_days, 1)
    return min(max(gone, 0.0), 1.0) ** 2


def expected_final(seasons: Sequence[Season], now: Now) -> Expected:
    """Return what is expected of the logarithm of the final number of files."""
    by_number = expect([log(each.files) for each in seasons if each.files], FILES)
    if not now.count:
        return by_number
    return by_number.met_with(_by_pace(seasons, now))


def forecast(seasons: Sequence[Season], now: Now, fund: Fund, *, draws: int = DRAWS, seed: int = 1) -> Forecast:
    """Draw endings of the season and tell their bands; the same inputs and seed give the same figures."""
    rng = Random(seed)  # noqa: S311 - the same page twice says the same
    endings = list(_endings(seasons, now, fund, draws, rng))
    return Forecast(
        files=band(each.files for each in endings),
        sums=band(each.sums for each in endings).rounded(STEP),
        missing=band(max(0, each.missing) for each in endings).rounded(STEP),
        passing=_passing(seasons, now, fund, endings),
        years=len(seasons),
        paces=sum(bool(each.marks) for each in seasons),
        sent_share=_sent_share(seasons),
    )


def held_out(seasons: Sequence[Season], days_left: int, filing_days: int, seed: int = 1) -> list[tuple[Season, Band]]:
    """Return each season whose pace is known with the band that the others would have given of its number of files."""
    fund, found = Fund(1, ()), []
    for season in seasons:
        count = season.at(days_left, filing_days)
        if count is not None:
            others = [each for each in seasons if each is not season]
            now = Now(days_left, filing_days, {False: (0,) * round(count)})
            drawn = _endings(others, now, fund, FEWER_DRAWS, Random(f"{seed}/{season.year}"))  # noqa: S311 - as above
            found.append((season, band(each.files for each in drawn)))
    return found


def _by_pace(seasons: Sequence[Season], now: Now) -> Expected:
    """Return what the files received and earlier ratios say of the logarithm of the final number.

    Never surer than chance allows: a few files more or less in the first weeks say little, whatever the ratios.
    """
    usual = max(usual_share(now.days_left, now.filing_days), 1 / (2 * USUAL_FILES))
    spread = LATE_SPREAD + (EARLY_SPREAD - LATE_SPREAD) * now.days_left / max(now.filing_days, 1)
    ratios, counts = [], []
    for season in seasons:
        count = season.at(now.days_left, now.filing_days)
        if count is not None and season.files:
            ratios.append(log((season.files + 0.5) / (count + 0.5)))
            counts.append(count)
    ratio = expect(ratios, Prior(mean=-log(usual), spread=spread, degrees=2.0))
    still = 1 - exp(-max(ratio.mean, 0.0))
    there = sum(counts) / len(counts) if counts else usual * USUAL_FILES
    chance = sqrt(still / (there + 0.5))
    return Expected(ratio.mean + log(now.count), max(ratio.spread, chance), ratio.degrees)


def _endings(seasons: Sequence[Season], now: Now, fund: Fund, draws: int, rng: Random) -> Iterator[_Ending]:
    """Draw endings: how many files, then what those still to come ask and where they come from."""
    final, share = expected_final(seasons, now), _priority_share(seasons, now)
    most = WIDEST * max((*(each.files for each in seasons), now.count, USUAL_FILES))
    asked = {kind: sum(now.received.get(kind, ())) for kind in (False, True)}
    pools = _pools(seasons, now, fund.cap)
    sent, kept_back = _drafts(seasons)
    for _ in range(draws):
        likely = rng.betavariate(sent, kept_back)
        floor = now.count + sum(rng.random() < likely for _ in range(now.drafts))
        drawn = round(exp(min(final.draw(rng), log(most))))
        files = now.count if now.days_left < 0 else max(floor, drawn)
        coming = rng.choices(rng.choice(pools), k=files - now.count)
        sums = dict(asked)
        for cents in coming:
            sums[rng.random() < share] += cents
        yield _Ending(files, sums[False] + sums[True], missing(fund, sums) if fund.purses else 0)


def _pools(seasons: Sequence[Season], now: Now, cap: int) -> list[list[int]]:
    """Return what a file may ask, one list a year, since years differ; the cap when nothing is known."""
    pools = [[min(cents, cap) for sums in now.received.values() for cents in sums]]
    for season in seasons:
        if season.amounts:
            pools.append([min(cents, cap) for cents in season.amounts])
        elif season.files:
            pools.append([min(season.requested // season.files, cap)])
    return [pool for pool in pools if pool] or [[cap]]


def _priority_share(seasons: Sequence[Season], now: Now) -> float:
    """Return the share of files from priority areas, of earlier years and this one."""
    inside = len(now.received.get(True, ())) + sum(each.priority[0] for each in seasons)
    out_of = now.count + sum(each.priority[1] for each in seasons)
    usual_inside, usual_out_of = USUAL_PRIORITY
    return (inside + usual_inside) / (out_of + usual_out_of)


def _drafts(seasons: Sequence[Season]) -> tuple[int, int]:
    """Count the drafts of earlier years that were sent, and those that were not, with the usual ones."""
    begun, sent = sum(each.drafts[0] for each in seasons), sum(each.drafts[1] for each in seasons)
    return USUAL_SENT[0] + sent, USUAL_SENT[1] + begun - sent


def _sent_share(seasons: Sequence[Season]) -> float:
    """Return the share of drafts that are sent."""
    sent, kept_back = _drafts(seasons)
    return sent / (sent + kept_back)


def _passing(seasons: Sequence[Season], now: Now, fund: Fund, endings: Sequence[_Ending]) -> Passing | None:
    """Tell when the sums pass the ceiling, in the endings in which they do; None in fewer than one in a hundred."""
    passed = [each for each in endings if each.missing > 0]
    if not passed or not fund.purses or 100 * len(passed) < len(endings):
        return None
    so_far = sum(sum(sums) for sums in now.received.values())
    paces: list[Season | None] = [each for each in seasons if each.marks] or [None]
    days = []
    for place, ending in enumerate(passed):
        ceiling = ending.sums - ending.missing
        still = (ceiling - so_far) / max(ending.sums - so_far, 1)
        days.append(_day_at(paces[place % len(paces)], max(still, 0.0), now))
    found = band(days)
    return Passing(round(100 * len(passed) / len(endings)), found.high, found.low)


def _day_at(season: Season | None, part: float, now: Now) -> int:
    """Return how many days before closing that part of what is still to come will have come, at a season's pace."""

    def there(days_left: float) -> float:
        if season is None:
            return usual_share(days_left, now.filing_days)
        return (season.at(days_left, now.filing_days) or 0.0) / max(season.files, 1)

    start = there(now.days_left)
    for days_left in range(int(max(now.days_left, 0)), 0, -1):
        if there(days_left) - start >= part * (1 - start):
            return days_left
    return 0
