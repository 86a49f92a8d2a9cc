"""What readers ask in an address, made safe: anything odd is left aside and named, never an error."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.domain.file.fields import KINDS
from grants.domain.fulltext import LONGEST_SEARCH
from grants.projects.queries import Filters

if TYPE_CHECKING:
    from collections.abc import Mapping


KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
SLUG = re.compile(r"[a-z0-9-]{1,120}")
NUMBER = re.compile(r"[0-9]{1,6}")
YEAR = re.compile(r"[0-9]{4}")

PARAMETERS = {"q": "text", "annee": "year", "theme": "theme", "quartier": "neighbourhood", "besoin": "kind"}
"""What stands in the address, in French, and the filter it sets."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of an address, its page (from 1), and the parameters that made no sense."""

    filters: Filters
    page: int
    odd: tuple[str, ...]

    @property
    def address(self) -> dict[str, str | int]:
        """The parameters that say the same again, page left out."""
        values = {name: getattr(self.filters, field) for name, field in PARAMETERS.items()}
        return {name: value for name, value in values.items() if value}


def read_asked(arguments: Mapping[str, str]) -> Asked:
    """Read the parameters of a list's address."""
    typed = {name: arguments.get(name, "").strip() for name in PARAMETERS}
    text = "".join(sign for sign in typed["q"] if sign.isprintable())[:LONGEST_SEARCH]
    year = typed["annee"] if YEAR.fullmatch(typed["annee"]) and typed["annee"].isascii() else ""
    theme, quarter = (typed[name] if KEY.fullmatch(typed[name]) else "" for name in ("theme", "quartier"))
    kind = typed["besoin"] if typed["besoin"] in KINDS else ""
    good = {"annee": year, "theme": theme, "quartier": quarter, "besoin": kind}
    odd = tuple(name for name, value in good.items() if typed[name] and not value)
    filters = Filters(text=text, year=int(year or 0), theme=theme, neighbourhood=quarter, kind=kind)
    return Asked(filters, read_page(arguments.get("page", "")), odd)


def read_page(typed: str) -> int:
    """Return a page number from 1; odd ones give the first page."""
    return max(1, int(typed)) if NUMBER.fullmatch(typed) and typed.isascii() else 1
