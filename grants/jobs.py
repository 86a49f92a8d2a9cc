"""The one door to the job queue: huey, in the web process by default, or in a worker of its own.

The queue lives beside the data: in var/jobs.sqlite3 with SQLite; with PostgreSQL in its tables, which every machine of
the site shares, so that any worker does what any web machine asked.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Generator
from datetime import datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from flask import Flask, current_app
from huey import Huey, PostgresHuey, SqliteHuey, crontab
from huey.exceptions import HueyException
from sqlalchemy.engine import make_url

from grants import mail
from grants.db import connect_arguments, db, now
from grants.logs import tell_job

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from huey.consumer import Consumer

    from grants.settings import Settings

T = TypeVar("T")

EXTENSION = "jobs"
WORKERS = 1
DAILY_AT = {"hour": "5", "minute": "5"}
"""When daily work starts, in UTC: early in the morning in any town of France's main land."""
LONG_WORK = -1
"""Mails pass before what may take long."""
BEAT = "beat"
LONGEST_WAIT = 1.0
"""Seconds between two looks at a queue that has been empty for long: what somebody who asks for a link may wait."""


class Jobs:
    """A queue bound to one application; tasks run inside that application's context."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        """Open the queue; with the testing settings tasks run at once."""
        self.app = app
        self.in_process = settings.jobs_in_process
        self.queue, self._faults = _queue(settings)
        self.consumer: Consumer | None = None
        self.daily: list[Callable[[], object]] = []
        self.steps: dict[str, Callable[..., Any]] = {}
        self._lock = threading.Lock()
        self._deliver = self.task(mail.deliver)
        self.queue.periodic_task(crontab(minute="*"), name="deliver_every_minute")(self._in_context(mail.deliver))
        self.queue.periodic_task(crontab(minute="*"), name="beat_every_minute")(self.beat)

    def task(self, function: Callable[..., Any], priority: int = 0) -> Callable[..., Any]:
        """Make a function a job: calling the result queues it and returns at once; a greater priority goes first."""
        queued = self.queue.task(name=function.__name__, priority=priority)
        return queued(self._in_context(function))  # type: ignore[no-any-return]

    def every_day(self, function: Callable[[], object]) -> None:
        """Have a function called each morning. Several machines may call it at once, and a day may be missed.

        A generator is a work of several parts: each `yield` keeps what was done.
        """
        self.daily.append(function)
        periodic = self.queue.periodic_task(crontab(**DAILY_AT), name=f"daily_{function.__name__}")
        periodic(self._in_context(self._whole(function)))

    def every_minute(self, function: Callable[..., Iterator[None]]) -> None:
        """Have a light look taken each minute, after the mails. Each `yield` keeps what was done."""
        periodic = self.queue.periodic_task(crontab(minute="*"), name=f"each_{function.__name__}", priority=LONG_WORK)
        periodic(self._in_context(self._step_by_step(function)))

    def offer(self, function: Callable[..., Iterator[None]]) -> None:
        """Let `soon` start a long work by its name. It is a generator: each `yield` keeps what was done so far."""
        self.steps[function.__name__] = self.task(self._step_by_step(function), LONG_WORK)

    def soon(self, name: str, *args: object) -> bool:
        """Queue a long work, and tell whether the queue could be written."""
        self.start_in_process()
        try:
            self._surely(lambda: self.steps[name](*args))
        except self._faults:
            self.app.logger.exception("%s could not be queued", name)
            return False
        return True

    def beat(self) -> None:
        """Note, where every machine of this queue reads it, that a worker works."""
        self.queue.put(BEAT, now())

    def last_beat(self) -> datetime | None:
        """Return when a worker last worked; None when none did, or when the queue cannot be read."""
        try:
            beat = self._surely(lambda: self.queue.get(BEAT, peek=True))
        except self._faults:
            return None
        return beat if isinstance(beat, datetime) else None

    def run_daily(self) -> None:
        """Do the work of the day at once, each piece in a transaction of its own."""
        for function in self.daily:
            self._whole(function)()

    def deliver_soon(self) -> None:
        """Ask for the outbox to be delivered now; a queue that cannot be written leaves it to the next minute."""
        self.start_in_process()
        try:
            self._surely(self._deliver)
        except self._faults:
            self.app.logger.exception("the outbox waits for the next minute")

    def start_in_process(self) -> None:
        """Start the worker threads inside this process, once, unless they live in a process of their own."""
        if not self.in_process:
            return
        with self._lock:
            if self.consumer is None:
                self.consumer = self._make_consumer(check_worker_health=False)
                self.consumer._set_signal_handlers = lambda: None  # noqa: SLF001 - signals belong to the web server
                self.consumer.start()

    def run(self) -> None:
        """Work until stopped, in a process of its own."""
        self._make_consumer().run()

    def _make_consumer(self, **options: Any) -> Consumer:  # noqa: ANN401 - huey's own
        """Make the worker threads, which never look away for long."""
        return self.queue.create_consumer(workers=WORKERS, max_delay=LONGEST_WAIT, **options)

    def _surely(self, call: Callable[[], T]) -> T:
        """Speak to the queue, a second time when the first found that the server had come back meanwhile."""
        try:
            return call()
        except self._faults:
            return call()

    @staticmethod
    def _whole(function: Callable[[], object]) -> Callable[[], None]:
        """Make a piece of work one transaction: kept whole, or not at all."""

        def run() -> None:
            try:
                made = function()
                for _ in made if isinstance(made, Generator) else ():
                    db.session.commit()
                db.session.commit()
            finally:
                db.session.remove()

        run.__name__ = function.__name__
        return run

    @staticmethod
    def _step_by_step(function: Callable[..., Iterator[None]]) -> Callable[..., None]:
        """Make each part of a long work a transaction, so that its progress shows and nothing waits for its end."""

        def run(*args: object) -> None:
            try:
                for _ in function(*args):
                    db.session.commit()
                db.session.commit()
            finally:
                db.session.remove()

        run.__name__ = function.__name__
        return run

    def _in_context(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give a task the application's context, and so a database session of its own."""

        def run(*args: object) -> None:
            began, done = perf_counter(), False
            with self.app.app_context():
                try:
                    function(*args)
                    done = True
                finally:
                    tell_job(function.__name__, began, done=done)

        run.__name__ = function.__name__
        return run


def _queue(settings: Settings) -> tuple[Huey, tuple[type[Exception], ...]]:
    """Open the queue beside the data, and return it with what may go wrong when it is spoken to."""
    immediate = settings.environment == "testing"
    faults = (OSError, sqlite3.Error, HueyException)
    if not settings.database_url.startswith("postgresql"):
        return SqliteHuey("jobs", filename=str(settings.var / "jobs.sqlite3"), immediate=immediate), faults
    import psycopg  # noqa: PLC0415 - only where PostgreSQL is

    url = make_url(settings.database_url)
    told = {**url.get_dialect()().create_connect_args(url)[1], **connect_arguments()}
    queue = PostgresHuey("jobs", create_tables=False, blocking=False, immediate=immediate, **told)
    return queue, (*faults, psycopg.Error)


def init_jobs(app: Flask, settings: Settings) -> Jobs:
    """Bind a queue to the application."""
    settings.var.mkdir(parents=True, exist_ok=True)
    jobs = Jobs(app, settings)
    app.extensions[EXTENSION] = jobs
    return jobs


def current_jobs() -> Jobs:
    """Return the queue of the application at work."""
    jobs: Jobs = current_app.extensions[EXTENSION]
    return jobs
