"""Public pages that cost almost nothing when nothing changed: one short query, then 304 or the page kept in memory.

A page is kept under its address and language with the mark of what it was made from (`public_stamp`), so that a change
anywhere makes it anew and several processes never disagree. Who is signed in always gets a page of their own.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from functools import wraps
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, ClassVar, Generic, ParamSpec, TypeVar

from flask import Response, current_app, g, make_response, request, session
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session

from grants import __version__
from grants.calls.views import today_in
from grants.commons.gifts import every_gift
from grants.commons.queries import public_stamp
from grants.db import from_replica
from grants.projects.queries import Facets, Filters, facets
from grants.security import same_for_all
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from flask.typing import ResponseReturnValue

    from grants.reports.queries import Given

P = ParamSpec("P")
T = TypeVar("T")

MOST_PAGES = 512
MOST_COUNTS = 1024
LARGEST_PAGE = 200_000
"""Bytes; larger answers are made each time."""
LONGEST_ADDRESS = 500
TRUST = 0.25


class Shelf(Generic[T]):
    """The last things made in this process from public data, the least recent leaving first."""

    def __init__(self, most: int) -> None:
        """Begin empty, with room for `most` things."""
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[str, T]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, mark: str) -> T | None:
        """Return the thing made under the same mark."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is None or kept[0] != mark:
                return None
            self._kept.move_to_end(key)
            return kept[1]

    def put(self, key: Hashable, mark: str, thing: T) -> None:
        """Keep a thing."""
        with self._lock:
            self._kept[key] = (mark, thing)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


_pages: Shelf[tuple[bytes, str]] = Shelf(MOST_PAGES)
_counts: Shelf[Facets] = Shelf(MOST_COUNTS)
_gifts: Shelf[list[Given]] = Shelf(1)


def counted(filters: Filters) -> Facets:
    """Return the counts of a list, counted once for as long as nothing public changed."""
    mark = _stamp()
    known = _counts.get(filters, mark)
    if known is None:
        known = facets(filters)
        _counts.put(filters, mark, known)
    return known


def all_given() -> list[Given]:
    """Return what reports and news gave in common, read once for as long as nothing public changed."""
    mark = _stamp()
    known = _gifts.get("", mark)
    if known is None:
        known = every_gift()
        _gifts.put("", mark, known)
    return known


def kept_fresh(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Answer 304 or the kept page to an anonymous reader when nothing public changed since."""

    @same_for_all
    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if g.get("person") is not None or "_flashes" in session:
            return _private(make_response(view(*args, **kwargs)))
        address = f"{request.script_root}{request.full_path}"
        mark = _mark(address)
        if request.if_none_match.contains_weak(mark):
            return _shared(Response(status=304), mark)
        kept = _pages.get(address, mark)
        if kept is not None:
            return _shared(Response(kept[0], content_type=kept[1]), mark)
        response = make_response(view(*args, **kwargs))
        if response.status_code == 200 and not response.is_streamed:  # noqa: PLR2004 - only whole good answers are kept
            body = response.get_data()
            if len(body) <= LARGEST_PAGE and len(address) <= LONGEST_ADDRESS:
                _pages.put(address, mark, (body, response.content_type))
            return _shared(response, mark)
        return response

    return answer


class _Memo:
    """The last mark read, trusted for a moment: a busy process asks the database a few times a second, not each time.

    A commit of this process ends the trust at once; one of another process is seen within `TRUST` seconds. What the
    replica says is remembered apart: it may be late.
    """

    kept: ClassVar[dict[bool, tuple[str, float]]] = {}


@event.listens_for(Session, "after_commit")
@event.listens_for(Engine, "engine_disposed")
def _forget(_source: object) -> None:
    """Ask again at the next request."""
    _Memo.kept.clear()


def _stamp() -> str:
    """Return the mark of all that is public."""
    instant, source = monotonic(), from_replica.get()
    mark, until = _Memo.kept.get(source, ("", 0.0))
    if instant >= until:
        mark = public_stamp()
        _Memo.kept[source] = mark, instant + TRUST
    return mark


def _mark(address: str) -> str:
    """Return the mark of a page: what is public, the day in the town, the address, the program."""
    town = territory(current_app.extensions["settings"].territory)
    made_of = f"{_stamp()}|{today_in(town)}|{__version__}|{address}"
    return hashlib.sha256(made_of.encode()).hexdigest()[:24]


def _shared(response: Response, mark: str) -> Response:
    """Let anybody keep the answer and ask each time whether it still holds."""
    response.set_etag(mark)
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Cookie")
    return response


def _private(response: Response) -> Response:
    """Keep a signed-in reader's page out of shared caches."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
