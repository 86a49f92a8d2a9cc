"""Where a page of the API ends, as a word that only we read: what follows may change without breaking anybody."""

from __future__ import annotations

import base64
import binascii
import re

SHAPE = r"^[A-Za-z0-9_-]{1,24}$"
LARGEST = 2_000_000_000
INSIDE = re.compile(rb"p([0-9]{1,10})")
INSIDE_KEY = re.compile(rb"k([0-9]{1,7}-n?[0-9]{1,7})")


def written(last: int) -> str:
    """Return the cursor of the page that follows an id."""
    return base64.urlsafe_b64encode(b"p%d" % last).decode().rstrip("=")


def written_key(key: str) -> str:
    """Return the cursor of the page that follows a thing given in common, known by its key."""
    return base64.urlsafe_b64encode(f"k{key}".encode()).decode().rstrip("=")


def read_key(typed: str) -> tuple[int, bool, int] | None:
    """Return the place in the order of the keys that a cursor stands for, or None when it is none of ours."""
    found = _inside(typed, INSIDE_KEY)
    return place_of(found[1].decode()) if found else None


def place_of(key: str) -> tuple[int, bool, int]:
    """Return where a key stands among all: by project, what its report gave before what its news did."""
    project, _dash, thing = key.partition("-")
    return int(project), thing.startswith("n"), int(thing.removeprefix("n"))


def read(typed: str) -> int | None:
    """Return the id a cursor stands for, or None when it is none of ours."""
    inside = _inside(typed, INSIDE)
    return int(inside[1]) if inside and int(inside[1]) <= LARGEST else None


def _inside(typed: str, shape: re.Pattern[bytes]) -> re.Match[bytes] | None:
    """Return what a cursor hides when it has that shape."""
    if not re.fullmatch(SHAPE, typed) or not typed.isascii():
        return None
    try:
        return shape.fullmatch(base64.urlsafe_b64decode(typed + "=" * (-len(typed) % 4)))
    except (binascii.Error, ValueError):
        return None
