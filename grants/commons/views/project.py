"""A project's page, and the same to print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from flask import Response, abort, g, redirect, render_template, url_for

from grants.commons import paper, queries, showing
from grants.commons.forms import SLUG
from grants.commons.freshness import kept_fresh
from grants.commons.parts import parts_of
from grants.commons.views import bp
from grants.commons.where import drawing_of
from grants.db import db
from grants.pdf import LayoutTooHeavyError, PdfUnavailable
from grants.projects import queries as projects_queries
from grants.projects.forms import KIND_WORDS
from grants.projects.wording import quarter_of, theme_of
from grants.reports import queries as reports
from grants.reports.forms import GIFT_KIND_WORDS, GIFT_LICENCE_WORDS
from grants.security import EVERYONE, open_to
from grants.settings import current_settings
from grants.territories.queries import territory
from grants.voices.queries import OnPage, voices_on

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

    from grants.commons.parts import Parts
    from grants.projects.models import Project

MOST_NEWS: Final = 12
"""News on a project's page; older ones keep their own addresses."""


@bp.get("/projets/<slug>")
@open_to(EVERYONE)
@kept_fresh
def project(slug: str) -> ResponseReturnValue:
    """Tell a project: its story, what it looks for and offers, its money after the vote, those near it."""
    found = public(slug)
    there = parts_of(found.id)
    sisters, neighbours = projects_queries.around(found)
    return render_template(
        "commons/project.html",
        **_page(found, there),
        there=there,
        news=queries.news_of(found.id, MOST_NEWS) if there.news else [],
        said=voices_on(found.id) if there.words else OnPage(),
        mine=queries.may_tell(g.get("person"), found),
        sisters=showing.rows_of(sisters, queries.awarded([card.id for card in sisters])),
        neighbours=[(near.card, showing.reasons(near)) for near in neighbours],
    )


@bp.get("/projets/<slug>/imprimer")
@open_to(EVERYONE)
@kept_fresh
def printed(slug: str) -> ResponseReturnValue:
    """Tell a project on a page made for paper: no menu, its short address and its square."""
    found = public(slug)
    return render_template("commons/project_print.html", **_page(found, parts_of(found.id)))


@bp.get("/projets/<slug>/projet.pdf")
@open_to(EVERYONE)
@kept_fresh
def project_paper(slug: str) -> ResponseReturnValue:
    """Give a project as one or two sheets of A4; where no press can make it, lead to the page made for paper."""
    found = public(slug)
    there = parts_of(found.id)
    news = queries.news_of(found.id, MOST_NEWS) if there.news else []
    html, images = paper.html_of({**_page(found, there), "news": news})
    title = found.title
    db.session.commit()  # nobody waits for the database while the press works
    try:
        made = paper.made(html, images, title, showing.language(), current_settings().var)
    except (LayoutTooHeavyError, PdfUnavailable):
        return redirect(url_for("commons.printed", slug=slug), 303)
    headers = {"Content-Disposition": f'inline; filename="{slug}.pdf"'}
    return Response(made, mimetype="application/pdf", headers=headers)


def public(slug: str) -> Project:
    """Return a public project by its address, or answer 404."""
    return (SLUG.fullmatch(slug) and projects_queries.public_project(slug)) or abort(404)


def _page(found: Project, there: Parts) -> dict[str, Any]:
    """Gather what a project's page says, on screen and on paper."""
    town = territory(found.call.territory)
    votes = queries.votes(found.id) if there.votes else []
    return {
        "project": found,
        "town": town,
        "told_by": showing.associations_name(found),
        "places": [quarter_of(town, key) for key in found.neighbourhoods],
        "drawing": drawing_of(found),
        "spots": showing.spots(town, found),
        "themes": [theme_of(town, key) for key in found.themes],
        "kinds": KIND_WORDS,
        "licence_link": showing.LICENCE_LINKS.get(found.licence, ""),
        "votes": [(showing.vote_words(vote), showing.sum_in_letters(vote), vote.envelopes) for vote in votes],
        "grants": [vote for vote in votes if vote.cents],
        "timeline": _money_timeline(found, there, votes),
        "report": reports.public_report(found) if there.report else None,
        "report_words": {"kinds": GIFT_KIND_WORDS, "gift_licences": GIFT_LICENCE_WORDS},
    }


def _money_timeline(project: Project, there: Parts, votes: Sequence[queries.Vote]) -> list[tuple[date, str, str]]:
    """Return the dated steps of a project's money, in the days of its town."""
    zone = ZoneInfo(territory(project.call.territory).zone)
    day = there.reported_at.astimezone(zone).date() if there.reported_at else None
    return showing.money_timeline(votes, queries.money_steps(project.id) if there.steps else [], day)
