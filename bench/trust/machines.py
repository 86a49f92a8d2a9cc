"""Machines of one room, as network namespaces joined by a bridge: each can lose its power at any instant."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bench.trust.proxy import HOST, MAIN, certify, program
from tests.durability.machine import SERVER_USER, _program

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parents[2]
NETWORK = 0x40000000
"""CLONE_NEWNET of sched.h."""
NAMES = ("primary", "replica", "web1", "web2", "worker", "worker2", "front", "people")
PEOPLE = 240
"""Addresses that people come from: limits count by address."""
QUICKLY = {"time": 5, "intvl": 2, "probes": 3}
"""The TCP keepalives of docs/installation.md, « Deux machines »."""
PATIENCE = 60


def address(name: str) -> str:
    """Return where a machine is."""
    return f"10.77.0.{NAMES.index(name) + 2}"


def home(number: int) -> str:
    """Return one of the addresses people come from."""
    return f"10.77.1.{number % PEOPLE + 1}"


def run(*words: object) -> str:
    """Run a command of the machine itself."""
    return subprocess.run([str(each) for each in words], check=True, capture_output=True, text=True).stdout  # noqa: S603


class Room:
    """The bridge, the machines on it, and what runs there."""

    def __init__(self, folder: Path) -> None:
        """Lay the cables; this very process moves to where people are."""
        self.folder, self.mark = folder, f"edf{os.getpid()}"
        self.running: dict[str, list[subprocess.Popen[bytes]]] = {}
        hall = self.space("hall")
        run("ip", "netns", "add", hall)
        run("ip", "-n", hall, "link", "add", "bridge", "type", "bridge")
        run("ip", "-n", hall, "link", "set", "bridge", "up")
        for number, name in enumerate(NAMES):
            space, port = self.space(name), f"port{number}"
            run("ip", "netns", "add", space)
            run("ip", "-n", hall, "link", "add", port, "type", "veth", "peer", "name", "eth0", "netns", space)
            run("ip", "-n", hall, "link", "set", port, "master", "bridge", "up")
            run("ip", "-n", space, "address", "add", f"{address(name)}/16", "dev", "eth0")
            self.power_on(name)
        for number in range(PEOPLE):
            run("ip", "-n", self.space("people"), "address", "add", f"{home(number)}/16", "dev", "eth0")
        for what, value in QUICKLY.items():
            run("ip", "netns", "exec", self.space("front"), "sysctl", "-qw", f"net.ipv4.tcp_keepalive_{what}={value}")
        self.enter("people")

    def space(self, name: str) -> str:
        """Return the name of a machine's namespace."""
        return f"{self.mark}-{name}"

    def enter(self, name: str) -> None:
        """Move this thread, and those it will start, to a machine."""
        with Path("/run/netns", self.space(name)).open("rb") as place:
            if ctypes.CDLL(None, use_errno=True).setns(place.fileno(), NETWORK):
                raise OSError(ctypes.get_errno(), "setns")

    def start(
        self, name: str, *words: object, environ: Mapping[str, str] | None = None, user: str | None = None
    ) -> None:
        """Start a program on a machine."""
        command = ["ip", "netns", "exec", self.space(name)]
        command += ["runuser", "-u", user, "--"] if user else []
        with (self.folder / f"{name}.log").open("ab") as log:
            made = subprocess.Popen(  # noqa: S603 - our own programs
                [*command, *map(str, words)], cwd="/" if user else ROOT, env=os.environ | (environ or {}),
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.running.setdefault(name, []).append(made)

    def power_on(self, name: str) -> None:
        """Plug a machine in."""
        for link in ("lo", "eth0"):
            run("ip", "-n", self.space(name), "link", "set", link, "up")

    def power_off(self, name: str) -> None:
        """Take a machine's power away: the network first, so that nothing it would say is heard."""
        run("ip", "-n", self.space(name), "link", "set", "eth0", "down")
        self.kill(name)

    def kill(self, name: str) -> None:
        """End everything that runs on a machine, nothing closed."""
        for pid in run("ip", "netns", "pids", self.space(name)).split():
            if int(pid) != os.getpid():
                with suppress(ProcessLookupError):
                    os.kill(int(pid), signal.SIGKILL)
        for each in self.running.pop(name, []):
            each.wait(PATIENCE)

    def clear(self) -> None:
        """Take the cables away."""
        for name in (*NAMES, "hall"):
            if name in NAMES:
                self.kill(name)
            run("ip", "netns", "delete", self.space(name))


class Site:
    """The product on those machines."""

    def __init__(self, room: Room, mail_port: int, application: str) -> None:
        """Make the primary, its replica, and the settings all share."""
        self.room, self.application, folder = room, application, room.folder
        self.var = folder / "var"
        self.var.mkdir()
        self.environ = {
            "GRANTS_ENV": "production",
            "GRANTS_VAR": str(self.var),
            "GRANTS_BASE_URL": f"https://{HOST}",
            "GRANTS_SECRET_KEY": "a secret that both machines share",
            "GRANTS_MAIL_URL": f"smtp://{address('people')}:{mail_port}",
            "GRANTS_JOBS_IN_PROCESS": "no",
            "GRANTS_BACKUP_FOLDER": "",
            "DATABASE_URL": self.url("primary"),
            "DATABASE_REPLICA_URL": self.url("replica"),
        }
        folder.chmod(0o711)
        for name in ("primary", "replica"):
            (folder / name).mkdir()
            shutil.chown(folder / name, SERVER_USER)
        data = folder / "primary" / "data"
        as_server = ("runuser", "-u", "postgres", "--")
        run(*as_server, _program("initdb"), "-D", data, "-U", "grants", "--auth", "trust", "--encoding", "UTF8")
        with (data / "pg_hba.conf").open("a") as rules:
            rules.write("host all,replication grants 10.77.0.0/16 trust\n")
        self.serve_database("primary")

    def url(self, name: str) -> str:
        """Return the address of a database."""
        return f"postgresql+psycopg://grants@{address(name)}/postgres"

    def look(self, name: str, question: str) -> object:
        """Ask a database one thing."""
        asked = f"host={address(name)} user=grants dbname=postgres connect_timeout=3"
        with psycopg.connect(asked) as connection:
            row = connection.execute(question.encode()).fetchone()
            return row[0] if row else None

    def serve_database(self, name: str) -> None:
        """Start a PostgreSQL and wait until it answers."""
        folder = self.room.folder / name
        options = ("-D", folder / "data", "-k", folder, "-c", f"listen_addresses={address(name)}")
        self.room.start(name, _program("postgres"), *options, user=SERVER_USER)
        until(lambda: self.look(name, "SELECT 1") == 1)

    def follow(self) -> None:
        """Make the replica by a backup of the primary, and have it follow."""
        target = self.room.folder / "replica" / "data"
        inside = ("ip", "netns", "exec", self.room.space("replica"), "runuser", "-u", "postgres", "--")
        options = ("-h", address("primary"), "-U", "grants", "-D", target, "--write-recovery-conf", "-c", "fast")
        run(*inside, _program("pg_basebackup"), *options)
        self.serve_database("replica")

    def serve(self, name: str) -> None:
        """Start gunicorn on a web machine."""
        told = self.environ | {"GRANTS_BIND": f"{address(name)}:8000", "GRANTS_WORKERS": "1"}
        words = ("-m", "gunicorn", "--config", "config/gunicorn.conf.py", self.application)
        self.room.start(name, sys.executable, *words, environ=told)

    def work(self, name: str = "worker") -> None:
        """Start the worker."""
        words = ("-m", "flask", "--app", "wsgi", "jobs", "run")
        self.room.start(name, sys.executable, *words, environ=self.environ)

    def stand_before(self) -> Path:
        """Start nginx as deploy/nginx.conf says, with both machines; return its authority."""
        folder = self.room.folder / "nginx"
        folder.mkdir()
        authority = certify(folder)
        text = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        for before, after in (
            ("server 127.0.0.1:8000;", f"server {address('web1')}:8000;"),
            ("# server 10.0.0.2:8000;", f"server {address('web2')}:8000;"),
            (f"/etc/letsencrypt/live/{HOST}/", f"{folder}/"),
            ("/var/log/nginx/", f"{folder}/"),
            ("/var/cache/nginx/", f"{folder}/"),
        ):
            if before not in text:
                sys.exit(f"deploy/nginx.conf no longer says {before}")
            text = text.replace(before, after)
        (folder / "site.conf").write_text(re.sub(r"    listen \[::\].*\n", "", text), encoding="utf-8")
        (folder / "nginx.conf").write_text(MAIN.format(user="user root;", folder=folder), encoding="utf-8")
        self.room.start("front", program(), "-c", folder / "nginx.conf")
        return authority


def until(fine: object, seconds: int = PATIENCE) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with suppress(OSError, psycopg.Error):
            if fine():  # type: ignore[operator]
                return
        time.sleep(0.2)
    message = "a machine of the room does not answer"
    raise SystemExit(message)
