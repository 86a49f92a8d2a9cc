"""The money of a year, for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, render_template

from grants.budget import queries
from grants.budget.queries.shares import shares
from grants.budget.views import bp, pictures
from grants.calls.queries import call_of_year
from grants.db import now
from grants.security import EVERYONE, open_to, same_for_all
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.queries import EnvelopeFigures
    from grants.calls.models import Call


@bp.get("/budget/<int(max=9999):year>")
@open_to(EVERYONE)
@same_for_all
def budget(year: int) -> ResponseReturnValue:
    """Tell what the town opened, what is asked, how the cap is shared, and after the vote who receives what."""
    call = call_of_year(year)
    if call is None:
        if year != now().year:
            abort(404)
        return render_template("budget/none.html", year=year, years=queries.years())
    acts, by_year = queries.deliberations_of(call), queries.sums_by_year()
    return render_template(
        "budget/public.html",
        call=call,
        year=year,
        acts=acts,
        **_money(call, voted=bool(acts)),
        sums=queries.sums_by_association(year) if acts else [],
        by_year=pictures.by_year(by_year),
        years=[each.year for each in by_year],
        head=queries.ledger_head(),
        shares=[each for each in shares() if each.year == year] if acts else [],
    )


def _money(call: Call, *, voted: bool) -> dict[str, Any]:
    """Return the figures of the envelopes, how the common cap was shared, and their pictures."""
    settlement = queries.latest_settlement(call)
    envelopes, in_kind = queries.fund_figures(call, settlement)
    sharing = queries.sharing_of(settlement)
    drawn = _pictures(call, envelopes, voted=voted)
    return {"envelopes": envelopes, "in_kind": in_kind, "settlement": settlement, "sharing": sharing, **drawn}


def _pictures(call: Call, envelopes: list[EnvelopeFigures], *, voted: bool) -> dict[str, Any]:
    """Draw what is public: credits at any time, what each project and each quarter receives after the vote."""
    amounts, where = queries.voted_by_project(call) if voted else ({}, {})
    return {
        "gauges": pictures.gauges(envelopes),
        "fall": pictures.fall(queries.credit_moves(call)) if envelopes else None,
        "awards": None if call.imported else pictures.awards(amounts.values(), call.cap_cents),
        "places": pictures.places(territory(call.territory), where, amounts),
    }
