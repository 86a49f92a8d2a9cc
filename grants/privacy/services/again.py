"""The marks of those who were erased, in the database and beside it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants.db import db
from grants.privacy.models import Erasure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SALT: Final = b"envie-de-faire/erasure/1"
COST: Final = {"n": 2**13, "r": 8, "p": 1}
"""About 20 ms an address: enough to make trying all addresses dear, little enough to try those of one instance."""
LIST: Final = "erasures.txt"


def mark_of(address: str) -> str:
    """Return what recognises an address and gives it to nobody: the same on any instance, since backups move."""
    return hashlib.scrypt(address.strip().lower().encode(), salt=SALT, dklen=24, **COST).hex()


def remember(address: str, person_id: int | None, actor: str, rows: Mapping[str, int]) -> None:
    """Keep that somebody was erased."""
    db.session.add(Erasure(mark=mark_of(address), person_id=person_id, actor=actor, figures=dict(rows)))
    db.session.flush()


def write_list(*folders: Path | None, also: Iterable[str] = ()) -> None:
    """Write the marks where an older backup does not reach, beside the data and beside the backups.

    A line each, its instant and its mark; what a list already says stays, and nobody erased gives an empty list.
    """
    known = db.session.execute(select(Erasure.at, Erasure.mark).order_by(Erasure.id)).all()
    told = [*also, *(f"{at.isoformat(timespec='seconds')} {mark}" for at, mark in known)]
    for folder in filter(None, folders):
        lines = dict.fromkeys([*listed(folder / LIST), *told])
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"{LIST}.draft"
        draft.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
        draft.replace(folder / LIST)


def listed(path: Path) -> list[str]:
    """Read a list of marks; nothing when there is none."""
    return path.read_text(encoding="ascii").splitlines() if path.is_file() else []
