"""Pages of the applicant and of the staff around a file."""

from grants.applications.views import (
    after,
    asking,
    carrier,
    cerfa,
    directory,
    drafts,
    guides,
    kind,
    messages,
    numbers,
    paper,
    papers,
    script,
    sending,
    sheets,
    staff,
    together,
)
from grants.applications.views.blueprint import bp

__all__ = [
    "after",
    "asking",
    "bp",
    "carrier",
    "cerfa",
    "directory",
    "drafts",
    "guides",
    "kind",
    "messages",
    "numbers",
    "paper",
    "papers",
    "script",
    "sending",
    "sheets",
    "staff",
    "together",
]
