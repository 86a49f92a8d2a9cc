"""The one thing written about open data: how much was published, so that a shorter file says so."""

from __future__ import annotations

from grants.db import db, now
from grants.domain import scdl, state_file
from grants.opendata import queries
from grants.opendata.models import PublishedCount


def count_published() -> None:
    """Note what the deposited files hold today; twice a day changes nothing but today's own count."""
    grants = list(queries.voted_grants())
    without = len(scdl.left_out(grants))
    gathered = sum(1 for _line in state_file.lines(queries.gathered_grants()))
    held = {"subventions.csv": sum(1 for _line in scdl.lines(grants)), "subventions-etat.csv": gathered}
    day = now().date()
    for name, records in held.items():
        db.session.merge(PublishedCount(name=name, day=day, records=records, left_out=without))
    db.session.flush()
