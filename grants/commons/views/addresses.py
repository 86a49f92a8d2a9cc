"""The short address of a project, for paper and for speech, and its square to scan."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Response, abort, redirect, url_for

from grants.commons import queries
from grants.commons.views import bp
from grants.commons.views.project import public
from grants.opendata.files import address
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

LONGEST = 9
"""Digits of a number that a database keeps."""


@bp.get("/p/<number>")
@open_to(EVERYONE)
def short(number: str) -> ResponseReturnValue:
    """Lead to a project by its number, for ever."""
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST):
        abort(404)
    slug = queries.slug_of_number(int(number)) or abort(404)
    return redirect(url_for("commons.project", slug=slug), 308)


@bp.get("/projets/<slug>/qr.svg")
@open_to(EVERYONE)
def square(slug: str) -> ResponseReturnValue:
    """Draw the short address as a square that telephones read."""
    import segno  # noqa: PLC0415 - only where a square is drawn

    drawn = io.BytesIO()
    told = address("commons.short", number=public(slug).id)
    segno.make(told, error="m", micro=False).save(
        drawn, kind="svg", border=2, dark="#1b1b2f", light="#fff", omitsize=True, title=told
    )
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response(drawn.getvalue(), mimetype="image/svg+xml", headers=headers)
