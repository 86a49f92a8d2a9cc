"""A recording of somebody who fills and sends files, and what is left of it after power cuts."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing

from tests.applications.pressing import HOUSE
from tests.durability.disk import TRACE, Disk, calls_of
from tests.durability.machine import without_papers

ACKS = "acknowledged"
DATABASE = "grants.sqlite3"


def record(var, trace, files, synchronous):
    """Have `recorded.py` fill and send files in the database of that folder, under strace; return the trace."""
    environ = os.environ | {"GRANTS_ENV": "testing", "GRANTS_VAR": str(var), "DATABASE_URL": "", **without_papers(var)}
    command = [*TRACE, "-o", str(trace), sys.executable, "-m", "tests.durability.recorded", str(files), synchronous]
    subprocess.run(command, cwd=HOUSE, env=environ, check=True)  # noqa: S603 - our own program
    return trace


def after_cuts(room, trace, number, pick, *, deaf=False):
    """Cut the power at so many instants of a trace; return the figures. A deaf disk takes no sync for an order."""
    with trace.open(encoding="ascii", errors="replace") as lines:
        calls = [call for call in calls_of(lines) if f"{call.path}/".startswith(f"{room / 'var'}/")]
    ours = [place for place, call in enumerate(calls) if DATABASE in call.path]
    instants = sorted(pick.choices(range(ours[0], len(calls)), k=number))
    disk, told, faults = Disk(room / "before", str(room / "var")), [], {"damaged": [], "lost": []}
    kept = 0
    for place, call in enumerate(calls):
        while instants and instants[0] == place:
            instants.pop(0)
            found = room / "found"
            disk.cut(pick, found)
            damaged, lost = what_is_left(found / DATABASE, told)
            kept += len(told)
            faults["damaged"] += damaged
            faults["lost"] += lost
            shutil.rmtree(found)
        if call.path.endswith(ACKS) and call.kind == "write":
            told += [json.loads(line) for line in call.data.decode().splitlines()]
        if not (deaf and call.kind == "sync"):
            disk.play(call)
    return {
        "calls recorded": len(ours),
        "cuts": number,
        "acknowledgements at the end": len(told),
        "acknowledgements looked for": kept,
        "damaged": len(faults["damaged"]),
        "lost": len(faults["lost"]),
        "examples": faults["damaged"][:2] + faults["lost"][:2],
    }


def what_is_left(path, told):
    """Open a database after a cut as the next start does; return what is damaged, and what is missing, in words."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            damaged = [row for (row,) in connection.execute("PRAGMA integrity_check") if row != "ok"]
            damaged += [str(row) for row in connection.execute("PRAGMA foreign_key_check")]
            return damaged, [line for each in told if (line := missing(connection, each))]
    except (sqlite3.DatabaseError, ValueError) as error:  # a text of a torn page is no JSON
        return [str(error)], []


def missing(connection, told):
    """Say what is missing of one acknowledgement: a text that was saved, or a file that was received."""
    asked = "SELECT answers, number, sent_at FROM application WHERE public_id = ?"
    row = connection.execute(asked, [told["file"]]).fetchone()
    if row is None:
        return f"{told}: no such file"
    if told["act"] == "saved":
        return "" if json.loads(row[0]).get("what", "") >= told["what"] else f"{told}: {row[0][:80]}"
    mails = "SELECT count(*) FROM outbox_mail WHERE template = 'application_received' AND subject LIKE ?"
    letters = connection.execute(mails, [f"%{row[1]}%"]).fetchone()[0]
    sendings = connection.execute(
        "SELECT count(*) FROM sending JOIN application ON application.id = application_id WHERE public_id = ?",
        [told["file"]],
    ).fetchone()[0]
    return "" if row[1] and row[2] and letters and sendings == 1 else f"{told}: {row[1:]}, {letters} letters"
