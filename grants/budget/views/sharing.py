"""How the common cap was computed, for everybody, and the replay anyone can run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, abort, jsonify, render_template

from grants.budget import queries
from grants.budget.replay import program, replay_of
from grants.budget.views import bp
from grants.calls.queries import call_of_year
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/budget/<int(max=9999):year>/partage")
@open_to(EVERYONE)
def explained(year: int) -> ResponseReturnValue:
    """Explain the computation of the year's common cap with its own figures."""
    call = call_of_year(year) or abort(404)
    return render_template(
        "budget/explained.html",
        call=call,
        settlement=queries.latest_settlement(call),
        told=queries.explained_of(call),
        acts=queries.deliberations_of(call),
        program=program(),
    )


@bp.get("/budget/<int(max=9999):year>/partage.zip")
@open_to(EVERYONE)
def download(year: int) -> ResponseReturnValue:
    """Give the figures and the program that computes them again; sums without names before the vote."""
    call = call_of_year(year) or abort(404)
    published = queries.published_of(call) or abort(404)
    name = f"partage-{year}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(replay_of(published), mimetype="application/zip", headers=headers)


@bp.get("/budget/<int(max=9999):year>/partage.json")
@open_to(EVERYONE)
def sharing(year: int) -> ResponseReturnValue:
    """Give what went into the common cap and what came out, once the council has voted."""
    call = call_of_year(year) or abort(404)
    published = queries.published_of(call)
    if published is None or not published["named"]:
        abort(404)
    return jsonify(published)
