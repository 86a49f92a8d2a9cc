"""Things around a circle, joined two by two: who is linked to whom, those of one kind side by side."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

RADIUS: Final = 300.0
"""Of the circle, in units of the picture, whose centre is 0, 0."""
NAMES_FROM: Final = 316.0
HALF: Final = 540.0
"""Half the side of the whole picture, names included."""
LONGEST_NAME: Final = 24
"""Signs of a name that the picture holds."""
PULLED: Final = 0.25
"""How near the centre a curve between two neighbours is drawn, in parts of the way out."""
QUARTER: Final = 90.0


@dataclass(frozen=True, slots=True)
class Spoke:
    """Something on the circle: its number from 1, its name and what fits of it, its place, and how its name is turned.

    `turn` is in degrees around (`name_x`, `name_y`); a name on the left half is written towards its end.
    """

    key: int
    number: int
    name: str
    short: str
    x: float
    y: float
    name_x: float
    name_y: float
    turn: float
    ends_there: bool


@dataclass(frozen=True, slots=True)
class Chord:
    """A link as it is drawn: its path, its look, its width."""

    path: str
    look: str
    width: float


@dataclass(frozen=True, slots=True)
class Ring:
    """The whole picture."""

    spokes: list[Spoke]
    chords: list[Chord]


def ring(things: Iterable[tuple[int, str, str]], links: Sequence[tuple[int, int, str, int]]) -> Ring:
    """Place things (key, name, kind) around a circle by kind, and join them: links are (key, key, look, how many).

    Kinds are kept apart by the room of one thing. Links to what is not there are left out.
    """
    ordered = sorted(things, key=lambda thing: (thing[2], thing[1].casefold(), thing[0]))
    kinds = list(dict.fromkeys(kind for _, _, kind in ordered))
    room = len(ordered) + (len(kinds) if len(kinds) > 1 else 0)
    spokes = [
        _spoke(key, number, name, 2 * pi * (number - 1 + kinds.index(kind)) / room)
        for number, (key, name, kind) in enumerate(ordered, start=1)
    ]
    places = {spoke.key: spoke for spoke in spokes}
    return Ring(
        spokes,
        [
            Chord(_curve(places[one], places[other]), look, 1.5 + min(number, 5))
            for one, other, look, number in links
            if one in places and other in places
        ],
    )


def shortened(name: str) -> str:
    """Cut a name to what the picture holds."""
    line = " ".join(name.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1].rstrip(" ,;-") + "…"


def _spoke(key: int, number: int, name: str, angle: float) -> Spoke:
    """Place one thing, the first one at the top, the others as the hands of a clock go."""
    across, down = sin(angle), -cos(angle)
    turn = angle * 180 / pi - QUARTER
    left = across < 0
    return Spoke(
        key,
        number,
        name,
        shortened(name),
        round(RADIUS * across, 1),
        round(RADIUS * down, 1),
        round(NAMES_FROM * across, 1),
        round(NAMES_FROM * down, 1),
        round(turn - 2 * QUARTER if left else turn, 1),
        left,
    )


def _curve(one: Spoke, other: Spoke) -> str:
    """Draw a curve that bends towards the centre."""
    x, y = (one.x + other.x) / 2 * PULLED, (one.y + other.y) / 2 * PULLED
    return f"M{one.x:g} {one.y:g}Q{x:.1f} {y:.1f} {other.x:g} {other.y:g}"
