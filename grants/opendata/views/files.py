"""The open files, and the page that explains them."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from flask import Response, render_template, request, send_file, stream_with_context

from grants.opendata import around, catalogue, files, kept
from grants.opendata.answers import opened, to_keep
from grants.opendata.marks import last_change
from grants.opendata.views import bp
from grants.opendata.wording import count_words, size_words
from grants.projects.asked import read_asked
from grants.security import EVERYONE, open_to, same_for_all

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

SAMPLE_LINES = 3
YES = {"1", "oui", "yes", "true"}


@bp.get("/donnees/")
@open_to(EVERYONE)
def index() -> ResponseReturnValue:
    """Explain each open file: what it holds, its size and lines, when it changed, how to open it, with a sample."""
    held = kept.last_kept() or kept.archive()
    return render_template(
        "opendata/index.html",
        files=catalogue.described(),
        lines="".join(files.subventions(most=SAMPLE_LINES)),
        state_lines="".join(files.state_file(most=1)),
        facts=held.files,
        size_words=size_words,
        count_words=count_words,
        made_at=datetime.fromisoformat(held.made_at),
        left_out=files.left_out(),
        shorter=around.shorter(),
        past_without=around.past_without_number(),
        licence=files.licence_address(files.home_town()),
        changed=last_change(),
    )


@bp.get("/donnees/dictionnaire")
@open_to(EVERYONE)
def dictionary() -> ResponseReturnValue:
    """Say what each column and each field means."""
    return render_template("opendata/dictionary.html", parts=catalogue.dictionary())


@bp.get("/donnees/subventions.csv")
@open_to(EVERYONE)
def subventions() -> ResponseReturnValue:
    """Serve the national file of voted grants, line by line; past years' own grants too with `?historique=1`."""
    history = request.args.get("historique", "").lower() in YES
    return to_keep(stream_with_context(files.subventions(history=history)), "text/csv", "subventions.csv")


@bp.get("/donnees/subventions-a-completer.csv")
@open_to(EVERYONE)
def incomplete() -> ResponseReturnValue:
    """Serve the voted grants that the national file cannot hold, for want of a whole SIRET or RNA number."""
    return to_keep(stream_with_context(files.incomplete()), "text/csv", "subventions-a-completer.csv")


@bp.get("/donnees/subventions-etat.csv")
@open_to(EVERYONE)
def state_file() -> ResponseReturnValue:
    """Serve the voted grants in the forty columns that the State gathers."""
    return to_keep(stream_with_context(files.state_file()), "text/csv", "subventions-etat.csv")


@bp.get("/donnees/360giving.json")
@open_to(EVERYONE)
@same_for_all
def threesixty() -> ResponseReturnValue:
    """Serve the voted grants in the 360Giving standard."""
    return to_keep(files.as_json(files.threesixty()).encode(), "application/json", "360giving.json")


@bp.get("/donnees/journal.json")
@open_to(EVERYONE)
def published_books() -> ResponseReturnValue:
    """Publish the heads of the ledger and of the log of acts, day after day."""
    return to_keep(files.as_json(files.published_books(), for_people=True).encode(), "application/json", "journal.json")


@bp.get("/donnees/audit-head.txt")
@open_to(EVERYONE)
def last_heads() -> ResponseReturnValue:
    """Publish the last heads as text, for a program that notes them each day."""
    return to_keep(files.last_heads().encode(), "text/plain", "audit-head.txt")


@bp.get("/donnees/projects.json")
@open_to(EVERYONE)
@same_for_all
def projects_json() -> ResponseReturnValue:
    """Serve every public project."""
    return to_keep(files.as_json(files.projects()).encode(), "application/json", "projects.json")


@bp.get("/donnees/projects.geojson")
@open_to(EVERYONE)
@same_for_all
def projects_geojson() -> ResponseReturnValue:
    """Serve where every public project happens, those that the address asks for."""
    shapes = files.geojson(read_asked(request.args).filters)
    return to_keep(files.as_json(shapes).encode(), "application/geo+json", "projects.geojson")


@bp.get("/donnees/tout.zip")
@open_to(EVERYONE)
def everything() -> ResponseReturnValue:
    """Serve every file at once, as it was made when something they hold last changed."""
    held = kept.archive()
    if request.if_none_match.contains_weak(held.mark):
        return opened(Response(status=304, headers={"ETag": f'"{held.mark}"'}))
    response = opened(send_file(held.path, "application/zip", as_attachment=True, download_name="donnees.zip"))
    response.set_etag(held.mark)
    return response
