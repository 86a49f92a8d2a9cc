"""Everything out: files, feeds and a small API, for anybody and any program."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request, stream_with_context

from grants.opendata import files, openapi, queries
from grants.opendata.records import project_record
from grants.projects.queries import Filters
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask.typing import ResponseReturnValue

bp = Blueprint("opendata", __name__)

WHOLE = re.compile(r"[0-9]{1,10}")
SAMPLE_LINES = 3
YES = {"1", "oui", "yes", "true"}


@bp.get("/donnees/")
@open_to(EVERYONE)
def index() -> ResponseReturnValue:
    """Explain each open file, with a sample."""
    first = queries.open_projects(number=1)
    sample = files.as_json(project_record(first[0], files.page_maker()), for_people=True) if first else ""
    return render_template(
        "opendata/index.html",
        lines="".join(files.subventions(most=SAMPLE_LINES)),
        sample=sample,
        left_out=files.left_out(),
        licence=files.licence_address(files.home_town()),
        changed=queries.last_change(),
    )


@bp.get("/donnees/subventions.csv")
@open_to(EVERYONE)
def subventions() -> ResponseReturnValue:
    """Serve the national file of voted grants, line by line; past years' own grants too with `?historique=1`."""
    history = request.args.get("historique", "").lower() in YES
    return _file(stream_with_context(files.subventions(history=history)), "text/csv", "subventions.csv")


@bp.get("/donnees/360giving.json")
@open_to(EVERYONE)
def threesixty() -> ResponseReturnValue:
    """Serve the voted grants in the 360Giving standard."""
    return _file([files.as_json(files.threesixty())], "application/json", "360giving.json")


@bp.get("/donnees/projects.json")
@open_to(EVERYONE)
def projects_json() -> ResponseReturnValue:
    """Serve every public project."""
    return _file([files.as_json(files.projects())], "application/json", "projects.json")


@bp.get("/donnees/projects.geojson")
@open_to(EVERYONE)
def projects_geojson() -> ResponseReturnValue:
    """Serve where every public project happens."""
    return _file([files.as_json(files.geojson())], "application/geo+json", "projects.geojson")


@bp.get("/flux/projets.atom")
@open_to(EVERYONE)
def projects_atom() -> ResponseReturnValue:
    """Serve the feed of new projects."""
    return _open(Response(files.atom(), content_type="application/atom+xml; charset=utf-8"))


@bp.get("/agenda.ics")
@open_to(EVERYONE)
def agenda() -> ResponseReturnValue:
    """Serve the dates of the year as a calendar."""
    return _file([files.agenda().decode()], "text/calendar", "agenda.ics")


@bp.get("/api/v1/")
@open_to(EVERYONE)
def api() -> ResponseReturnValue:
    """Say what the API holds."""
    return _json({"openapi": "/api/v1/openapi.json", "projects": "/api/v1/projects", "licence": _licence()})


@bp.get("/api/v1/openapi.json")
@open_to(EVERYONE)
def api_description() -> ResponseReturnValue:
    """Describe the API."""
    town = files.home_town()
    server = files.address("opendata.api").rstrip("/")
    return _json(openapi.description(server, town.licence, _licence()))


@bp.get("/api/v1/projects")
@open_to(EVERYONE)
def api_projects() -> ResponseReturnValue:
    """Give public projects by id, fifty at a time."""
    asked: dict[str, int] = {}
    bounds = {"after": (0, openapi.MOST_CURSOR), "year": (openapi.FEWEST_YEAR, openapi.MOST_YEAR)}
    for name, (least, most) in bounds.items():
        typed = request.args.get(name)
        if typed is None:
            continue
        if not WHOLE.fullmatch(typed) or not typed.isascii() or not least <= int(typed) <= most:
            return _json({"error": f"{name} is a whole number from {least} to {most}.", "parameter": name}, 400)
        asked[name] = int(typed)
    filters = Filters(year=asked.get("year", 0))
    found = queries.open_projects(after=asked.get("after", 0), filters=filters, number=openapi.PAGE + 1)
    page_of = files.page_maker()
    shown = [project_record(each, page_of) for each in found[: openapi.PAGE]]
    following = shown[-1]["id"] if len(found) > openapi.PAGE else None
    return _json({"projects": shown, "next": following, "licence": _licence()})


def _licence() -> str:
    """Return the address of the data's licence."""
    return files.licence_address(files.home_town())


def _json(value: object, status: int = 200) -> Response:
    """Answer JSON that any page may read, with its ETag."""
    response = _open(Response(files.as_json(value), status, content_type="application/json"))
    response.add_etag()
    response.make_conditional(request)
    return response


def _file(pieces: Iterable[str], kind: str, name: str) -> Response:
    """Answer a file to keep."""
    response = _open(Response(pieces, content_type=f"{kind}; charset=utf-8"))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _open(response: Response) -> Response:
    """Let programs on any site read the answer, and ask again each time."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, no-cache"
    return response
