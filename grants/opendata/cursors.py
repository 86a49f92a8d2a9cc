"""Where a page of the API ends, as a word that only we read: what follows may change without breaking anybody."""

from __future__ import annotations

import base64
import binascii
import re

SHAPE = r"^[A-Za-z0-9_-]{1,24}$"
LARGEST = 2_000_000_000
INSIDE = re.compile(rb"p([0-9]{1,10})")


def written(last: int) -> str:
    """Return the cursor of the page that follows an id."""
    return base64.urlsafe_b64encode(b"p%d" % last).decode().rstrip("=")


def read(typed: str) -> int | None:
    """Return the id a cursor stands for, or None when it is none of ours."""
    if not re.fullmatch(SHAPE, typed) or not typed.isascii():
        return None
    try:
        inside = INSIDE.fullmatch(base64.urlsafe_b64decode(typed + "=" * (-len(typed) % 4)))
    except (binascii.Error, ValueError):
        return None
    return int(inside[1]) if inside and int(inside[1]) <= LARGEST else None
