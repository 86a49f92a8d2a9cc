"""After an erasure: the files beside the database, and the bytes the database left behind."""

from __future__ import annotations

import email
import email.policy
import shutil
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from grants.db import Base, db, is_postgresql
from grants.plenary.services.printing import folder_of
from grants.privacy.services.again import write_list
from grants.settings import current_settings

if TYPE_CHECKING:
    from pathlib import Path

    from grants.privacy.services.erasing import Erased

MADE_AGAIN = ("archives", "booklet", "open-data")
"""Folders of what is made anew when it is asked for."""


def tidy_files(var: Path, erased: Erased) -> int:
    """Take away what was printed, packed or written to disk and may name them; return how many files went."""
    gone = 0
    for folder in [*(var / name for name in MADE_AGAIN), *(folder_of(each, var) for each in erased.plenaries)]:
        gone += sum(1 for each in folder.rglob("*") if each.is_file())
        shutil.rmtree(folder, ignore_errors=True)
    for path in sorted((var / "mail").glob("*.eml")):
        if _names_them(path, erased.names):
            path.unlink(missing_ok=True)
            gone += 1
    write_list(var, current_settings().backups)
    return gone


def tidy_disk() -> bool:
    """Have the database give up the bytes of what was deleted; False when others kept it busy. Nothing may be open."""
    db.session.remove()
    connection = db.engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        if is_postgresql():
            driver.autocommit = True
            for name in (*Base.metadata.tables, "search_project"):
                driver.execute(f'VACUUM "{name}"')
            return True
        for index in ("search_project", "search_cousin"):
            driver.execute(f"INSERT INTO {index}({index}) VALUES ('optimize')")  # noqa: S608 - names of ours
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    except DBAPIError:
        return False
    else:
        return True
    finally:
        connection.detach()
        connection.close()


def _names_them(path: Path, names: tuple[str, ...]) -> bool:
    """Tell whether a mail written to disk is to them, speaks of them, or carries a file that may."""
    mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = mail.get_body(("plain",))
    text = " ".join([str(mail["To"] or ""), str(mail["Subject"] or ""), body.get_content() if body else ""]).lower()
    return any(True for _ in mail.iter_attachments()) or any(name.lower() in text for name in names)
