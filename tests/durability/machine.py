"""A machine that can be killed: the real server in a group of its own, and a PostgreSQL that waits for its disk."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import psycopg

from tests.applications.pressing import HOUSE, PATIENCE, until_it_answers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SERVER_USER = "postgres" if os.getuid() == 0 else None
PLACES = ("/usr/local/bin", "/usr/bin")


def free_port() -> int:
    """Return a port of the loopback where nobody listens."""
    with closing(socket.socket()) as place:
        place.bind(("127.0.0.1", 0))
        port: int = place.getsockname()[1]
        return port


@cache
def nursery() -> subprocess.Popen[str]:
    """Start, once, the process of which servers are born."""
    command = [sys.executable, "-m", "tests.durability.nursery"]
    process = subprocess.Popen(command, cwd=HOUSE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    atexit.register(process.communicate)
    return process


class Server:
    """A gunicorn with its queue inside, as on a small town's machine; mails go to files unless told otherwise."""

    def __init__(self, var: Path, url: str, *, application: str = "wsgi:app", more: Mapping[str, str] | None = None):
        """Choose where it serves; nothing starts yet."""
        self.port, self.application = free_port(), application
        self.pid = 0
        self.environ = os.environ | {
            "GRANTS_ENV": "development",
            "GRANTS_VAR": str(var),
            "GRANTS_MAIL_URL": "file",
            "DATABASE_URL": url,
            "GRANTS_BIND": f"127.0.0.1:{self.port}",
            **(more or {}),
        }
        self.log = var / "server.log"

    def start(self) -> None:
        """Start, and wait until it answers."""
        birth = nursery()
        assert birth.stdin and birth.stdout  # noqa: PT018 - both are pipes
        wanted = {"environ": dict(self.environ), "application": self.application, "log": str(self.log)}
        birth.stdin.write(f"{json.dumps(wanted)}\n")
        birth.stdin.flush()
        self.pid = int(birth.stdout.readline())
        until_it_answers(self.port)

    def kill(self) -> None:
        """End the whole group at once, as a kernel that lacks memory would: nothing is closed, nothing is said."""
        group, self.pid = self.pid, 0
        if group:
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
            while any(_running(path, group) for path in Path("/proc").glob("[0-9]*/stat")):
                sleep(0.01)


def _running(stat: Path, group: int) -> bool:
    """Tell whether a process of that group still runs."""
    with suppress(OSError):
        state, _, its_group = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[:3]
        return int(its_group) == group and state not in "ZX"
    return False


def without_papers(var: Path) -> dict[str, str]:
    """Return what makes a server one that lacks the PDF engine: files are sent faster, kills meet more of them."""
    lacking = var / "lacking"
    lacking.mkdir(exist_ok=True)
    (lacking / "weasyprint.py").write_text("raise OSError('no engine')\n", encoding="utf-8")
    return {"PYTHONPATH": str(lacking)}


class Cluster:
    """A PostgreSQL of one's own, with its usual waits for the disk (fsync, synchronous_commit, full_page_writes)."""

    def __init__(self, folder: Path, *options: str):
        """Make the cluster, unless that folder holds one already; small segments and sums of pages cost little."""
        self.folder, self.data, self.options = folder, folder / "data", options
        self.process: subprocess.Popen[bytes] | None = None
        if SERVER_USER:
            shutil.chown(folder, SERVER_USER)
        if not self.data.exists():
            kind = ("--auth", "trust", "--encoding", "UTF8", "--data-checksums", "--wal-segsize", "1")
            self._program("initdb", "-D", self.data, "-U", "grants", *kind)

    @property
    def url(self) -> str:
        """Return its address for the product."""
        return f"postgresql+psycopg://grants@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start and wait until it takes questions, after whatever it has to recover."""
        command = [_program("postgres"), "-D", str(self.data), "-k", str(self.folder), "-c", "listen_addresses="]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own server
                [*command, *self.options], user=SERVER_USER, cwd="/", stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(PATIENCE * 10):
            with suppress(psycopg.Error), psycopg.connect(f"host={self.folder} user=grants dbname=postgres"):
                return
            sleep(0.1)
        message = "PostgreSQL does not answer"
        raise AssertionError(message)

    def kill(self) -> None:
        """End the postmaster and all its children at once (each has a session of its own)."""
        if self.process is None:
            return
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        for each in (pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        self.process.wait(PATIENCE)
        self.process = None
        for child in children:
            while Path(f"/proc/{child}").exists():
                sleep(0.01)

    def stop(self) -> None:
        """Stop in order, sessions put out."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(PATIENCE)
            self.process = None

    def _program(self, name: str, *arguments: object) -> None:
        command = [_program(name), *map(str, arguments)]
        subprocess.run(command, user=SERVER_USER, cwd="/", check=True, stdout=subprocess.DEVNULL)  # noqa: S603


def _program(name: str) -> str:
    """Find a program of PostgreSQL."""
    newest = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in (*newest, *map(Path, PLACES)):
        if (folder / name).exists():
            return str(folder / name)
    raise FileNotFoundError(name)


@contextmanager
def cluster(folder: Path, *options: str) -> Iterator[Cluster]:
    """Run a PostgreSQL for a while."""
    folder.mkdir(exist_ok=True)
    folder.parent.chmod(0o711)
    made = Cluster(folder, *options)
    made.start()
    try:
        yield made
    finally:
        made.kill()
