"""Pages of the applicant and of the staff around a file."""

from grants.applications.views import (
    after,
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
)
from grants.applications.views.blueprint import bp

__all__ = [
    "after",
    "bp",
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
]
