"""What staff decide of a neighbour: each act is a line of the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import delete, select

from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.feeds.reach import checked_address
from grants.federation.models import ASKED, ENDED, LINKED, SEEN, Cousin, Neighbour
from grants.federation.queries import neighbour_at
from grants.projects.search import SearchIndex

if TYPE_CHECKING:
    from grants.accounts.models import Person


def add(typed: str, person: Person) -> Neighbour:
    """Note an address to look at; raises RuleError of `checked_address`, or `neighbour_known` with its number."""
    address = checked_address(typed)
    known = neighbour_at(address)
    if known is not None:
        raise RuleError("neighbour_known", number=known.id)
    name = urlsplit(address).hostname or address
    neighbour = Neighbour(name=name, address=address, added_by=_hand(person), preview={})
    db.session.add(neighbour)
    db.session.flush()
    record(_hand(person), "neighbour_added", _of(neighbour), {"host": name})
    return neighbour


def link(neighbour: Neighbour, name: str, licence: str, person: Person) -> None:
    """Say yes to what was seen; the licence is the source's own words whenever it has some."""
    if neighbour.state != SEEN or not neighbour.preview:
        raise RuleError("neighbour_not_seen")
    neighbour.name = name
    neighbour.licence = neighbour.licence or licence
    neighbour.state, neighbour.preview, neighbour.next_fetch = LINKED, {}, now()
    record(_hand(person), "neighbour_linked", _of(neighbour), {"kind": neighbour.kind, "licence": neighbour.licence})


def pause(neighbour: Neighbour, person: Person) -> None:
    """Stop reading for a while; what we know of it stays."""
    neighbour.paused = True
    record(_hand(person), "neighbour_paused", _of(neighbour))


def resume(neighbour: Neighbour, person: Person) -> None:
    """Read again each day."""
    neighbour.paused, neighbour.next_fetch = False, now()
    record(_hand(person), "neighbour_resumed", _of(neighbour))


def read_again(neighbour: Neighbour, person: Person) -> None:
    """Ask for a reading now, whatever was planned; one that had ended may have come back."""
    if neighbour.state == ENDED:
        neighbour.state = LINKED
    elif neighbour.state == SEEN:
        neighbour.state = ASKED
    neighbour.next_fetch = now()
    record(_hand(person), "neighbour_asked", _of(neighbour))


def forget(neighbour: Neighbour, person: Person) -> int:
    """Forget a neighbour and its projects; return how many there were."""
    ids = db.session.scalars(select(Cousin.id).where(Cousin.neighbour_id == neighbour.id)).all()
    SearchIndex("cousin").drop(ids)
    db.session.execute(delete(Cousin).where(Cousin.neighbour_id == neighbour.id))
    record(_hand(person), "neighbour_forgotten", _of(neighbour), {"projects": len(ids)})
    db.session.delete(neighbour)
    db.session.flush()
    return len(ids)


def _hand(person: Person) -> str:
    """Refer to who acts."""
    return f"person:{person.id}"


def _of(neighbour: Neighbour) -> str:
    """Refer to a neighbour."""
    return f"neighbour:{neighbour.id}"
