"""Bars that lie: one amount a line, its words above it, so that the longest name fits on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from grants.domain.chart.scale import Scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its words, its amount, from where to where it goes; `over` is where it passes the ceiling.

    `kind` is `whole` (it starts at nothing), `more` or `less` (it starts where the one before ended).
    """

    label: str
    amount: int
    start: float
    end: float
    kind: str = "whole"
    over: float | None = None

    @property
    def under(self) -> float:
        """How long it is, as far as the ceiling."""
        return round((self.end if self.over is None else self.over) - self.start, 2)


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars on one scale; `ceiling` is where nothing should pass, if there is such a place."""

    bars: list[Bar]
    ceiling: float | None = None


class Step(NamedTuple):
    """A step of a waterfall: what is added (or taken away when negative), or a sum of what came before."""

    label: str
    amount: int
    whole: bool = False


def bars(pairs: Iterable[tuple[str, int]], ceiling: int | None = None, most: int = 1) -> Bars:
    """Lay (words, amount) on one scale that holds them all, the ceiling and `most`; negative amounts count as nothing.

    Pictures side by side share one scale when they are given the same `most`.
    """
    pairs = list(pairs)
    scale = Scale(0, max([amount for _, amount in pairs] + [ceiling or 0, most]))
    laid = [
        Bar(
            label,
            amount,
            0.0,
            scale.at(amount),
            over=scale.at(ceiling) if ceiling is not None and amount > ceiling else None,
        )
        for label, amount in pairs
    ]
    return Bars(laid, None if ceiling is None else scale.at(ceiling))


def waterfall(steps: Sequence[Step]) -> Bars:
    """Lay steps one after the other, each from where the last one ended; a whole is drawn from nothing.

    A whole that is not the sum of what came before is drawn as it is said to be, and the next step starts from it.
    """
    reached, spans = 0, []
    for step in steps:
        start, end = (0, step.amount) if step.whole else (reached, reached + step.amount)
        spans.append((start, end))
        reached = end
    edges = [edge for span in spans for edge in span]
    scale = Scale(min([*edges, 0]), max([*edges, 1]))
    return Bars([_bar(step, span, scale) for step, span in zip(steps, spans, strict=True)])


def _bar(step: Step, span: tuple[int, int], scale: Scale) -> Bar:
    """Draw one step."""
    kind = "whole" if step.whole else "less" if step.amount < 0 else "more"
    return Bar(step.label, step.amount, scale.at(min(span)), scale.at(max(span)), kind)
