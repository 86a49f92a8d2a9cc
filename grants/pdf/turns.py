"""One at a time: whoever works on the same thing waits for the other, in this process or the next one."""

from __future__ import annotations

import fcntl
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PLACES = 64
"""Lock files kept: two things that share one only wait for each other, as they would for the press."""


@contextmanager
def turn(key: str, folder: Path) -> Iterator[None]:
    """Hold the turn of that thing among the threads and processes of this machine.

    The lock is the system's, on a file of `folder`: a process that dies gives its turn back.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{zlib.crc32(key.encode()) % PLACES:02d}").open("w") as place:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
