"""Whoever was erased stays so: a backup put back is erased again before anybody reads it, or the site stays shut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from grants.db import db
from grants.domain.errors import RuleError
from grants.privacy.models import Erasure
from grants.privacy.queries import every_address
from grants.privacy.services.again import LIST, listed, mark_of, write_list
from grants.privacy.services.erasing import erase

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SHUT: Final = "shut-until-erased"


@dataclass(frozen=True, slots=True)
class Again:
    """How many were erased again, and how many cannot go yet: a payment waits, or they are staff again."""

    done: int
    waiting: int


def erase_again(var: Path, actor: str = "command", lists: Iterable[Path] = ()) -> Again:
    """Erase whoever an older backup brought back; what cannot go yet waits for the next call."""
    lines = [line for path in (var / LIST, *lists) for line in listed(path)]
    known = set(db.session.scalars(select(Erasure.mark))) | {line.partition(" ")[2] for line in lines}
    done = waiting = 0
    for address in sorted(every_address()) if known else ():
        if mark_of(address) not in known:
            continue
        try:
            erase(address, actor)
        except RuleError:
            waiting += 1
        else:
            done += 1
    write_list(var, also=lines)
    return Again(done, waiting)


def newest(lists: Iterable[Path]) -> list[Path]:
    """Return the lists at hand that know at least all that the database knows; an older one proves nothing."""
    known = set(db.session.scalars(select(Erasure.mark)))
    return [path for path in lists if path.is_file() and known <= {line.partition(" ")[2] for line in listed(path)}]


def shut(var: Path) -> None:
    """Keep every page shut until it is known who was erased since the backup."""
    var.mkdir(parents=True, exist_ok=True)
    (var / SHUT).touch()


def reopen(var: Path) -> None:
    """Let the pages be read again."""
    (var / SHUT).unlink(missing_ok=True)


def is_shut(var: Path) -> bool:
    """Tell whether a backup was put back without a word on who was erased since."""
    return (var / SHUT).exists()
