"""The file in the order of the State's form, for other funders: to its people, whatever its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort

from grants.applications import cerfa
from grants.applications.odt import MIMETYPE
from grants.applications.views.blueprint import bp, read_paper, seen
from grants.db import db
from grants.pdf import PdfUnavailable
from grants.security import MEMBERS, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

NAME = "demande-cerfa-12156"


@bp.get("/dossiers/<public_id>/cerfa-12156.pdf")
@open_to(MEMBERS)
def cerfa_pdf(public_id: str) -> ResponseReturnValue:
    """Give the form as a PDF, to read or print."""
    paper = read_paper(seen(public_id))
    db.session.commit()  # nobody waits for the database while the press works
    try:
        made = cerfa.as_pdf(paper)
    except PdfUnavailable as error:
        return abort(503, str(error))
    return _given(made, "application/pdf", "inline", "pdf")


@bp.get("/dossiers/<public_id>/cerfa-12156.odt")
@open_to(MEMBERS)
def cerfa_odt(public_id: str) -> ResponseReturnValue:
    """Give the form as a text to complete."""
    return _given(cerfa.as_odt(read_paper(seen(public_id))), MIMETYPE, "attachment", "odt")


def _given(content: bytes, kind: str, place: str, ending: str) -> Response:
    """Serve one of the two, under a name that says what it is."""
    disposition = f'{place}; filename="{NAME}.{ending}"'
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition})
