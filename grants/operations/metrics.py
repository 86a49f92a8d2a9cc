"""Figures for Prometheus, as an extra (requirements-metrics.txt): how the site does, and nothing of anybody.

Requests are told by the rule of their address, as in the log; never by address, person or word. What several processes
of one machine counted is added up, through files of `var/metrics`, one folder a machine.
"""

from __future__ import annotations

import hmac
import os
import socket
from contextlib import suppress
from ipaddress import ip_address, ip_network
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response, abort, request
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import SQLAlchemyError

from grants.db import now
from grants.jobs import current_jobs
from grants.logs import watch
from grants.operations import queries
from grants.security import EVERYONE, open_to
from grants.settings import Settings, SettingsError, current_settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from prometheus_client import Metric

FOLDER: Final = "PROMETHEUS_MULTIPROC_DIR"
WAITS: Final = (0.01, 0.05, 0.1, 0.3, 1, 3, 10, 60)
"""Seconds; 0.3 is the goal of the evening."""
SHORTEST_TOKEN: Final = 20
QUESTIONS: Final = (0.001, 0.005, 0.02, 0.1, 0.5, 2)

bp = Blueprint("metrics", __name__)


@bp.get("/metrics")
@open_to(EVERYONE)
def metrics() -> Response:
    """Give the figures to whom the settings name; for anybody else there is no such page."""
    if not _may_read(current_settings()):
        abort(404)
    from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest  # noqa: PLC0415 - an extra
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    registry.register(Now())
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _may_read(settings: Settings) -> bool:
    """Tell whether whoever asks comes from a place of the settings, or shows their token."""
    scheme, _, shown = request.headers.get("Authorization", "").partition(" ")
    right = hmac.compare_digest(shown.encode(), settings.metrics_token.encode())
    if settings.metrics_token and scheme.lower() == "bearer" and right:
        return True
    with suppress(ValueError):
        asks = ip_address(request.remote_addr or "")
        return any(asks in ip_network(place, strict=False) for place in settings.metrics_from)
    return False


class Now:
    """What is looked up at each reading: the outbox, the queue, the backups."""

    def collect(self) -> Iterator[Metric]:
        """Tell it; with a database that is gone, only that."""
        from prometheus_client.core import GaugeMetricFamily as Gauge  # noqa: PLC0415 - an extra

        told: list[tuple[str, str, float]] = []
        with suppress(SQLAlchemyError):
            told = [*_mails(), *_work()]
        yield Gauge("grants_database_up", "Whether the database answers.", value=float(bool(told)))
        for name, words, value in told:
            yield Gauge(f"grants_{name}", words, value=value)


def _mails() -> Iterator[tuple[str, str, float]]:
    """Count what waits in the outbox, and what left."""
    waiting, troubled, left, oldest = queries.outbox_figures()
    yield "outbox_waiting", "Mails that have not left yet.", waiting
    yield "outbox_in_trouble", "Mails that wait after a first failure.", troubled
    yield "outbox_oldest_seconds", "How long the oldest of them has waited.", _seconds(oldest)
    yield "mails_sent_last_day", "Mails that left within a day.", left


def _work() -> Iterator[tuple[str, str, float]]:
    """Tell when a worker last worked, and how old the last sound backup is."""
    if beat := current_jobs().last_beat():
        yield "queue_beat_age_seconds", "Since a worker last worked.", _seconds(beat)
    if last := queries.last_sound():
        yield "backup_age_seconds", "Since the last sound backup.", _seconds(last.made_at)


def _seconds(since: Any) -> float:  # noqa: ANN401 - an instant, or nothing
    return (now() - since).total_seconds() if since else 0.0


def measure(app: Flask, settings: Settings) -> None:
    """Have the application counted, if the settings name anybody who may read it."""
    if not settings.metrics_from and not settings.metrics_token:
        return
    _check(settings)
    folder = settings.var / "metrics" / socket.gethostname()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault(FOLDER, str(folder))  # read when the library is first imported
    try:
        from prometheus_client import Counter, Histogram  # noqa: PLC0415 - an extra
    except ImportError as error:
        message = "metrics_from and metrics_token need the extra libraries: pip install -r requirements-metrics.txt"
        raise SettingsError(message) from error
    asked = Histogram(
        "grants_request_seconds", "Pages by the rule of their address.", ["method", "route"], buckets=WAITS
    )
    answered = Counter("grants_requests", "Answers by status.", ["method", "route", "status"])
    worked = Histogram("grants_job_seconds", "Work of the queue by name and end.", ["job", "status"], buckets=WAITS)
    questions = Histogram("grants_database_seconds", "Questions to the database.", buckets=QUESTIONS)

    def note(kind: str, facts: dict[str, Any]) -> None:
        seconds = facts["ms"] / 1000
        if kind == "request":
            asked.labels(facts["method"], facts["route"]).observe(seconds)
            answered.labels(facts["method"], facts["route"], facts["status"]).inc()
        else:
            worked.labels(facts["job"], facts["status"]).observe(seconds)

    def begin(connection: Any, *_question: object) -> None:  # noqa: ANN401 - SQLAlchemy types it loosely
        connection.info["asked at"] = perf_counter()

    def end(connection: Any, *_question: object) -> None:  # noqa: ANN401 - as above
        questions.observe(perf_counter() - connection.info.pop("asked at", perf_counter()))

    watch(app, note)
    event.listen(Engine, "before_cursor_execute", begin)
    event.listen(Engine, "after_cursor_execute", end)
    app.register_blueprint(bp)


def _check(settings: Settings) -> None:
    """Stop on settings that would let nobody read, or anybody."""
    try:
        for place in settings.metrics_from:
            ip_network(place, strict=False)
    except ValueError as error:
        message = "metrics_from must list addresses or networks, such as 10.0.0.9,10.1.0.0/16."
        raise SettingsError(message) from error
    if 0 < len(settings.metrics_token) < SHORTEST_TOKEN:
        message = "metrics_token must have at least 20 signs; its value is not shown here."
        raise SettingsError(message)
