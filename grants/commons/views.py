"""Pages for everybody: home, list, search, map, a project, and the pages that explain."""

from __future__ import annotations

from collections import Counter
from math import ceil
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, render_template, request
from flask_babel import get_locale

from grants.calls import queries as calls
from grants.calls.views import today_in
from grants.commons import queries, showing
from grants.commons.forms import SLUG, YEAR, read_asked
from grants.commons.freshness import counted, kept_fresh
from grants.commons.guide import guide
from grants.domain.chart import places
from grants.projects import queries as projects_queries
from grants.projects.forms import KIND_WORDS
from grants.projects.queries import PAGE, Facets
from grants.projects.wording import quarter_of, theme_of
from grants.reports import queries as reports
from grants.reports.forms import GIFT_KIND_WORDS, GIFT_LICENCE_WORDS
from grants.security import EVERYONE, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from flask.typing import ResponseReturnValue

    from grants.domain.territory import Territory
    from grants.projects.models import Project

bp = Blueprint("commons", __name__)

LATEST = 6


def home_town() -> Territory:
    """Return this instance's town."""
    return territory(current_app.extensions["settings"].territory)


@bp.get("/")
@open_to(EVERYONE)
@kept_fresh
def home() -> ResponseReturnValue:
    """Say what this is, where the year stands, and what was published last."""
    call = calls.last_call()
    newest = projects_queries.latest(LATEST)
    rows = showing.rows_of(newest, queries.awarded([card.id for card in newest]))
    if call is None:
        return render_template("commons/home.html", call=None, latest=rows)
    today = today_in(territory(call.territory))
    return render_template(
        "commons/home.html",
        call=call,
        today_sentence=showing.today_sentence(call, today),
        deadline=call.closes_on if call.opens_on <= today <= call.closes_on else None,
        figures=showing.figures_of(queries.year_figures(call)),
        latest=rows,
    )


@bp.get("/projets/")
@open_to(EVERYONE)
@kept_fresh
def projects() -> ResponseReturnValue:
    """List public projects, fifty a page, with filters the address keeps."""
    return _listing("commons.projects")


@bp.get("/recherche")
@open_to(EVERYONE)
@kept_fresh
def search() -> ResponseReturnValue:
    """Search all public projects by their words."""
    return _listing("commons.search")


@bp.get("/projets/<slug>")
@open_to(EVERYONE)
@kept_fresh
def project(slug: str) -> ResponseReturnValue:
    """Tell a project: its story, what it looks for and offers, its money after the vote, those near it."""
    found = (SLUG.fullmatch(slug) and projects_queries.public_project(slug)) or abort(404)
    town = territory(found.call.territory)
    votes = queries.votes(found.id)
    sisters, neighbours = projects_queries.around(found)
    return render_template(
        "commons/project.html",
        project=found,
        town=town,
        told_by=showing.associations_name(found),
        places=[quarter_of(town, key) for key in found.neighbourhoods],
        themes=[theme_of(town, key) for key in found.themes],
        kinds=KIND_WORDS,
        votes=[(showing.vote_words(vote), vote.envelopes) for vote in votes],
        timeline=_money_timeline(found, votes),
        report=reports.public_report(found),
        report_words={"kinds": GIFT_KIND_WORDS, "gift_licences": GIFT_LICENCE_WORDS},
        sisters=showing.rows_of(sisters, queries.awarded([card.id for card in sisters])),
        neighbours=[(near.card, showing.reasons(near)) for near in neighbours],
    )


@bp.get("/carte")
@open_to(EVERYONE)
@kept_fresh
def town_map() -> ResponseReturnValue:
    """Show where projects happen: a drawing of the quarters, and the list that says the same."""
    typed = request.args.get("annee", "")
    call = calls.call_of_year(int(typed)) if YEAR.fullmatch(typed) and typed.isascii() else calls.last_call()
    town = territory(call.territory) if call else home_town()
    cards = projects_queries.placed_cards(call.year) if call else []
    numbers = Counter(key for card in cards for key in card.neighbourhoods)
    dots = places.dots(town, numbers)
    by_quarter = [(dot, [card for card in cards if dot.key in card.neighbourhoods]) for dot in dots]
    return render_template(
        "commons/map.html", call=call, town=town, by_quarter=by_quarter, years=_years(), lines=places.lines(town, dots)
    )


@bp.get("/aide")
@open_to(EVERYONE)
def help_page() -> ResponseReturnValue:
    """Answer the questions people ask, and say who can help."""
    return render_template("commons/help.html", call=calls.last_call())


@bp.get("/aide/guide")
@open_to(EVERYONE)
def guide_page() -> ResponseReturnValue:
    """Tell an association the whole way, from the idea to the report."""
    language = "en" if str(get_locale()) == "en" else "fr"
    return render_template("commons/guide.html", text=guide(language, request.script_root, calls.year_on_show()))


@bp.get("/accessibilite")
@open_to(EVERYONE)
def accessibility() -> ResponseReturnValue:
    """State how accessible the site is, and how to complain."""
    return render_template("commons/accessibility.html")


@bp.get("/mentions-legales")
@open_to(EVERYONE)
def legal() -> ResponseReturnValue:
    """Say who publishes, under what licence, and what is kept about people."""
    return render_template("commons/legal.html")


@bp.get("/plan-du-site")
@open_to(EVERYONE)
def sitemap() -> ResponseReturnValue:
    """List every page there is."""
    return render_template("commons/sitemap.html", call=calls.last_call())


@bp.get("/healthz")
@open_to(EVERYONE)
def healthz() -> ResponseReturnValue:
    """Answer « ok » when the database answers."""
    queries.public_stamp()
    return "ok\n", 200, {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}


def _money_timeline(project: Project, votes: Sequence[queries.Vote]) -> list[tuple[date, str, str]]:
    """Return the dated steps of a project's money, in the days of its town."""
    zone = ZoneInfo(territory(project.call.territory).zone)
    reported = queries.reported_on(project.id)
    day = reported.astimezone(zone).date() if reported else None
    return showing.money_timeline(votes, queries.money_steps(project.id), day)


def _listing(endpoint: str) -> ResponseReturnValue:
    """Answer a list or a search: a page of cards, the choices with their counts, and what was odd in the address."""
    asked = read_asked(request.args)
    facets = counted(asked.filters)
    pages = max(1, ceil(facets.total / PAGE))
    page = min(asked.page, pages)
    cards = projects_queries.cards(asked.filters, page) if facets.total else []
    return render_template(
        "commons/projects.html",
        endpoint=endpoint,
        asked=asked,
        facets=facets,
        choices=_choices(facets),
        kinds=KIND_WORDS,
        page=page,
        pages=pages,
        rows=showing.rows_of(cards, queries.awarded([card.id for card in cards])),
    )


def _choices(facets: Facets) -> dict[str, list[tuple[str | int, str]]]:
    """Return the choices of year, theme and quarter with their counts, as the macro `select` takes them."""
    towns = [territory(key) for key in dict.fromkeys([home_town().key, *facets.towns])]
    themes = {theme.key: showing.theme_name(theme) for town in reversed(towns) for theme in town.themes}
    quarters = {place.key: place.name for town in reversed(towns) for place in town.neighbourhoods}

    def numbered(names: dict[str, str], numbers: dict[str, int]) -> list[tuple[str | int, str]]:
        return [(key, f"{names[key]} ({numbers[key]})") for key in names if numbers.get(key)]

    return {
        "years": [(year, f"{year} ({number})") for year, number in facets.years.items()],
        "themes": numbered(themes, facets.themes),
        "quarters": numbered(quarters, facets.neighbourhoods),
    }


def _years() -> list[int]:
    """Return the years that have a call, newest first."""
    return list(dict.fromkeys(call.year for call in calls.calls()))
