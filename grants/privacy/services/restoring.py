"""Whoever was erased stays so: a backup put back is erased again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.db import db
from grants.domain.errors import RuleError
from grants.privacy.models import Erasure
from grants.privacy.queries import every_address
from grants.privacy.services.again import listed, mark_of
from grants.privacy.services.erasing import erase

if TYPE_CHECKING:
    from pathlib import Path


def erase_again(var: Path, actor: str = "command") -> int:
    """Erase whoever an older backup brought back; return how many. What cannot go yet waits for the next call."""
    known = set(db.session.scalars(select(Erasure.mark))) | {line.partition(" ")[2] for line in listed(var)}
    done = 0
    for address in sorted(every_address()) if known else ():
        if mark_of(address) not in known:
            continue
        try:
            erase(address, actor)
        except RuleError:
            continue
        done += 1
    return done
