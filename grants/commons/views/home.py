"""The first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from grants.calls import queries as calls
from grants.calls.views import today_in
from grants.commons import queries, showing
from grants.commons.freshness import kept_fresh
from grants.commons.sitemap import ways
from grants.commons.views import bp
from grants.projects import queries as projects_queries
from grants.security import EVERYONE, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


LATEST, NEWS = 6, 4


@bp.get("/")
@open_to(EVERYONE)
@kept_fresh
def home() -> ResponseReturnValue:
    """Say what this is, where the year stands, and what was published last."""
    call = calls.last_call()
    newest = projects_queries.latest(LATEST)
    rows = showing.rows_of(newest, queries.awarded([card.id for card in newest]))
    if call is None:
        return render_template("commons/home.html", call=None, latest=rows, ways=ways(), news=())
    today = today_in(territory(call.territory))
    return render_template(
        "commons/home.html",
        call=call,
        today_sentence=showing.today_sentence(call, today),
        deadline=call.closes_on if call.opens_on <= today <= call.closes_on else None,
        figures=showing.figures_of(queries.year_figures(call)),
        latest=rows,
        ways=ways(),
        news=queries.latest_news(NEWS),
    )
