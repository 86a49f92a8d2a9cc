"""The deck of fluctuation tests: cards as data, what each changes, and the order in which they are drawn.

The idea of drawing such cards is that of robustness: to stay stable in the short run and viable in the long run despite
fluctuations (domain § 1). What a change does to a year is in `grants.domain.trials`.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from grants.domain.errors import RuleError
from grants.domain.file.fields import NO_WORDS, Bilingual

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_FILES, MOST_WEEKS, LEAST_PERCENT, MOST_PERCENT, MOST_ABSENT = 500, 52, -100, 300, 95
"""The largest change somebody may compose: files, weeks of delay, percent of credits, percent of people absent."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a card does; everything at nothing changes nothing.

    Percents are out of a hundred. `files_to`: their number in the end; `more_files` ask `more_cents` each (0: the
    middle sum). `unused_percent`: files of priority areas that come from elsewhere instead, so that the money kept for
    these areas stays. `absent_percent`: None leaves the usual share. `repaid_awards`: awards given back whole.
    """

    files_percent: int = 0
    files_to: int | None = None
    more_files: int = 0
    more_cents: int = 0
    fewer_files: int = 0
    asks_percent: int = 0
    all_ask_cap: bool = False
    credits_percent: int = 0
    cofunder_leaves: bool = False
    unused_percent: int = 0
    council_weeks: int = 0
    blocked_months: int = 0
    cofunder_months: int = 0
    repaid_awards: int = 0
    repaid_cents: int = 0
    absent_percent: int | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A card of the deck: what happens (`title`, `words`), and what to talk about once its figures are read."""

    key: str
    title: Bilingual = NO_WORDS
    words: Bilingual = NO_WORDS
    question: Bilingual = NO_WORDS
    change: Change = Change()


def check_change(change: Change) -> None:
    """Hold what somebody composed to what can be worked out; raise RuleError.

    `too_many_files` (most), `percent_out_of_range` (fewest, most), `weeks_out_of_range` (most),
    `absent_out_of_range` (most).
    """
    if change.files_to is not None and not 0 <= change.files_to <= MOST_FILES:
        raise RuleError("too_many_files", most=MOST_FILES)
    if not LEAST_PERCENT <= change.credits_percent <= MOST_PERCENT:
        raise RuleError("percent_out_of_range", fewest=LEAST_PERCENT, most=MOST_PERCENT)
    if not 0 <= change.council_weeks <= MOST_WEEKS:
        raise RuleError("weeks_out_of_range", most=MOST_WEEKS)
    if change.absent_percent is not None and not 0 <= change.absent_percent <= MOST_ABSENT:
        raise RuleError("absent_out_of_range", most=MOST_ABSENT)


def deck(cards: Sequence[Card], seed: int) -> list[Card]:
    """Return the cards in the order in which they are drawn: each once, the same order for the same seed."""
    order = list(cards)
    Random(seed).shuffle(order)  # noqa: S311 - everybody who has the address sees the same card
    return order


def drawn(cards: Sequence[Card], seed: int, turn: int) -> tuple[Card, int, int]:
    """Return the card of a turn (from 1) with the seed and the turn of the next; past the last, the deck is mixed anew.

    Raises RuleError `no_cards`.
    """
    if not cards:
        raise RuleError("no_cards")
    laps, place = divmod(max(turn, 1) - 1, len(cards))
    seed += laps
    following = (seed, place + 2) if place + 1 < len(cards) else (seed + 1, 1)
    return (deck(cards, seed)[place], *following)
