"""The years side by side, what associations received over them, and the page of one year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, render_template, request, send_file

from grants.commons.forms import read_page
from grants.commons.freshness import kept_fresh
from grants.jobs import current_jobs
from grants.reports.forms import GIFT_KIND_WORDS
from grants.security import EVERYONE, open_to
from grants.settings import current_settings
from grants.sheets import sent
from grants.years import queries, showing, telling
from grants.years.archive.kept import shelf_of
from grants.years.archive.words import prose

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("years", __name__)
bp.add_app_template_filter(prose, "kept")

PAGE = 100
"""Associations on a page."""


@bp.get("/annees/")
@open_to(EVERYONE)
@kept_fresh
def index() -> ResponseReturnValue:
    """Put the years side by side, and answer openly whether money is merely sprinkled."""
    rows = queries.years_together()
    notes = showing.Notes()
    return render_template(
        "years/index.html",
        lines=showing.lines(rows, notes),
        notes=notes.reasons,
        measures=showing.MEASURES,
        sources=showing.SOURCES,
        pictures=showing.pictures(rows),
        spread=queries.spread(queries.sums()),
        totals=showing.totals(rows),
    )


@bp.get("/annees/annees.<any(ods, xlsx, csv):ending>")
@open_to(EVERYONE)
def index_sheet(ending: str) -> ResponseReturnValue:
    """Give the years as a table."""
    return sent(showing.years_table(queries.years_together()), ending, "annees")


@bp.get("/annees/associations")
@open_to(EVERYONE)
@kept_fresh
def associations() -> ResponseReturnValue:
    """List what each association received over the years, in the order of the alphabet."""
    rows = queries.sums()
    page = min(read_page(request.args.get("page", "")), max(1, -(-len(rows) // PAGE)))
    return render_template(
        "years/associations.html",
        rows=rows[(page - 1) * PAGE : page * PAGE],
        number=len(rows),
        page=page,
        pages=-(-len(rows) // PAGE),
    )


@bp.get("/annees/associations.<any(ods, xlsx, csv):ending>")
@open_to(EVERYONE)
def associations_sheet(ending: str) -> ResponseReturnValue:
    """Give the sums of associations as a table, one line an association and a year."""
    return sent(showing.sums_table(queries.sums()), ending, "sommes-par-association")


@bp.get("/annees/<int(max=9999):year>")
@open_to(EVERYONE)
@kept_fresh
def year(year: int) -> ResponseReturnValue:
    """Tell one year whole: its figures, what it is about, where, its evening, its reports, and its archive."""
    found = queries.year_whole(year) or abort(404)
    row = queries.years_together(year)[0]
    notes = showing.Notes()
    return render_template(
        "years/year.html",
        year=year,
        found=found,
        cells=[(notes.cell(measure, row), measure.head) for measure in showing.MEASURES],
        notes=notes.reasons,
        themes=telling.themes(found),
        quarters=telling.quarters(found),
        wishes=telling.wishes(found),
        gift_words=GIFT_KIND_WORDS,
        around=telling.around(year, queries.years_known()),
    )


@bp.get("/annees/<int(max=9999):year>/chiffres.<any(ods, xlsx, csv):ending>")
@open_to(EVERYONE)
def year_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the themes, the quarters, the needs and the offers of a year as a table."""
    found = queries.year_whole(year) or abort(404)
    return sent(telling.year_table(found), ending, f"annee-{year}")


@bp.get("/annees/<int(max=9999):year>/archive.zip")
@open_to(EVERYONE)
def archive(year: int) -> ResponseReturnValue:
    """Give the archive of a year; where what is public changed since, have it made and say how far that is."""
    calls = queries.calls_told(year) or abort(404)
    var = current_settings().var
    shelf = shelf_of(year, var)
    if not shelf.ready.is_file() and shelf.ask():
        current_jobs().soon("archive_year", year, str(var))
    ready = shelf.ready
    if ready.is_file():
        return send_file(ready, "application/zip", download_name=f"annee-{year}.zip")
    projects = len(queries.project_slugs([each.id for each in calls]))
    page = render_template("years/waiting.html", year=year, done=shelf.progress(), projects=projects)
    return page, 202, {"Retry-After": "5", "Cache-Control": "no-store"}
