"""Public pages read from a streaming replica, when there is one, and never older than a few seconds.

Only whoever shows no cookie reads there. Every form of ours sets one, so does signing in: somebody who wrote a moment
ago reads the server they wrote to. Pages behind a secret address are read where they are written too, since the
secret may have been sent a second ago. See docs/decisions/0024.
"""

from __future__ import annotations

from functools import wraps
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from flask import current_app, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import NotFound

from grants.db import REPLICA, db, engine_options, from_replica
from grants.security import EVERYONE, audience_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from sqlalchemy import Engine

    from grants.settings import Settings

EXTENSION: Final = "replica"
LOOK: Final = 2.0
"""Seconds between two looks at the replica: what it must have read again by then, so how late it may be, twice."""
AWAY: Final = 10.0
"""Seconds during which a replica that did not answer is left alone."""
SECRETS: Final = {"token", "key", "public_id"}
"""What addresses hold that is known to one person."""
WATCHERS: Final = "operations"
"""The pages that tell of the server itself."""
REPLAYED: Final = text("SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn() - '0/0'")
WRITTEN: Final = text("SELECT pg_current_wal_lsn() - '0/0'")


class Replica:
    """What this process knows of the replica."""

    def __init__(
        self, primary: Callable[[], Engine], replica: Callable[[], Engine], clock: Callable[[], float]
    ) -> None:
        """Begin by looking."""
        self._primary, self._replica, self._clock = primary, replica, clock
        self._written: int | None = None
        self._fit, self._again, self._lock = False, 0.0, Lock()

    def is_fit(self) -> bool:
        """Tell whether it may be read; one request looks, now and then, and the others go by what was seen last."""
        with self._lock:
            if self._clock() < self._again:
                return self._fit
            self._again = self._clock() + AWAY
        fit = self._look()
        with self._lock:
            self._fit = fit is True
            self._again = self._clock() + (AWAY if fit is None else LOOK)
        return self._fit

    def leave(self) -> None:
        """Read elsewhere for a while: it failed in the middle of a page."""
        with self._lock:
            self._fit, self._again = False, self._clock() + AWAY

    def _look(self) -> bool | None:
        """Tell whether it has read again all that was written at the look before; None when it does not answer.

        Positions in the journal are compared and not clocks: a quiet town writes nothing, and its replica is not late.
        When only the primary is silent the replica is the best there is.
        """
        if self._written is None:
            self._written = self._position()
        try:
            with self._replica().connect() as connection:
                follows, replayed = connection.execute(REPLAYED).one()
        except SQLAlchemyError:
            return None
        fit = bool(follows) and replayed is not None and replayed >= (self._written or 0)
        self._written = self._position() or self._written
        return fit

    def _position(self) -> int | None:
        """Return how far the primary has written."""
        try:
            with self._primary().connect() as connection:
                return int(connection.scalar(WRITTEN))
        except SQLAlchemyError:
            return None


def replica_binds(settings: Settings) -> dict[str, Any]:
    """Return how the replica is spoken to: given up sooner than the primary, since another server has the same."""
    if not settings.database_replica_url:
        return {}
    sooner = {"connect_timeout": 2, "keepalives_idle": 2, "keepalives_interval": 1, "tcp_user_timeout": 4000}
    options = engine_options(settings.database_replica_url)
    options.get("connect_args", {}).update(sooner)
    return {REPLICA: {"url": settings.database_replica_url, **options}}


def read_from_replica(app: Flask) -> None:
    """Have the public pages read from the replica; call it once every page has its address."""
    app.extensions[EXTENSION] = Replica(lambda: db.engine, lambda: db.engines[REPLICA], monotonic)
    for endpoint, view in list(app.view_functions.items()):
        rules = list(app.url_map.iter_rules(endpoint))
        known = {argument for rule in rules for argument in rule.arguments}
        reads = any("GET" in (rule.methods or ()) for rule in rules) and not endpoint.startswith(WATCHERS)
        if reads and audience_of(view) == EVERYONE and SECRETS.isdisjoint(known):
            app.view_functions[endpoint] = _replica_first(view)


def _replica_first(view: Callable[..., Any]) -> Callable[..., Any]:
    """Make a page from the replica if it may be, and from the primary when the replica failed or has not got it yet."""

    @wraps(view)
    def answer(**values: object) -> Any:  # noqa: ANN401 - whatever the view answers
        known: Replica = current_app.extensions[EXTENSION]
        if request.method not in {"GET", "HEAD"} or request.cookies or not known.is_fit():
            return view(**values)
        reading = from_replica.set(True)
        try:
            return view(**values)
        except SQLAlchemyError as error:
            current_app.logger.warning("the replica failed: %s", type(error).__name__)
            known.leave()
        except NotFound:
            current_app.logger.debug("not on the replica, or not yet")
        finally:
            from_replica.reset(reading)
        db.session.remove()
        return view(**values)

    return answer
