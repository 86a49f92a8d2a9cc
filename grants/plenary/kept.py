"""Pages of the evening kept in this process for a moment: two hundred phones ask for the same one at once.

A change made by this process ends the moment; one of another process is seen within `TRUST` seconds.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import Response, g, make_response, request, session
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.orm import ORMExecuteState, Session

from grants.db import from_replica, now
from grants.plenary.models import Tick

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from flask.typing import ResponseReturnValue

P = ParamSpec("P")
T = TypeVar("T")

MOST = 256
TRUST = 2
LONGEST_ADDRESS = 300
FOUND = 200
SHOWN = "shown on pages"

_things: OrderedDict[Hashable, tuple[int, Any]] = OrderedDict()
_lock = Lock()
_turns = tuple(Lock() for _ in range(64))


def kept_a_moment(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Give anonymous readers of one address the same page for a moment, and 304 to whoever has it already."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        if g.get("person") is not None or "_flashes" in session:
            return view(*args, **kwargs)
        page = _of_this_moment(("page", request.script_root, request.full_path), lambda: _made(view(*args, **kwargs)))
        copy = Response(page.get_data(), status=page.status, headers=page.headers)
        return copy.make_conditional(request)

    return answer


def kept_text(make: Callable[[], str]) -> str:
    """Return a short text made for the address of this request, the same for everybody and for a moment."""
    return _of_this_moment(("text", request.full_path), lambda: (make(), True))


def _made(answer: ResponseReturnValue) -> tuple[Response, bool]:
    """Return a page ready to be given to several, and whether it may be."""
    page = make_response(answer)
    page.add_etag()
    page.headers["Cache-Control"] = "no-cache"
    page.vary.add("Cookie")
    return page, page.status_code == FOUND and not session.modified and len(request.full_path) <= LONGEST_ADDRESS


def _of_this_moment(key: Hashable, make: Callable[[], tuple[T, bool]]) -> T:
    """Return what is kept under a key, or make it: one hand makes it, others get the last one if young.

    What comes from the replica is kept apart: whoever has just written must not be given it.
    """
    key = (from_replica.get(), key)
    moment = int(now().timestamp()) // TRUST
    kept = _kept(key)
    if kept is not None and kept[0] == moment:
        return kept[1]  # type: ignore[no-any-return]
    turn = _turns[hash(key) % len(_turns)]
    if not turn.acquire(blocking=kept is None or kept[0] != moment - 1):
        return kept[1]  # type: ignore[index, no-any-return]
    try:
        kept = _kept(key)
        if kept is not None and kept[0] == moment:
            return kept[1]  # type: ignore[no-any-return]
        thing, lasts = make()
        if lasts:
            _keep(key, (moment, thing))
        return thing
    finally:
        turn.release()


def _kept(key: Hashable) -> tuple[int, Any] | None:
    with _lock:
        return _things.get(key)


def _keep(key: Hashable, thing: tuple[int, Any]) -> None:
    """Keep a thing with its moment; the oldest ones leave."""
    with _lock:
        _things[key] = thing
        while len(_things) > MOST:
            _things.popitem(last=False)


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
        _things.clear()
