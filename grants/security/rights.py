"""What a view declares of who may open it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
R = TypeVar("R")


class Audience(StrEnum):
    """Who may open a page: everybody, those who signed in, the town's staff, its administrators.

    `bank`: those of the staff to whom an administrator gave the sight of account numbers; no role has it of itself.
    """

    EVERYONE = "everyone"
    MEMBERS = "members"
    STAFF = "staff"
    ADMIN = "admin"
    BANK = "bank"


EVERYONE, MEMBERS, STAFF, ADMIN, BANK = Audience


def open_to(audience: Audience) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare on a view who may open it; accounts holds every request to it."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return declare


def audience_of(view: object) -> Audience | None:
    """Return what a view declared, None when it declared nothing."""
    return getattr(view, "audience", None)
