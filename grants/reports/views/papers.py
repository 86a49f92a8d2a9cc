"""The papers of a report, and its photographs: to its people at any time, to everybody once they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort
from flask_babel import gettext as _

from grants.applications.queries import local_day
from grants.applications.views.blueprint import seen
from grants.db import db
from grants.domain.file import parse
from grants.files import served
from grants.pdf import PdfUnavailable
from grants.reports import papers
from grants.reports.queries import (
    grant_of,
    photograph_named,
    photographs_as_images,
    pictures_of,
    public_photograph,
    story_of,
    titles_of,
    versions_of,
)
from grants.reports.views.blueprint import begun, bp
from grants.security import EVERYONE, MEMBERS, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.mail import Attachment
    from grants.reports.models import Report
    from grants.reports.papers import Paper

WEEK = "public, max-age=604800"
"""A photograph never changes under its name; a week, so that one that is removed does not stay with others long."""


@bp.get("/dossiers/<public_id>/bilan.pdf")
@open_to(MEMBERS)
def one_page(public_id: str) -> ResponseReturnValue:
    """Give the report on one page."""
    return _print(public_id, papers.one_page, _("bilan"))


@bp.get("/dossiers/<public_id>/compte-rendu-financier.pdf")
@open_to(MEMBERS)
def financial_report(public_id: str) -> ResponseReturnValue:
    """Give the financial report on the model that funders know."""
    return _print(public_id, papers.financial_report, _("compte-rendu-financier"))


@bp.get("/dossiers/<public_id>/bilan/photos/<name>.jpg")
@open_to(MEMBERS)
def photograph(public_id: str, name: str) -> ResponseReturnValue:
    """Give a photograph to the people of the file."""
    return served(photograph_named(begun(seen(public_id)), name) or abort(404), inline=True)


@bp.get("/projets/<slug>/photos/<name>.jpg")
@open_to(EVERYONE)
def shown_photograph(slug: str, name: str) -> ResponseReturnValue:
    """Give a photograph to everybody: its report was sent, and the people on it agree."""
    response = served(public_photograph(slug, name) or abort(404), inline=True)
    response.headers["Cache-Control"] = WEEK
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def printed(application: Application, report: Report) -> list[Attachment]:
    """Print what leaves with the acknowledgement; nothing when this machine cannot. Ends the transaction."""
    paper = paper_of(application, report, latest=True)
    db.session.commit()
    try:
        made = {_("bilan"): papers.one_page(paper), _("compte-rendu-financier"): papers.financial_report(paper)}
    except PdfUnavailable:
        return []
    return [(f"{name}-{paper.number}.pdf", "application/pdf", content) for name, content in made.items()]


def paper_of(application: Application, report: Report, *, latest: bool = False) -> Paper:
    """Gather what is printed of a report: as it was last sent, or as it stands now."""
    versions = [] if latest else versions_of(report)
    answers = versions[0].answers if versions else report.answers
    story = story_of(application, answers)
    received = versions[0].at if versions else None
    pictures = tuple(each for each in pictures_of(report, answers) if each.agreed)
    return papers.Paper(
        file=parse(application.answers),
        story=story,
        number=application.number or "",
        year=application.call.year,
        town=territory(application.call.territory),
        grant=grant_of(application),
        pictures=pictures,
        images=photographs_as_images(report),
        met=tuple(title for _slug, title in titles_of(story.met)),
        slug=application.project.slug if application.project else "",
        received_on=local_day(application.call, received) if received else None,
    )


def _print(public_id: str, make: Callable[[Paper], bytes], name: str) -> ResponseReturnValue:
    """Print one of the papers."""
    application = seen(public_id)
    paper = paper_of(application, begun(application))
    db.session.commit()  # nobody waits for the database while the press works
    try:
        made = make(paper)
    except PdfUnavailable as error:
        return abort(503, str(error))
    disposition = f'inline; filename="{name}-{paper.number}.pdf"'
    return Response(made, mimetype="application/pdf", headers={"Content-Disposition": disposition})
