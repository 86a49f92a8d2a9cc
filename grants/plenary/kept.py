"""Pages of the evening kept in this process for a moment: two hundred phones ask for the same one at once."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from sqlalchemy import event
from sqlalchemy.engine import Engine

MOST = 256

_pages: OrderedDict[tuple[object, ...], str] = OrderedDict()
_lock = Lock()


def kept_page(key: tuple[object, ...]) -> str | None:
    """Return a page kept under this key, which holds all that the page is made of."""
    with _lock:
        return _pages.get(key)


def keep_page(key: tuple[object, ...], page: str) -> None:
    """Keep a page; the oldest ones leave."""
    with _lock:
        _pages[key] = page
        while len(_pages) > MOST:
            _pages.popitem(last=False)


@event.listens_for(Engine, "engine_disposed")
def _forget(_source: object) -> None:
    """Keep nothing of a database that is left."""
    with _lock:
        _pages.clear()
