"""The folder of the daily backups: what it holds, whether it is sound, what leaves it, and how far a new one is.

Beside each `sauvegarde-….tar.gz[.age]` a small `….json` says what was written. Files without one are not ours: they are
neither listed nor removed.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Final

from grants.db import now
from grants.domain.rotation import kept
from grants.operations import backup

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE: Final = 3600
"""Seconds after which a backup that says nothing any more is thought dead, and its leavings are cleared."""
PIECE: Final = 1 << 20
FAILURE: Final = "last-failure.txt"
ASKED: Final = "under-way.txt"


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup that stays: when it was made, its bytes, its sum, its rows, and whether it still is what was written."""

    name: str
    made_at: datetime
    size: int
    sha256: str
    rows: int
    sealed: bool
    sound: bool
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the backups stand."""

    folder: Path

    def kept(self) -> list[Kept]:
        """Return the backups, the newest first; one whose file is gone is not sound."""
        found = [each for path in self.folder.glob("sauvegarde-*.json") if (each := _read(path))]
        return sorted(found, key=lambda each: each.made_at, reverse=True)

    def make(self, *, sealed: bool) -> Kept:
        """Make a backup, read it again, and say what it is; raise BackupError or OSError."""
        self._clear()
        instant = now()
        ending = "tar.gz.age" if sealed else "tar.gz"
        path = self.folder / f"sauvegarde-{instant:%Y-%m-%d-%H%M%S}.{ending}"
        contents = backup.create(path, self.tell)
        if not sealed:
            backup.verify(path)
        size, rows = path.stat().st_size, sum(contents.rows.values())
        made = Kept(path.name, instant, size, _sum(path), rows, sealed, sound=True, checked_at=instant)
        self.note(made)
        return made

    def check(self) -> None:
        """Read every backup again, and note which still are what was written."""
        for each in self.kept():
            path = self.folder / each.name
            sound = path.is_file() and _sum(path) == each.sha256
            self.note(replace(each, sound=sound, checked_at=now()))

    def rotate(self) -> None:
        """Let go of what is older than the rule keeps; only sound backups count, and damaged ones stay to be seen."""
        sound = [each for each in self.kept() if each.sound]
        stay = kept(each.made_at for each in sound)
        for each in sound:
            if each.made_at not in stay:
                (self.folder / each.name).unlink(missing_ok=True)
                self._note_of(each).unlink(missing_ok=True)

    def ask(self) -> bool:
        """Note that a backup is wanted; False when one is under way."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            if time() - (self.folder / ASKED).stat().st_mtime > PATIENCE:
                (self.folder / ASKED).unlink(missing_ok=True)
        try:
            (self.folder / ASKED).touch(exist_ok=False)
        except FileExistsError:
            return False
        return True

    def tell(self, done: int, whole: int) -> None:
        """Say how far the backup under way is."""
        (self.folder / ASKED).write_text(f"{done} {whole}")

    def under_way(self) -> tuple[int, int] | None:
        """Return how many tables are written and how many there are; None when no backup is being made."""
        try:
            done, _, whole = (self.folder / ASKED).read_text().partition(" ")
            return int(done or 0), int(whole or 1)
        except (OSError, ValueError):
            return None

    def done(self, failure: str = "") -> None:
        """Say that no backup is under way any more, and why the last one failed if it did."""
        with suppress(OSError):
            (self.folder / ASKED).unlink(missing_ok=True)
            if failure:
                (self.folder / FAILURE).write_text(f"{now().isoformat(timespec='minutes')} {failure}")
            else:
                (self.folder / FAILURE).unlink(missing_ok=True)

    def failure(self) -> tuple[datetime, str] | None:
        """Return when and why the last backup failed; None when it did not."""
        try:
            at, _, words = (self.folder / FAILURE).read_text().partition(" ")
            return datetime.fromisoformat(at), words
        except (OSError, ValueError):
            return None

    def pieces(self, name: str) -> Iterator[bytes]:
        """Give a backup by pieces."""
        with (self.folder / name).open("rb") as file:
            while piece := file.read(PIECE):
                yield piece

    def _clear(self) -> None:
        """Take away what a backup that was cut short left behind."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for left in (*self.folder.glob(".sauvegarde-*.unfinished"), *self.folder.glob(".copy-*/*")):
            if time() - left.stat().st_mtime > PATIENCE:
                left.unlink(missing_ok=True)
        for place in self.folder.glob(".copy-*"):
            with suppress(OSError):
                place.rmdir()

    def _note_of(self, each: Kept) -> Path:
        return self.folder / f"{each.name}.json"

    def note(self, each: Kept) -> None:
        """Write what a backup is, whole or not at all."""
        fresh = self.folder / f".{each.name}.new"
        fresh.write_text(json.dumps(asdict(each), default=datetime.isoformat, indent=1))
        fresh.replace(self._note_of(each))


def _read(note: Path) -> Kept | None:
    """Read what a backup is; None when the note is damaged."""
    try:
        told = json.loads(note.read_text())
        for name in ("made_at", "checked_at"):
            told[name] = datetime.fromisoformat(told[name]).astimezone(UTC)
        each = Kept(**told)
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return each if (note.parent / each.name).is_file() else replace(each, sound=False)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
