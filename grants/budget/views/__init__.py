"""Pages of the money: the desk of the staff, and what everybody may read."""

from flask import Blueprint

bp = Blueprint("budget", __name__)

from grants.budget.views import (  # noqa: E402 - they hang their routes on bp
    ahead,
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
    robustness,
    scenarios,
    sharing,
    trials,
)

__all__ = [
    "ahead",
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
    "robustness",
    "scenarios",
    "sharing",
    "trials",
]
