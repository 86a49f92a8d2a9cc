"""A hundred megabytes backed up while people write, put back on an empty machine, and held against what they were.

    python bench/trust/restore.py [--megabytes 100] [--server postgresql://…] [--sealed] [--json FILE]

For each way (SQLite to SQLite, and with --server, an address of PostgreSQL whose databases this may make: PostgreSQL to
itself and across both): a believable year and stored files up to the size; writers of the ledger and of the outbox at
work while `backup create` runs; then an empty folder, `db upgrade`, `backup verify`, `backup restore`, and the checks.
The books exported from the restored instance must be, byte for byte, the beginning of what the living one exports when
its writers have stopped, cut at the head the backup told; `audit verify --head` must hold. Seconds are those of
verify + restore + the check of the chain. Control (SQLite): the file copied naively by pieces while people write must
be torn, or lack what was acknowledged, at least once. Ends with status 1 otherwise. The short form is in
tests/operations/test_backup.py.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import pyrage
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from grants.app import create_app
from grants.audit import record
from grants.db import db
from grants.mail import OutboxMail

MOST_SECONDS = 60
FILE_BYTES = 1_000_000
CONTROLS, ENOUGH = 400, 10
"""Naive copies made at the most, and bad ones after which the control has shown what it had to."""
HALF = "an act without its mail: half a transaction"


class Instance:
    """A folder, a database, and the product's own commands over them, each in a process of its own."""

    def __init__(self, folder: Path, name: str, server: str, recipient: str) -> None:
        """Name the place; with a server, make its database."""
        self.var = folder / name
        self.environ = {
            **os.environ,
            "GRANTS_ENV": "development",
            "GRANTS_VAR": str(self.var),
            "GRANTS_BACKUP_RECIPIENT": recipient,
            "DATABASE_URL": "",
        }
        self.url = f"sqlite:///{self.var / 'grants.sqlite3'}"
        if server:
            database = f"restore_{name}_{os.getpid()}".replace("-", "_")
            owner = create_engine(server_url(server, "postgres"), isolation_level="AUTOCOMMIT")
            with owner.connect() as connection:
                connection.execute(text(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)"))
                connection.execute(text(f"CREATE DATABASE {database}"))
            owner.dispose()
            self.url = server_url(server, database)
            self.environ["DATABASE_URL"] = self.url

    def run(self, *words: str) -> str:
        """Run a command of the product; return what it says, stop when it fails."""
        done = subprocess.run(  # noqa: S603 - our own commands
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"{' '.join(words)}: {done.stderr or done.stdout}")
        return done.stdout


def server_url(server: str, database: str) -> str:
    """Name a database of the server, for SQLAlchemy."""
    url = make_url(server).set(drivername="postgresql+psycopg", database=database)
    return url.render_as_string(hide_password=False)


def fill(instance: Instance, megabytes: int) -> None:
    """Load a year, then store files until the size is reached."""
    instance.run("db", "upgrade")
    instance.run("demo", "load", "--projects", "48", "--stage", "reported")
    engine = create_engine(instance.url)
    put = text(
        "INSERT INTO stored_file (public_id, name, media_type, size, sha256, content, created_at)"
        " VALUES (:id, 'photo.jpg', 'image/jpeg', :size, :id, :content, '2026-11-27 00:00:00+00:00')"
    )
    with engine.begin() as connection:
        for _ in range(megabytes):
            told = {"id": secrets.token_hex(8), "size": FILE_BYTES, "content": secrets.token_bytes(FILE_BYTES)}
            connection.execute(put, told)
    engine.dispose()


class Writers:
    """Clerks at work in processes of their own, until told to stop."""

    def __init__(self, instance: Instance, number: int = 2) -> None:
        """Start them; each writes an act of the log and a mail in one transaction, again and again."""
        self.processes = [
            subprocess.Popen(  # noqa: S603 - this script
                [sys.executable, __file__, "--write"], cwd=ROOT, env=instance.environ, stdout=subprocess.PIPE, text=True
            )
            for _ in range(number)
        ]
        for each in self.processes:
            if each.stdout:
                each.stdout.readline()

    def stop(self) -> int:
        """Stop them; return how many transactions they committed."""
        for each in self.processes:
            each.terminate()
        return sum(int(each.communicate()[0].split()[-1]) for each in self.processes)


def write_until_stopped() -> None:
    """Be one writer."""
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    app, done = create_app(), 0
    print("ready", flush=True)
    with app.app_context():
        while not stopped.is_set():
            number = secrets.token_hex(8)
            record("command", "trial", f"trial:{number}", {"words": "x" * 400})
            db.session.add(OutboxMail(message_id=number, recipient="a@example.org", subject="s", text=number, tries=99))
            db.session.commit()
            done += 1
    print(done, flush=True)


def books(instance: Instance, folder: Path) -> dict[str, bytes]:
    """Export the books; return each file that holds lines."""
    instance.run("audit", "export", str(folder))
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix in {".csv", ".jsonl"}}


def head_of(instance: Instance) -> tuple[str, str]:
    """Return the heads of the ledger and of the log as the product's own check tells them."""
    lines = instance.run("audit", "verify").splitlines()
    return lines[0].split()[-1], lines[1].split()[-1]


def play(folder: Path, way: tuple[str, str], options: argparse.Namespace) -> dict[str, Any]:
    """Back up, lose the machine, restore, check; return the figures."""
    identity = pyrage.x25519.Identity.generate()
    key = folder / "identity.txt"
    key.write_text(str(identity))
    recipient = str(identity.to_public()) if options.sealed else ""
    server = {"sqlite": "", "postgresql": options.server}
    living = Instance(folder, f"living_{way[0]}_{way[1]}", server[way[0]], recipient)
    fill(living, options.megabytes)
    archive = folder / "backup.tar.gz"
    writers = Writers(living)
    began = time.monotonic()
    living.run("backup", "create", str(archive))
    made = time.monotonic() - began
    written = writers.stop()
    if not written:
        sys.exit("nobody wrote during the backup: nothing was proved")
    fresh = Instance(folder, f"fresh_{way[0]}_{way[1]}", server[way[1]], "")
    fresh.run("db", "upgrade")
    opened = ("--identity", str(key)) if options.sealed else ()
    began = time.monotonic()
    fresh.run("backup", "verify", str(archive), *opened)
    verified = time.monotonic() - began
    fresh.run("backup", "restore", str(archive), *opened)
    ledger, log = head_of(fresh)
    seconds = time.monotonic() - began
    living.run("audit", "verify", "--head", ledger, "--audit-head", log)
    lost = compared(books(fresh, folder / f"books_fresh_{way[0]}"), books(living, folder / f"books_living_{way[0]}"))
    return {
        "way": " → ".join(way),
        "megabytes": round(archive.stat().st_size / 1e6),
        "create": round(made, 1),
        "committed_meanwhile": written,
        "verify": round(verified, 1),
        "verify_restore_check": round(seconds, 1),
        "ledger_equal": not lost,
        "differs": lost,
    }


def compared(fresh: dict[str, bytes], living: dict[str, bytes]) -> list[str]:
    """Name the exported books that are not, byte for byte, those of the living instance up to the backup's instant.

    The ledger did not move: it must be equal. The log of acts grew: what was restored must be its beginning.
    """
    return [
        name
        for name, content in fresh.items()
        if (content != living[name] if "ledger" in name or "livre" in name else not living[name].startswith(content))
    ]


def control(folder: Path, options: argparse.Namespace) -> dict[str, int]:
    """Copy the file by pieces while people write, as a naive backup does; count the copies that are not what was."""
    living = Instance(folder, "control", "", "")
    fill(living, min(options.megabytes, 20))
    writers, torn, short = Writers(living), 0, 0
    source = living.var / "grants.sqlite3"
    copies = 0
    while copies < CONTROLS and torn + short < ENOUGH:
        copies += 1
        before = count(source)
        copy = folder / "naive.sqlite3"
        with source.open("rb") as read, copy.open("wb") as write:
            shutil.copyfileobj(read, write, 1 << 16)
        try:
            with closing(sqlite3.connect(copy)) as connection:
                sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            after = count(copy)
        except sqlite3.DatabaseError:
            sound, after = False, 0
        torn += not sound
        short += sound and after < before
    writers.stop()
    return {"naive_copies": copies, "torn": torn, "lacking_acknowledged": short}


def count(path: Path) -> int:
    """Count the acts of the log and their mails, in one look; they must go in pairs."""
    both = (
        "SELECT (SELECT count(*) FROM audit_entry WHERE act = 'trial'),"
        " (SELECT count(*) FROM outbox_mail WHERE tries = 99)"
    )
    with closing(sqlite3.connect(path, timeout=30)) as connection:
        acts, mails = connection.execute(both).fetchone()
    if acts != mails:
        raise sqlite3.DatabaseError(HALF)
    return int(acts)


def main() -> None:
    """Play every way, then the control."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--server", default="")
    parser.add_argument("--sealed", action="store_true")
    parser.add_argument("--json", type=Path, default=ROOT / "var" / "restore.json")
    parser.add_argument("--only-control", action="store_true")
    parser.add_argument("--write", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.write:
        write_until_stopped()
        return
    kinds = ("sqlite", "postgresql") if options.server else ("sqlite",)
    results = []
    for way in [] if options.only_control else [(a, b) for a in kinds for b in kinds]:
        with tempfile.TemporaryDirectory() as folder:
            results.append(play(Path(folder), way, options))
        print(results[-1], flush=True)
    with tempfile.TemporaryDirectory() as folder:
        naive = control(Path(folder), options)
    print("control:", naive)
    options.json.parent.mkdir(exist_ok=True)
    options.json.write_text(json.dumps({"ways": results, "control": naive}, indent=1))
    slow = [each for each in results if each["verify_restore_check"] > MOST_SECONDS or not each["ledger_equal"]]
    if slow or not naive["torn"] + naive["lacking_acknowledged"]:
        sys.exit("a promise was not kept, or the control found nothing")


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
