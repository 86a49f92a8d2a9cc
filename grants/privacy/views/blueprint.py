"""The blueprint, and the archive as an answer."""

from __future__ import annotations

from flask import Blueprint, Response

from grants.privacy.taking import take_away
from grants.privacy.wording import file_name

bp = Blueprint("privacy", __name__)


def archive_of(address: str) -> Response:
    """Answer with all that is held of whoever has this address."""
    response = Response(take_away(address), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name()}"'
    response.headers["Cache-Control"] = "no-store"
    return response
