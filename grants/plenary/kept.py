"""Pages of the evening kept in this process for a moment: two hundred phones ask for the same one at once.

A change made by this process ends the moment; one of another process is seen within `TRUST` seconds.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, ParamSpec

from flask import Response, g, make_response, request, session
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import ORMExecuteState, Session

from grants.db import now
from grants.plenary.models import Tick

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

P = ParamSpec("P")

MOST = 256
TRUST = 2
LONGEST_ADDRESS = 300
FOUND = 200
SHOWN = "shown on pages"

_pages: OrderedDict[tuple[object, ...], Response] = OrderedDict()
_lock = Lock()
_turns = tuple(Lock() for _ in range(64))


def kept_a_moment(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Give anonymous readers of one address the same page for a moment, and 304 to whoever has it already."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if g.get("person") is not None or "_flashes" in session:
            return view(*args, **kwargs)
        key = (request.script_root, request.full_path, int(now().timestamp()) // TRUST)
        with _turns[hash(key) % len(_turns)]:  # the first makes it, the others wait for it rather than make it too
            page = _kept(key)
            if page is None:
                page = make_response(view(*args, **kwargs))
                if page.status_code != FOUND or session.modified or page.is_streamed:
                    return page
                page.add_etag()
                page.headers["Cache-Control"] = "no-cache"
                page.vary.add("Cookie")
                _keep(key, page)
        copy = Response(page.get_data(), headers=page.headers)
        return copy.make_conditional(request)

    return answer


def _kept(key: tuple[object, ...]) -> Response | None:
    with _lock:
        return _pages.get(key)


def _keep(key: tuple[object, ...], page: Response) -> None:
    """Keep a page; the oldest ones leave."""
    if len(request.full_path) > LONGEST_ADDRESS:
        return
    with _lock:
        _pages[key] = page
        while len(_pages) > MOST:
            _pages.popitem(last=False)


@event.listens_for(Session, "after_flush")
def _changed(session: Session, _context: object) -> None:
    """Note that something a page may show was written; ticks at the door, twenty a second, are on none of these."""
    touched = (*session.new, *session.deleted, *filter(session.is_modified, session.dirty))
    if any(not isinstance(each, Tick) for each in touched):
        session.info[SHOWN] = True


@event.listens_for(Session, "do_orm_execute")
def _written(state: ORMExecuteState) -> None:
    """Note the same of rows changed by one statement."""
    if not state.is_select:
        state.session.info[SHOWN] = True


@event.listens_for(Session, "after_commit")
def _ended(session: Session) -> None:
    """Keep nothing of what was before."""
    if session.info.pop(SHOWN, False):
        _forget(session)


@event.listens_for(Engine, "engine_disposed")
def _forget(_source: object) -> None:
    """Keep nothing."""
    with _lock:
        _pages.clear()
