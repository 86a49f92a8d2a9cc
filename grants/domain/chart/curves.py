"""Curves over time or over money, with a band where they may go. Paths stand in a square of 100 by 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grants.domain.chart.scale import WHOLE, Mark, Scale, apart, ticks

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Curve:
    """A curve as it is known: its name, its points (x, y) from left to right, and how it is drawn.

    `look` is `now` (thick), `then` (thin) or `likely` (dashed). `steps`: it holds its value until the next point, as a
    count of files does.
    """

    name: str
    points: Sequence[Point]
    look: str = "then"
    steps: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A curve as it is drawn: its path, and the place of its last point in percent."""

    name: str
    look: str
    path: str
    end_x: float
    end_y: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Curves on two scales, `band` being the path of the area between two curves, empty without one.

    `x_marks`, `y_marks` and the level lines `holds` are (value, percent); y counts from above.
    """

    lines: list[Line]
    band: str
    x_marks: list[Mark]
    y_marks: list[Mark]
    holds: list[Mark]


@dataclass(frozen=True, slots=True)
class Frame:
    """The two scales of a plot."""

    across: Scale
    up: Scale

    def at(self, point: Point) -> Point:
        """Return the place of a point, y from above."""
        return self.across.at(point[0]), round(WHOLE - self.up.at(point[1]), 2)

    def path(self, points: Sequence[Point]) -> str:
        """Return the path through points."""
        return " ".join(f"{'L' if i else 'M'}{x:g} {y:g}" for i, (x, y) in enumerate(map(self.at, points)))


def plot(
    curves: Sequence[Curve],
    band: Sequence[tuple[float, float, float]] = (),
    *,
    x_marks: Sequence[float] = (),
    holds: Sequence[float] = (),
    unit: int = 1,
) -> Plot:
    """Draw curves, the band (x, low, high) and lines at the levels of `holds` on scales that hold them all.

    Across goes from the first x to the last, those of `x_marks` included; up goes from nothing to a round number of
    `unit`s (100 for sums in cents).
    """
    xs = [x for curve in curves for x, _ in curve.points] + [x for x, *_ in band] + list(x_marks)
    ys = [y for curve in curves for _, y in curve.points] + [high for *_, high in band] + list(holds)
    rounds = ticks(int(-(-max([*ys, 1]) // 1)), 4, unit)
    frame = Frame(Scale(min(xs, default=0), max(xs, default=1)), Scale(0, rounds[-1]))
    held = [(level, frame.at((0, level))[1]) for level in holds]
    return Plot(
        [_line(curve, frame) for curve in curves if curve.points],
        _area(band, frame),
        [(mark, frame.across.at(mark)) for mark in x_marks],
        apart([(mark, frame.at((0, mark))[1]) for mark in rounds], held),
        held,
    )


def _line(curve: Curve, frame: Frame) -> Line:
    """Draw one curve."""
    points = _stairs(curve.points) if curve.steps else curve.points
    x, y = frame.at(points[-1])
    return Line(curve.name, curve.look, frame.path(points), x, y)


def _stairs(points: Sequence[Point]) -> list[Point]:
    """Return the points of a curve that holds each value until the next one."""
    held: list[Point] = []
    for x, y in points:
        if held:
            held.append((x, held[-1][1]))
        held.append((x, y))
    return held


def _area(band: Sequence[tuple[float, float, float]], frame: Frame) -> str:
    """Return the path around a band: along its highs, back along its lows."""
    if not band:
        return ""
    around = [(x, high) for x, _, high in band] + [(x, low) for x, low, _ in reversed(band)]
    return f"{frame.path(around)} Z"
