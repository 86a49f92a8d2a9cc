"""Pages of the money: the desk of the staff, and what everybody may read."""

from flask import Blueprint

bp = Blueprint("budget", __name__)

from grants.budget.views import (  # noqa: E402 - they hang their routes on bp
    books,
    capping,
    council,
    councillors,
    desk,
    envelopes,
    files,
    keeping,
    papers,
    payments,
    public,
    sharing,
)

__all__ = [
    "books",
    "bp",
    "capping",
    "council",
    "councillors",
    "desk",
    "envelopes",
    "files",
    "keeping",
    "papers",
    "payments",
    "public",
    "sharing",
]
