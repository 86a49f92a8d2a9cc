"""What a town lends or gives in kind: its catalogue, and what a file chooses from it. In kind never eats cash."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

LARGEST_QUANTITY: Final = 999
MOST_OFFERED: Final = 10
"""Quantities a form offers of one thing; who needs more writes it freely."""

_CHOSEN = re.compile(r"([a-z0-9-]{1,40}):([0-9]{1,3})")


@dataclass(frozen=True, slots=True)
class Aid:
    """A thing of the catalogue: what it is worth in cents for one `unit`, how many there are, when it can be had.

    `since` and `until` are the first and last day of the year's lending, None without limit. `contact`: whom to ask.
    """

    key: str
    name: str
    name_en: str
    unit: str
    unit_en: str
    stock: int
    value_cents: int
    what: str = ""
    what_en: str = ""
    since: date | None = None
    until: date | None = None
    contact: str = ""

    def __post_init__(self) -> None:
        """Hold a description to what a form can bear; raises ValueError."""
        if not _CHOSEN.fullmatch(f"{self.key}:1") or self.stock < 1 or self.value_cents < 0:
            message = f"in_kind “{self.key}”: a key of small letters, a stock from 1, a value from 0"
            raise ValueError(message)

    def name_in(self, language: str) -> str:
        """Return its name in a language of the pages: `en`, else French."""
        return self.name_en if language == "en" else self.name

    def unit_in(self, language: str) -> str:
        """Return its unit in a language of the pages."""
        return self.unit_en if language == "en" else self.unit

    def what_in(self, language: str) -> str:
        """Return what it is in a language of the pages."""
        return self.what_en if language == "en" else self.what

    @property
    def quantities(self) -> range:
        """The quantities a form offers."""
        return range(1, min(self.stock, MOST_OFFERED) + 1)


Chosen = Mapping[str, int]
"""How many of each thing, by key."""

Slip = tuple[str, Mapping[str, object]]
"""The code of a sentence, and its figures."""


def read_chosen(texts: Iterable[str]) -> dict[str, int]:
    """Read choices written `key:quantity`, in their order; a thing chosen twice counts once, the larger number."""
    chosen: dict[str, int] = {}
    for text in texts:
        found = _CHOSEN.fullmatch(text)
        if found and 0 < int(found[2]) <= LARGEST_QUANTITY:
            chosen[found[1]] = max(int(found[2]), chosen.get(found[1], 0))
    return chosen


def value_of(chosen: Chosen, catalogue: Sequence[Aid]) -> int:
    """Return what the chosen things are worth, in cents; what left the catalogue counts nothing."""
    values = {aid.key: aid.value_cents for aid in catalogue}
    return sum(values.get(key, 0) * quantity for key, quantity in chosen.items())


def slips(texts: Sequence[str], catalogue: Sequence[Aid], voted_on: date | None) -> list[Slip]:
    """Return what is to be said of choices, each a code and its figures; a word, never a wall.

    `choice_unknown`: no longer in the catalogue; `aid_over_stock`: more than there are; `aid_gone`: no longer lent once
    the council has voted (`voted_on`).
    """
    known = {aid.key: aid for aid in catalogue}
    chosen = read_chosen(texts)
    said: list[Slip] = []
    if len(chosen) < len(texts) or not known.keys() >= chosen.keys():
        said.append(("choice_unknown", {}))
    for aid, quantity in ((known[key], quantity) for key, quantity in chosen.items() if key in known):
        if quantity > aid.stock:
            said.append(("aid_over_stock", {"aid": aid, "stock": aid.stock, "asked": quantity}))
        if aid.until and voted_on and aid.until < voted_on:
            said.append(("aid_gone", {"aid": aid, "until": aid.until}))
    return said


@dataclass(frozen=True, slots=True)
class Demand:
    """What all the files of a call ask of one thing: how many, and by whom, in the order of filing."""

    aid: Aid
    asked: int
    by: tuple[tuple[object, int], ...]

    @property
    def value_cents(self) -> int:
        """What it is all worth."""
        return self.asked * self.aid.value_cents

    @property
    def short(self) -> int:
        """How many lack, none when there are enough."""
        return max(0, self.asked - self.aid.stock)


def demands(files: Iterable[tuple[object, Chosen]], catalogue: Sequence[Aid]) -> list[Demand]:
    """Gather what files ask of each thing, in the catalogue's order; files come in their order of filing."""
    listed = list(files)
    found = []
    for aid in catalogue:
        by = tuple((file, chosen[aid.key]) for file, chosen in listed if aid.key in chosen)
        found.append(Demand(aid, sum(quantity for _, quantity in by), by))
    return found


def total_cents(asked: Iterable[Demand]) -> int:
    """Return what everything asked is worth together."""
    return sum(demand.value_cents for demand in asked)
