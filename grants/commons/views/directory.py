"""The directory of commons: what projects gave to everybody, to search, to filter and to take away."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from flask import Response, abort, render_template, request

from grants.commons.freshness import kept_fresh
from grants.commons.given import as_record, as_table, directory, odd_among, read_wanted, things
from grants.commons.views import bp
from grants.opendata import cursors
from grants.opendata.answers import json, paged
from grants.opendata.files import as_json, home_town, licence_address
from grants.projects.asked import read_page
from grants.projects.queries import PAGE
from grants.security import EVERYONE, open_to
from grants.sheets import ENDINGS, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/communs")
@open_to(EVERYONE)
@kept_fresh
def commons_directory() -> ResponseReturnValue:
    """List what projects gave, fifty a page, with filters the address keeps."""
    found = directory(read_wanted(request.args))
    pages = max(1, ceil(len(found.things) / PAGE))
    page = min(read_page(request.args.get("page", "")), pages)
    shown = found.things[(page - 1) * PAGE : page * PAGE]
    return render_template("commons/directory.html", found=found, things=shown, page=page, pages=pages)


@bp.get("/api/v1/commons")
@open_to(EVERYONE)
def api_commons() -> ResponseReturnValue:
    """Give what projects gave, fifty at a time, with the filters of the directory; what is odd is told."""
    wanted = read_wanted(request.args)
    typed = request.args.get("after")
    last = None if typed is None else cursors.read_key(typed)
    odd = "after" if typed is not None and last is None else odd_among(request.args, wanted)
    if odd is not None:
        return json({"error": f"{odd} is not a value that the description knows.", "parameter": odd}, 400)
    found = [each for each in things(wanted) if last is None or cursors.place_of(each.key) > last]
    following = cursors.written_key(found[PAGE - 1].key) if len(found) > PAGE else None
    return paged("commons", [as_record(each) for each in found[:PAGE]], following)


@bp.get("/communs.<ending>")
@open_to(EVERYONE)
def commons_sheet(ending: str) -> ResponseReturnValue:
    """Give the list as on screen, all its pages: a spreadsheet, or JSON for programs."""
    found = directory(read_wanted(request.args))
    if ending == "json":
        licence = licence_address(home_town())
        body = as_json({"licence": licence, "commons": [as_record(each) for each in found.things]})
        return Response(body, mimetype="application/json", headers={"Access-Control-Allow-Origin": "*"})
    return sent(as_table(found.things), ending, "communs") if ending in ENDINGS else abort(404)
