"""The years side by side, what associations received over them, and the page of one year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template, request

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
    from collections.abc import Iterator
    from pathlib import Path

    from flask.typing import ResponseReturnValue

bp = Blueprint("years", __name__)
bp.add_app_template_filter(prose, "kept")

PAGE = 100
"""Associations on a page."""
PIECE = 64 * 1024


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
        return _given(ready, year)
    projects = len(queries.project_slugs([each.id for each in calls]))
    page = render_template("years/waiting.html", year=year, done=shelf.progress(), projects=projects)
    return page, 202, {"Retry-After": "5", "Cache-Control": "no-store"}


def _given(ready: Path, year: int) -> Response:
    """Answer with an archive piece by piece; it is opened when the first piece is wanted, closed when nobody reads."""
    headers = {
        "Content-Disposition": f'attachment; filename="annee-{year}.zip"',
        "Content-Length": str(ready.stat().st_size),
        "Cache-Control": "public, no-cache",
    }
    response = Response(_pieces(ready), content_type="application/zip", headers=headers)
    response.set_etag(ready.stem)
    response.make_conditional(request)
    return response


def _pieces(ready: Path) -> Iterator[bytes]:
    """Give a file by pieces."""
    with ready.open("rb") as archive:
        while piece := archive.read(PIECE):
            yield piece
