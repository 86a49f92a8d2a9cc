"""What the tests of accessibility found, kept with the version they ran on; the declaration tells nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby

from grants.settings import ROOT

FILE = ROOT / "config" / "accessibility.json"
CRITERIA = 106
"""How many criteria version 4.1 of the RGAA has."""


@dataclass(frozen=True, slots=True)
class Tested:
    """A walk of axe-core over pages, in a browser, on a day.

    `pages` are addresses of the demonstration year, each opened wide and in light, then narrow and in dark; `criteria`
    those of the RGAA of which a machine tests a part; `barriers` what it found there, one line each.
    """

    on: date
    version: str
    axe: str
    browser: str
    pages: tuple[str, ...]
    rules: int
    criteria: tuple[str, ...]
    barriers: tuple[str, ...]

    @property
    def by_room(self) -> list[tuple[str, list[str]]]:
        """The pages by the first part of their address, in order."""
        ordered = sorted(self.pages)
        return [(room, list(pages)) for room, pages in groupby(ordered, lambda page: page.split("/")[1].split("?")[0])]


@lru_cache
def tested() -> Tested:
    """Return the walk that came with this version."""
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    lists = {name: tuple(raw[name]) for name in ("pages", "criteria", "barriers")}
    return Tested(
        date.fromisoformat(raw["on"]), raw["version"], raw["axe"], raw["browser"], rules=raw["rules"], **lists
    )
