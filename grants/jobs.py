"""The one door to the job queue: huey, in the web process by default, or in a worker of its own."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from huey import SqliteHuey, crontab

from grants import mail

if TYPE_CHECKING:
    from collections.abc import Callable

    from huey.consumer import Consumer

    from grants.settings import Settings

EXTENSION = "jobs"
WORKERS = 1


class Jobs:
    """A queue bound to one application; tasks run inside that application's context."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        """Open the queue in var/jobs.sqlite3; with the testing settings tasks run at once."""
        self.app = app
        self.in_process = settings.jobs_in_process
        immediate = settings.environment == "testing"
        self.queue = SqliteHuey("jobs", filename=str(settings.var / "jobs.sqlite3"), immediate=immediate)
        self._consumer: Consumer | None = None
        self._lock = threading.Lock()
        self._deliver = self.task(mail.deliver)
        self.queue.periodic_task(crontab(minute="*"), name="deliver_every_minute")(self._in_context(mail.deliver))

    def task(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Make a function a job: calling the result queues it and returns at once."""
        return self.queue.task(name=function.__name__)(self._in_context(function))  # type: ignore[no-any-return]

    def deliver_soon(self) -> None:
        """Ask for the outbox to be delivered now."""
        if self.in_process:
            self.start()
        self._deliver()

    def start(self) -> None:
        """Start the worker threads inside this process, once."""
        with self._lock:
            if self._consumer is None:
                self._consumer = self.queue.create_consumer(workers=WORKERS, check_worker_health=False)
                self._consumer._set_signal_handlers = lambda: None  # noqa: SLF001 - signals belong to the web server
                self._consumer.start()

    def run(self) -> None:
        """Work until stopped, in a process of its own."""
        self.queue.create_consumer(workers=WORKERS).run()

    def _in_context(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Give a task the application's context, and so a database session of its own."""

        def run(*args: object) -> None:
            with self.app.app_context():
                function(*args)

        run.__name__ = function.__name__
        return run


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
