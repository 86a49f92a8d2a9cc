"""The money of a year, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template

from grants.budget import queries
from grants.budget.views import bp
from grants.calls.queries import call_of_year
from grants.db import now
from grants.security import EVERYONE, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/budget/<int(max=9999):year>")
@open_to(EVERYONE)
def budget(year: int) -> ResponseReturnValue:
    """Tell what the town opened, what is asked, how the cap is shared, and after the vote who receives what."""
    call = call_of_year(year)
    if call is None:
        if year != now().year:
            abort(404)
        return render_template("budget/none.html", year=year, years=queries.years())
    settlement = queries.latest_settlement(call)
    acts = queries.deliberations_of(call)
    return render_template(
        "budget/public.html",
        call=call,
        year=year,
        envelopes=queries.figures_of(call),
        settlement=settlement,
        sharing=queries.sharing_of(settlement),
        acts=acts,
        sums=queries.sums_by_association(year) if acts else [],
        years=queries.years(),
        head=queries.ledger_head(),
    )
