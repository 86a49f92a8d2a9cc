"""The API: public projects, those who carry them, the calls; all read only, without a key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import request

from grants.opendata import around, cursors, files, openapi, queries, words
from grants.opendata.answers import json, opened, paged
from grants.opendata.records import project_record
from grants.opendata.views import bp
from grants.projects.asked import PARAMETERS, SLUG, read_asked
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from grants.projects.queries import Filters

WHOLE = re.compile(r"[0-9]{1,9}")


class OddParameterError(ValueError):
    """A parameter that is not what the description says; the message is a sentence."""

    def __init__(self, name: str, words: str) -> None:
        """Keep the name of the parameter beside the sentence."""
        super().__init__(words)
        self.name = name


@bp.errorhandler(OddParameterError)
def odd_parameter(error: OddParameterError) -> ResponseReturnValue:
    """Say which parameter cannot be read."""
    return json({"error": str(error), "parameter": error.name}, 400)


@bp.after_request
def readable_everywhere(response: Response) -> Response:
    """Let pages of other sites read the API, its absences and its preliminary questions too."""
    return opened(response) if request.path.startswith(("/api/", "/donnees/", "/oembed")) else response


@bp.get("/api/v1/")
@open_to(EVERYONE)
def api() -> ResponseReturnValue:
    """Say what the API holds."""
    held = {name: f"/api/v1/{name}" for name in ("projects", "associations", "words", "commons", "calls")}
    return json({"openapi": "/api/v1/openapi.json", **held, "licence": _licence()})


@bp.get("/api/v1/openapi.json")
@open_to(EVERYONE)
def api_description() -> ResponseReturnValue:
    """Describe the API."""
    server = files.address("opendata.api").rstrip("/")
    return json(openapi.description(server, files.home_town().licence, _licence()))


@bp.get("/api/v1/projects")
@open_to(EVERYONE)
def api_projects() -> ResponseReturnValue:
    """Give public projects by id, fifty at a time, with the filters of the list on screen."""
    found = queries.open_projects(after=_after(), filters=_filters(), number=openapi.PAGE + 1)
    page_of = files.page_maker()
    shown = [project_record(each, page_of) for each in found[: openapi.PAGE]]
    return _page("projects", shown, more=len(found) > openapi.PAGE)


@bp.get("/api/v1/projects/<key>")
@open_to(EVERYONE)
def api_project(key: str) -> ResponseReturnValue:
    """Give one public project by its id, or by the slug of its page."""
    if WHOLE.fullmatch(key) and key.isascii():
        found = queries.open_project(int(key))
    else:
        found = queries.open_project_named(key) if SLUG.fullmatch(key) else None
    if found is None:
        return json({"error": "No public project has that id.", "parameter": "id"}, 404)
    return json({"project": project_record(found, files.page_maker()), "licence": _licence()})


@bp.get("/api/v1/associations")
@open_to(EVERYONE)
def api_associations() -> ResponseReturnValue:
    """Give the associations that carry public projects, by id, fifty at a time."""
    found = around.open_associations(_after(), openapi.PAGE + 1)
    return _page("associations", found[: openapi.PAGE], more=len(found) > openapi.PAGE)


@bp.get("/api/v1/words")
@open_to(EVERYONE)
def api_words() -> ResponseReturnValue:
    """Give the comments and the news of projects, by id, fifty at a time."""
    found = words.words_after(_after(), openapi.PAGE + 1)
    return _page("words", found[: openapi.PAGE], more=len(found) > openapi.PAGE)


@bp.get("/api/v1/calls")
@open_to(EVERYONE)
def api_calls() -> ResponseReturnValue:
    """Give every call with its calendar and what it came to, the last year first."""
    return json({"calls": around.open_calls(), "licence": _licence()})


def _page(name: str, shown: list[dict[str, object]], *, more: bool) -> ResponseReturnValue:
    """Answer a page of what has a number."""
    return paged(name, shown, cursors.written(int(str(shown[-1]["id"]))) if more else None)


def _after() -> int:
    """Return the id after which the page begins."""
    typed = request.args.get("after")
    last = 0 if typed is None else cursors.read(typed)
    if last is None:
        raise OddParameterError("after", "after is the `next` of the page before, given back as it is.")
    return last


def _filters() -> Filters:
    """Return the filters of the address, those of the list on screen; what it leaves aside is told here."""
    empty = next((name for name in PARAMETERS if request.args.get(name, "x").strip() == ""), None)
    asked = read_asked(request.args)
    odd = empty or next(iter(asked.odd), None)
    if odd is not None:
        raise OddParameterError(odd, f"{odd} is not a value that the description knows.")
    return asked.filters


def _licence() -> str:
    """Return the address of the data's licence."""
    return files.licence_address(files.home_town())
