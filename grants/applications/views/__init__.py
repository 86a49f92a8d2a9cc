"""Pages of the applicant, of the people around a file, and of the staff."""

from grants.applications.views import (
    after,
    carrier,
    cerfa,
    directory,
    drafts,
    guides,
    kind,
    messages,
    numbers,
    papers,
    script,
    sending,
    staff,
    together,
)
from grants.applications.views.blueprint import bp

__all__ = [
    "after",
    "bp",
    "carrier",
    "cerfa",
    "directory",
    "drafts",
    "guides",
    "kind",
    "messages",
    "numbers",
    "papers",
    "script",
    "sending",
    "staff",
    "together",
]
