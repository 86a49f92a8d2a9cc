"""Reading neighbours while nobody waits. No transaction is open while the line is: each `yield` keeps what was done."""

from __future__ import annotations

from dataclasses import asdict
from random import SystemRandom
from typing import TYPE_CHECKING, Final

from grants.audit import record
from grants.db import db, now
from grants.domain.feeds import reach
from grants.federation.models import ASKED, ENDED, LINKED, SEEN, Neighbour
from grants.federation.queries import due, neighbour_at, neighbour_of
from grants.federation.services.keeping import forget_unseen, keep
from grants.federation.services.looking import Asked, Look, look
from grants.federation.services.relating import relate
from grants.jobs import current_jobs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

PREVIEW: Final = 10
PART: Final = 200
"""Projects kept in one transaction: nobody who writes meanwhile waits for a whole feed."""
_CHANCE = SystemRandom()


def read_neighbours() -> Iterator[None]:
    """Have each neighbour whose day has come read, in a work of its own: mails pass between them."""
    numbers = due(now())
    yield
    for number in numbers:
        current_jobs().soon(read_neighbour.__name__, number)


def read_neighbour(number: int) -> Iterator[None]:
    """Look at an address that was asked for, or read again a neighbour we are linked with."""
    neighbour = neighbour_of(number)
    if neighbour is None or neighbour.state not in {ASKED, LINKED} or (neighbour.paused and neighbour.state == LINKED):
        return
    first = neighbour.state == ASKED
    asked = Asked(neighbour.address, neighbour.etag, neighbour.last_modified, first=first)
    yield
    found = look(asked)
    neighbour = neighbour_of(number)
    if neighbour is None:
        return
    if first:
        _show(neighbour, found)
        return
    instant, changed, entries = now(), 0, found.feed.entries if found.feed else ()
    for start in range(0, len(entries), PART):
        changed += keep(neighbour, entries[start : start + PART], instant)
        yield
        neighbour = neighbour_of(number)
        if neighbour is None:
            return
    _note(neighbour, found, instant, changed)
    yield
    yield from relate(number)


def _show(neighbour: Neighbour, found: Look) -> None:
    """Keep ten entries and what the content says of itself, for somebody to say yes."""
    neighbour.last_fetched, neighbour.trouble = now(), found.trouble
    feed = found.feed
    if feed is None:
        neighbour.state, neighbour.preview = SEEN, {}
        return
    if found.address != neighbour.address and neighbour_at(found.address) is None:
        neighbour.address = found.address
    neighbour.state, neighbour.kind = SEEN, feed.kind
    neighbour.name, neighbour.licence = feed.name or neighbour.name, feed.licence
    neighbour.home, neighbour.left_out = feed.home or found.home, feed.left_out
    shown = [asdict(each) for each in feed.entries[:PREVIEW]]
    neighbour.preview = {"entries": shown, "number": len(feed.entries), "cut": feed.cut}


def _note(neighbour: Neighbour, found: Look, instant: datetime, changed: int) -> None:
    """Note that a feed was read whole at that instant, or why nothing was; and when to come back."""
    neighbour.trouble = found.trouble
    if found.trouble:
        neighbour.failures += 1
    else:
        neighbour.failures, neighbour.last_fetched = 0, instant
    neighbour.next_fetch = instant + reach.pause(neighbour.failures, found.retry_after, _CHANCE)
    if found.trouble == "gone":
        neighbour.state, neighbour.next_fetch = ENDED, None
        record("command", "neighbour_ended", f"neighbour:{neighbour.id}")
    if found.feed is not None:
        feed = found.feed
        neighbour.etag, neighbour.last_modified = found.etag, found.last_modified
        neighbour.left_out, neighbour.kind = feed.left_out, feed.kind
        licence = feed.licence or neighbour.licence
        changed += forget_unseen(neighbour, instant)
        if changed or licence != neighbour.licence:
            record("command", "neighbour_read", f"neighbour:{neighbour.id}", {"changed": changed})
        neighbour.licence = licence
    db.session.flush()
