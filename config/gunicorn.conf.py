"""How gunicorn serves: one process, whose job queue lives inside it, and threads for the readers.

With several processes set GRANTS_JOBS_IN_PROCESS=no and start `flask --app wsgi jobs run` beside them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.workers.base import Worker

bind = os.environ.get("GRANTS_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("GRANTS_WORKERS", "1"))
threads = int(os.environ.get("GRANTS_THREADS", "8"))
timeout = 120  # seconds a worker may stay silent: a cold booklet of 200 projects takes 40 on a small machine
graceful_timeout = 30
keepalive = 5
errorlog = "-"
accesslog = None
loglevel = "warning"


def post_worker_init(worker: Worker) -> None:
    """Deliver what waited for this process: mail that a stopped server, or a command, left in the outbox."""
    worker.app.wsgi().extensions["jobs"].start_in_process()
