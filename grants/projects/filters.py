"""What a reader may ask of a list, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

SORTS = ("recents", "anciens", "titre", "association")
"""Orders a reader may ask for; without one, the nearest words first, else the newest."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked of the list; empty values ask nothing.

    Theme and quarter are keys, `kind` a kind of need, `association` its number. `priority` keeps what happens in a
    priority area, `commons` what gave something to everybody. `exact` searches the words as typed, typos and all,
    and them alone.
    """

    text: str = ""
    year: int = 0
    theme: str = ""
    neighbourhood: str = ""
    kind: str = ""
    association: int = 0
    priority: bool = False
    commons: bool = False
    sort: str = ""
    exact: bool = False
