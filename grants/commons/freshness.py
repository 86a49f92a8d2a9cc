"""Public pages that cost almost nothing when nothing changed: one short query, then 304 or the page kept in memory.

A page is kept under its address and language with the mark of what it was made from (`public_stamp`), so that a change
anywhere makes it anew and several processes never disagree. Who is signed in always gets a page of their own.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec

from flask import Response, current_app, g, make_response, request, session

from grants import __version__
from grants.calls.views import today_in
from grants.commons.queries import public_stamp
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

P = ParamSpec("P")

MOST_PAGES = 512
LARGEST_PAGE = 200_000
"""Bytes; larger answers are made each time."""
LONGEST_ADDRESS = 500


class PageShelf:
    """The last pages served to anonymous readers in this process, the least recent leaving first."""

    def __init__(self) -> None:
        """Begin empty."""
        self._pages: OrderedDict[str, tuple[str, bytes, str]] = OrderedDict()
        self._lock = Lock()

    def get(self, address: str, mark: str) -> tuple[bytes, str] | None:
        """Return the body and kind of a page made from the same mark."""
        with self._lock:
            kept = self._pages.get(address)
            if kept is None or kept[0] != mark:
                return None
            self._pages.move_to_end(address)
            return kept[1], kept[2]

    def put(self, address: str, mark: str, body: bytes, kind: str) -> None:
        """Keep a page."""
        with self._lock:
            self._pages[address] = (mark, body, kind)
            self._pages.move_to_end(address)
            while len(self._pages) > MOST_PAGES:
                self._pages.popitem(last=False)


shelf = PageShelf()


def kept_fresh(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Answer 304 or the kept page to an anonymous reader when nothing public changed since."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if g.get("person") is not None or "_flashes" in session:
            return _private(make_response(view(*args, **kwargs)))
        address = f"{request.script_root}{request.full_path}"
        mark = _mark(address)
        if request.if_none_match.contains(mark):
            return _shared(Response(status=304), mark)
        kept = shelf.get(address, mark)
        if kept is not None:
            return _shared(Response(kept[0], content_type=kept[1]), mark)
        response = make_response(view(*args, **kwargs))
        if response.status_code == 200 and not response.is_streamed:  # noqa: PLR2004 - only whole good answers are kept
            body = response.get_data()
            if len(body) <= LARGEST_PAGE and len(address) <= LONGEST_ADDRESS:
                shelf.put(address, mark, body, response.content_type)
            return _shared(response, mark)
        return response

    return answer


def _mark(address: str) -> str:
    """Return the mark of a page: what is public, the day in the town, the address, the program."""
    town = territory(current_app.extensions["settings"].territory)
    made_of = f"{public_stamp()}|{today_in(town)}|{__version__}|{address}"
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
