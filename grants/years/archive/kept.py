"""Archives ready to be given: made once, kept beside the data until something public changes.

A shelf is a folder of `var`: `annee-2026-<mark>.zip`, and while one is made a small file that says how far it is.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from grants import __version__
from grants.commons.queries import public_stamp
from grants.years.archive.bundle import write_zip
from grants.years.queries import year_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 600
"""Seconds after which a work that says nothing any more is thought dead, and asked for again."""
STEP = 10
"""Projects drawn between two moments at which the database is left to others."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the archive of one year stands."""

    folder: Path
    year: int

    @property
    def ready(self) -> Path:
        """The archive of what is public now."""
        return self.folder / f"annee-{self.year}-{_mark()}.zip"

    @property
    def _asked(self) -> Path:
        """What says how far the work is."""
        return self.folder / f"annee-{self.year}.asked"

    def ask(self) -> bool:
        """Note that the archive is wanted; False when somebody is making it already."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            if time() - self._asked.stat().st_mtime > PATIENCE:
                self._asked.unlink(missing_ok=True)
        try:
            self._asked.touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def progress(self) -> int:
        """Return how many projects are done."""
        try:
            return int(self._asked.read_text() or 0)
        except (OSError, ValueError):
            return 0

    def tell(self, done: int) -> None:
        """Say how many projects are done."""
        self._asked.write_text(str(done))

    def done(self, kept: Path | None = None) -> None:
        """Say that nobody works any more; take away the archives of what is no longer so, once nobody reads them."""
        self._asked.unlink(missing_ok=True)
        for old in self.folder.glob(f"annee-{self.year}-*.zip"):
            if kept is not None and old != kept and time() - old.stat().st_mtime > PATIENCE:
                old.unlink(missing_ok=True)


def shelf_of(year: int, var: str | Path) -> Shelf:
    """Return where the archive of a year is kept."""
    return Shelf(Path(var) / "archives", year)


def archive_year(year: int, var: str) -> Iterator[None]:
    """Make the archive of a year, away from any page; between two parts nobody is kept from the database."""
    shelf, found = shelf_of(year, var), year_whole(year)
    target = shelf.ready
    try:
        shelf.folder.mkdir(parents=True, exist_ok=True)
        last = 0
        for done in write_zip(target, found) if found else ():
            if done >= last + STEP:
                last = done
                shelf.tell(done)
                yield
        shelf.done(target)
    finally:
        shelf.done()


def _mark() -> str:
    """Return what tells this state of what is public, by this version of the software."""
    return hashlib.sha256(f"{public_stamp()}|{__version__}".encode()).hexdigest()[:16]
