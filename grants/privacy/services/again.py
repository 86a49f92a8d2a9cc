"""The marks of those who were erased, in the database and beside it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants.db import db
from grants.privacy.models import Erasure

if TYPE_CHECKING:
    from collections.abc import Mapping
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


def write_list(var: Path) -> None:
    """Write the marks beside the data, where an older backup does not reach: a line each, its instant and its mark."""
    known = db.session.execute(select(Erasure.at, Erasure.mark).order_by(Erasure.id)).all()
    lines = dict.fromkeys([*listed(var), *(f"{at.isoformat(timespec='seconds')} {mark}" for at, mark in known)])
    var.mkdir(parents=True, exist_ok=True)
    draft = var / f"{LIST}.draft"
    draft.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")
    draft.replace(var / LIST)


def listed(var: Path) -> list[str]:
    """Read the list beside the data."""
    path = var / LIST
    return path.read_text(encoding="ascii").splitlines() if path.is_file() else []
