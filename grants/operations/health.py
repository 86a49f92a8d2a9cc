"""Whether this process can serve, in a few milliseconds and without a word about anybody.

`down`: no page can be served here, a balancer should look elsewhere. `late`: pages are served, but mail or work waits
and a person should look; a mail server that sleeps must not take the site away.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import Final

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from grants.db import db, now
from grants.jobs import current_jobs
from grants.mail import OutboxMail
from grants.privacy.services import is_shut
from grants.settings import ROOT, current_settings

LATE_MAIL: Final = timedelta(minutes=30)
QUIET_QUEUE: Final = timedelta(minutes=5)


def look() -> dict[str, object]:
    """Return what a monitor reads: `status` (ok, late, down) and one word or number for each thing it leans on."""
    try:
        migration = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        oldest = db.session.scalar(select(func.min(OutboxMail.created_at)).where(OutboxMail.sent_at.is_(None)))
    except SQLAlchemyError:
        return {"status": "down", "database": "down"}
    current = migration == head()
    waiting = now() - oldest if oldest else timedelta()
    alive = queue_is_alive()
    late = waiting > LATE_MAIL or not alive
    shut = is_shut(current_settings().var)
    return {
        "status": "down" if shut or not current else "late" if late else "ok",
        "database": "ok",
        "migration": "ok" if current else "behind",
        "outbox_oldest_seconds": int(waiting.total_seconds()),
        "queue": "ok" if alive else "quiet",
        **({"erasures": "unknown"} if shut else {}),
    }


def queue_is_alive() -> bool:
    """Tell whether a worker did something in the last minutes."""
    beat = current_jobs().last_beat()
    return beat is not None and now() - beat < QUIET_QUEUE


@cache
def head() -> str:
    """Return the newest migration of this version, by the names of its files."""
    return max(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
