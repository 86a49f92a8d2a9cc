"""How robust the fund is, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, jsonify, render_template

from grants.budget import queries
from grants.budget.foresight_pictures import credits_picture, files_picture
from grants.budget.views import bp
from grants.budget.views.acting import call_or_404
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/budget/<int(max=9999):year>/robustesse")
@open_to(EVERYONE)
def robustness(year: int) -> ResponseReturnValue:
    """Tell in how many years out of a hundred the cap holds, and what happens in the others."""
    call = call_or_404(year)
    found, history, fund = queries.robustness_of(call)
    pictures = (files_picture(found), credits_picture(found)) if found else ()
    page = {"robust": found, "history": history, "fund": fund, "pictures": pictures}
    return render_template("budget/robustness.html", call=call, **page)


@bp.get("/budget/<int(max=9999):year>/robustesse.json")
@open_to(EVERYONE)
def robustness_inputs(year: int) -> ResponseReturnValue:
    """Give all that the years were drawn from, with the seed and what came out."""
    call = call_or_404(year)
    found, history, fund = queries.robustness_of(call)
    if found is None:
        abort(404)
    results = {
        "holds": found.holds,
        "needed": [{"years_in_a_hundred": share, "cents": cents} for share, cents in found.needed],
        "by_files": [{"files": files, "holds_in_a_thousand": held} for files, held in found.by_files],
        "by_credits": [{"cents": cents, "holds_in_a_thousand": held} for cents, held in found.by_credits],
    }
    return jsonify(year=year, inputs=queries.inputs_of(history, fund, found), results=results)
