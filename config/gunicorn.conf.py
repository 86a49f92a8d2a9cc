"""How gunicorn serves: one process, whose job queue lives inside it, and threads for the readers.

With several processes set GRANTS_JOBS_IN_PROCESS=no and start `flask --app wsgi jobs run` beside them.
Slow clients are kept away by the proxy before it (deploy/nginx.conf): a thread here serves one request at a time.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from gunicorn import util
from gunicorn.http.wsgi import Response

from grants.security.headers import HEADERS, HSTS, NOT_KEPT

if TYPE_CHECKING:
    from gunicorn.workers.base import Worker

bind = os.environ.get("GRANTS_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("GRANTS_WORKERS", "1"))
threads = int(os.environ.get("GRANTS_THREADS", "8"))
timeout = 120  # seconds a worker may stay silent: a cold booklet of 200 projects takes 40 on a small machine
graceful_timeout = 30
keepalive = 5
limit_request_line = 4094  # bytes; the longest address of ours, a search with every choice made, has some 1,500
limit_request_fields = 60
limit_request_field_size = 8190
errorlog = "-"
accesslog = None
loglevel = "warning"


def on_starting(_server: object) -> None:
    """Begin the figures of /metrics anew: what processes that ended had counted leaves with them."""
    for file in Path(os.environ.get("GRANTS_VAR", "var"), "metrics", socket.gethostname()).glob("*_*.db"):
        if not Path("/proc", file.stem.rpartition("_")[2]).exists():
            file.unlink(missing_ok=True)


def post_worker_init(worker: Worker) -> None:
    """Deliver what waited for this process: mail that a stopped server, or a command, left in the outbox."""
    worker.app.wsgi().extensions["jobs"].start_in_process()


def refuse(client: socket.socket, status: int, reason: str, _words: str) -> None:
    """Answer what no application ever sees, a request that cannot be read, without repeating any of it."""
    body = f"{status} {reason}\n".encode()
    told = {**HEADERS, **(HSTS if os.environ.get("GRANTS_ENV") == "production" else {}), "Cache-Control": NOT_KEPT}
    told |= {"Connection": "close", "Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    util.write_nonblock(client, f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode("latin-1") + body)


def without_banner(answer: Response) -> list[str]:
    """Return the first headers of an answer, that of the server's name left out."""
    return [line for line in first_headers(answer) if not line.startswith("Server:")]


first_headers = Response.default_headers  # gunicorn offers no setting for either
Response.default_headers = without_banner
util.write_error = refuse
