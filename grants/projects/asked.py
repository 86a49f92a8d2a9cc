"""What readers ask in an address, made safe: anything odd is left aside and named, never an error."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from grants.domain.file.fields import KINDS
from grants.domain.fulltext import LONGEST_SEARCH
from grants.projects.filtering import SORTS, Filters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,49}")
SLUG = re.compile(r"[a-z0-9-]{1,120}")
NUMBER = re.compile(r"[0-9]{1,6}")
IDENTIFIER = re.compile(r"[1-9][0-9]{0,8}")
YEAR = re.compile(r"[0-9]{4}")
YES = "1"

PARAMETERS = {
    "q": "text",
    "annee": "year",
    "theme": "theme",
    "quartier": "neighbourhood",
    "besoin": "kind",
    "asso": "association",
    "prioritaire": "priority",
    "communs": "commons",
    "tri": "sort",
    "exact": "exact",
}
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
        return {name: int(value) if isinstance(value, bool) else value for name, value in values.items() if value}

    def without(self, *names: str) -> dict[str, str | int]:
        """Return the same address with these parameters taken away."""
        return {name: value for name, value in self.address.items() if name not in names}


def _printable(typed: str) -> str:
    """Keep what can be read of a search."""
    return "".join(sign for sign in typed if sign.isprintable())[:LONGEST_SEARCH]


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str]:
    """Return a reader that keeps what has a shape, in plain ASCII."""
    return lambda typed: typed if pattern.fullmatch(typed) and typed.isascii() else ""


def _number(pattern: re.Pattern[str]) -> Callable[[str], int]:
    """Return a reader of numbers of that shape."""
    read = _matching(pattern)
    return lambda typed: int(read(typed) or 0)


READERS: dict[str, Callable[[str], str | int | bool]] = {
    "q": _printable,
    "annee": _number(YEAR),
    "theme": _matching(KEY),
    "quartier": _matching(KEY),
    "besoin": lambda typed: typed if typed in KINDS else "",
    "asso": _number(IDENTIFIER),
    "prioritaire": lambda typed: typed == YES,
    "communs": lambda typed: typed == YES,
    "tri": lambda typed: typed if typed in SORTS else "",
    "exact": lambda typed: typed == YES,
}


def read_asked(arguments: Mapping[str, str]) -> Asked:
    """Read the parameters of a list's address."""
    typed = {name: arguments.get(name, "").strip() for name in PARAMETERS}
    read: dict[str, Any] = {name: reader(typed[name]) for name, reader in READERS.items()}
    odd = tuple(name for name, value in read.items() if typed[name] and not value and name != "q")
    filters = replace(Filters(), **{PARAMETERS[name]: value for name, value in read.items()})
    return Asked(filters, read_page(arguments.get("page", "")), odd)


def read_page(typed: str) -> int:
    """Return a page number from 1; odd ones give the first page."""
    return max(1, int(typed)) if NUMBER.fullmatch(typed) and typed.isascii() else 1
