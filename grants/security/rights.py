"""What a view declares of who may open it, and whether somebody may."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, ParamSpec, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

P = ParamSpec("P")
R = TypeVar("R")
Behind = TypeVar("Behind", bound="Callable[[Mapping[str, Any]], int | None]")


class Audience(StrEnum):
    """Who may open a page: everybody, those who signed in, the town's staff, its administrators.

    `bank`: those of the staff to whom an administrator gave the sight of account numbers; no role has it of itself.
    """

    EVERYONE = "everyone"
    MEMBERS = "members"
    STAFF = "staff"
    ADMIN = "admin"
    BANK = "bank"


class Part(StrEnum):
    """What of one call somebody may look after: its files and reports, its budget, its evening."""

    FILES = "files"
    BUDGET = "budget"
    EVENING = "evening"


EVERYONE, MEMBERS, STAFF, ADMIN, BANK = Audience
FILES, BUDGET, EVENING = Part


@dataclass(frozen=True, slots=True)
class Door:
    """Who may open a page. `parts`: whoever looks after one of these for the call behind the address opens it too.

    `listed`: no one call is behind the address; the view shows those that are one's own.
    """

    audience: Audience
    parts: tuple[Part, ...] = ()
    listed: bool = False


class Asking(Protocol):
    """Somebody who signed in, as a door sees them."""

    @property
    def is_staff(self) -> bool:
        """Whether they work for the whole town."""

    @property
    def is_admin(self) -> bool:
        """Whether they administer it."""

    @property
    def reads_accounts(self) -> bool:
        """Whether they may see account numbers in full."""

    def calls_of(self, *parts: Part) -> frozenset[int]:
        """Return the calls of which they look after one of these parts."""


_BEHIND: Final[dict[str | None, Callable[[Mapping[str, Any]], int | None]]] = {}


def open_to(audience: Audience, *parts: Part, listed: bool = False) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare on a view who may open it; accounts holds every request to it."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.door = Door(audience, parts, listed)  # type: ignore[attr-defined]
        return view

    return declare


def door_of(view: object) -> Door | None:
    """Return what a view declared, None when it declared nothing."""
    return getattr(view, "door", None)


def audience_of(view: object) -> Audience | None:
    """Return to whom a view is open, None when it declared nothing."""
    door = door_of(view)
    return door.audience if door else None


def leads_to_call(room: str) -> Callable[[Behind], Behind]:
    """Declare, for the pages of a blueprint, what finds the call behind the places of an address: its id, or None."""

    def declare(find: Behind) -> Behind:
        _BEHIND[room] = find
        return find

    return declare


def call_behind(room: str | None, places: Mapping[str, Any]) -> int | None:
    """Return the id of the call behind an address of a blueprint, None when it leads to no call."""
    find = _BEHIND.get(room)
    return find(places) if find else None


def may_open(door: Door, asking: Asking, room: str | None, places: Mapping[str, Any]) -> bool:
    """Tell whether somebody who signed in may open a page; an administrator opens all but accounts in full.

    `room` and `places`: the blueprint of the address and what stands in it, which lead to a call or to none.
    """
    if door.audience in {EVERYONE, MEMBERS}:
        return True
    if door.audience == ADMIN:
        return asking.is_admin
    if door.audience == BANK and not asking.reads_accounts:
        return False
    own = asking.calls_of(*door.parts)
    return asking.is_staff or (bool(own) and (door.listed or call_behind(room, places) in own))
