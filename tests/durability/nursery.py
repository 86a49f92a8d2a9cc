"""A process that has read the libraries, of which servers are born: a start costs a fifth of a second, not three.

It forks a real gunicorn for each line of its standard input (JSON: `environ`, `application`, `log`) and answers with
its number. The child has a group of its own, which may be killed. It ends with its input.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from gunicorn.app import wsgiapp
from gunicorn.workers import gthread

import grants.app

READ = (gthread, grants.app)


def serve(environ, application, log):
    """Become a gunicorn."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environ)
    sys.path[:0] = environ.get("PYTHONPATH", "").split(os.pathsep)
    sys.argv = ["gunicorn", "--config", "config/gunicorn.conf.py", application]
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for place, file in enumerate((os.open(os.devnull, os.O_RDONLY), out, out)):
        os.dup2(file, place)
    wsgiapp.run()


def main():
    """Fork for each line."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            serve(**json.loads(line))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
