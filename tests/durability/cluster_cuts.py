"""The power cuts of a PostgreSQL: a cluster laid down, what is left of it after a cut, and the options that lose."""

from __future__ import annotations

import shutil
from contextlib import closing

import psycopg

from tests.durability.cuts import cut_often, missing
from tests.durability.disk import Disk
from tests.durability.machine import SERVER_USER, cluster

OFTEN = ("-c", "max_wal_size=4MB", "-c", "min_wal_size=2MB", "-c", "checkpoint_timeout=30s")
"""Checkpoints come often, so that cuts fall in them."""
LOSING = {"fsync": ("-c", "fsync=off"), "commit": ("-c", "synchronous_commit=off", "-c", "wal_writer_delay=10s")}
QUICK = ("-c", "fsync=off", "-c", "autovacuum=off", "-c", "shared_buffers=16MB")
"""A server that only looks at what was left."""
SOUND = "SELECT bt_index_check(c.oid, true) FROM pg_class c JOIN pg_am a ON a.oid = c.relam WHERE amname = 'btree'"
TABLES = "SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"


def lay(room, prepare):
    """Make a cluster in `room/var/pg` and have `prepare(url)` fill it; keep a copy, stopped in order, in `before`."""
    room.chmod(0o711)
    with cluster(room / "var" / "pg", *QUICK) as machine:
        prepare(machine.url)
        with psycopg.connect(f"host={machine.folder} user=grants dbname=postgres") as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS amcheck")
        machine.stop()
    shutil.copytree(room / "var" / "pg" / "data", room / "before")
    return machine.url


def after_cuts(room, trace, number, pick, *, deaf=False):
    """Cut the power of a recording on PostgreSQL; return the figures."""
    disk = Disk(room / "before", str(room / "var" / "pg" / "data"))
    return cut_often(trace, disk, number, pick, what_is_left, deaf=deaf)


def what_is_left(found, told):
    """Start PostgreSQL on a disk after a cut, have it recover; return what is damaged and what is missing, in words."""
    place = found.parent
    place.chmod(0o711)
    (found / "postmaster.pid").unlink(missing_ok=True)
    found.rename(place / "data")
    for path in (place / "data", *(place / "data").rglob("*")):
        shutil.chown(path, SERVER_USER or path.owner())
    (place / "data").chmod(0o700)
    try:
        with cluster(place, *QUICK) as machine:
            return _asked(machine, told)
    except (AssertionError, psycopg.Error) as error:
        said = (place / "log").read_text(encoding="utf-8", errors="replace")[-600:]
        return [f"{error}: {said}"], []


def _asked(machine, told):
    """Read every row and every index, and look for what was acknowledged."""
    with closing(psycopg.connect(f"host={machine.folder} user=grants dbname=postgres")) as connection:
        connection.execute(SOUND)
        for (name,) in connection.execute(TABLES).fetchall():
            with connection.cursor().copy(f"COPY {name} TO STDOUT") as rows:
                for _ in rows:
                    pass

        def ask(question, value):
            return connection.execute(question, [value]).fetchone()

        return [], [line for each in told if (line := missing(ask, each))]
