"""A recording of somebody who fills and sends files, and what is left of it after power cuts."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from tests.applications.pressing import HOUSE
from tests.durability.disk import TRACE, Disk, calls_of
from tests.durability.machine import without_papers

ACKS = "acknowledged"
DATABASE = "grants.sqlite3"


def record(var, trace, files, *how, url=""):
    """Have `recorded.py` fill and send files in the database of that folder, under strace; return the trace."""
    environ = os.environ | {"GRANTS_ENV": "testing", "GRANTS_VAR": str(var), "DATABASE_URL": url, **without_papers(var)}
    command = [*TRACE, "-o", str(trace), sys.executable, "-m", "tests.durability.recorded", str(files), *how]
    subprocess.run(command, cwd=HOUSE, env=environ, check=True)  # noqa: S603 - our own program
    return trace


def after_cuts(room, trace, number, pick, *, deaf=False):
    """Cut the power of a recording on SQLite at so many instants; return the figures."""
    disk = Disk(room / "before", str(room / "var"))
    return cut_often(trace, disk, number, pick, lambda found, told: what_is_left(found / DATABASE, told), deaf=deaf)


def cut_often(trace, disk, number, pick, look, *, deaf=False):  # noqa: PLR0913 - each is another thing
    """Cut the power at so many instants of a trace, and look at each disk; return the figures.

    `look` takes the folder that was found and what was acknowledged, and returns what is damaged and what is lost. A
    deaf disk takes no sync for an order.
    """
    with trace.open(encoding="ascii", errors="replace") as lines:
        calls = [call for call in calls_of(lines, disk.named) if inside(call, disk)]
    ours = [place for place, call in enumerate(calls) if not call.path.endswith(ACKS)]
    instants = sorted(pick.choices(range(ours[0], len(calls)), k=number))
    told, kept, faults = [], 0, {"damaged": [], "lost": []}
    for place, call in enumerate(calls):
        while instants and instants[0] == place:
            instants.pop(0)
            with tempfile.TemporaryDirectory() as folder:
                found = Path(folder) / "found"
                disk.cut(pick, found)
                damaged, lost = look(found, told)
            kept += len(told)
            faults["damaged"] += damaged
            faults["lost"] += lost
        if call.path.endswith(ACKS) and call.kind == "write":
            told += [json.loads(line) for line in call.data.decode().splitlines()]
        if not (deaf and call.kind in {"begin_sync", "sync"}):
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


def inside(call, disk):
    """Tell whether a call is one on the disk, or an acknowledgement."""
    return disk.inside(call.path) is not None or call.path.endswith(f"/{ACKS}")


def what_is_left(path, told):
    """Open a database after a cut as the next start does; return what is damaged, and what is missing, in words."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            damaged = [row for (row,) in connection.execute("PRAGMA integrity_check") if row != "ok"]
            damaged += [str(row) for row in connection.execute("PRAGMA foreign_key_check")]

            def ask(question, value):
                return connection.execute(question.replace("%s", "?"), [value]).fetchone()

            return damaged, [line for each in told if (line := missing(ask, each))]
    except (sqlite3.DatabaseError, ValueError) as error:  # a text of a torn page is no JSON
        return [str(error)], []


def missing(ask, told):
    """Say what is missing of one acknowledgement: a text that was saved, or a file that was received.

    `ask` takes a question with one %s, and its value; it returns the first row.
    """
    row = ask("SELECT answers, number, sent_at FROM application WHERE public_id = %s", told["file"])
    if row is None:
        return f"{told}: no such file"
    if told["act"] == "saved":
        answers = row[0] if isinstance(row[0], dict) else json.loads(row[0])
        return "" if answers.get("what", "") >= told["what"] else f"{told}: {str(row[0])[:80]}"
    mails = "SELECT count(*) FROM outbox_mail WHERE template = 'application_received' AND subject LIKE %s"
    letters = ask(mails, f"%{row[1]}%")[0]
    sendings = ask(
        "SELECT count(*) FROM sending JOIN application ON application.id = application_id WHERE public_id = %s",
        told["file"],
    )[0]
    return "" if row[1] and row[2] and letters and sendings == 1 else f"{told}: {row[1:]}, {letters} letters"
