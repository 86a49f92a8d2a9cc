"""Pages of the money: the desk of the staff, and what everybody may read."""

from flask import Blueprint

bp = Blueprint("budget", __name__)

from grants.budget.views import (  # noqa: E402 - they hang their routes on bp
    accounts,
    ahead,
    batches,
    books,
    capping,
    clock,
    closing,
    council,
    councillors,
    cumulated,
    desk,
    envelopes,
    files,
    keeping,
    papers,
    payments,
    plans,
    public,
    repayments,
    robustness,
    scenarios,
    sharing,
    trials,
)

__all__ = [
    "accounts",
    "ahead",
    "batches",
    "books",
    "bp",
    "capping",
    "clock",
    "closing",
    "council",
    "councillors",
    "cumulated",
    "desk",
    "envelopes",
    "files",
    "keeping",
    "papers",
    "payments",
    "plans",
    "public",
    "repayments",
    "robustness",
    "scenarios",
    "sharing",
    "trials",
]
