"""The budget desk: the figures of the year, and the common cap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from grants.budget import queries
from grants.budget.forms import BatchForm, OnceForm, StepForm
from grants.budget.views import bp
from grants.budget.views.acting import call_or_404
from grants.budget.views.payments import ORDER, PAY
from grants.domain.states import State
from grants.security import STAFF, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.models import Settlement


@bp.get("/gestion/budget/<int(max=9999):year>")
@open_to(STAFF)
def desk(year: int) -> ResponseReturnValue:
    """Show the figures of each envelope and of each file, and what can be done next."""
    call = call_or_404(year)
    files, envelopes = queries.files_of(call), queries.figures_of(call)
    settlement, acts = queries.latest_settlement(call), queries.deliberations_of(call)
    waiting = [file for file in files if file.state == State.RECEIVABLE]
    return render_template(
        "budget/desk.html",
        call=call,
        envelopes=envelopes,
        files=files,
        settlement=settlement,
        outdated=not acts and queries.is_outdated(settlement, call.cap_cents, envelopes, waiting),
        acts=acts,
        plans=territory(call.territory).envelopes,
        waiting=waiting,
        to_order=sum(file.committed - file.ordered for file in files),
        to_pay=sum(file.ordered - file.paid for file in files),
        **_forms(settlement),
    )


def _forms(settlement: Settlement | None) -> dict[str, OnceForm]:
    """Return the forms of the desk, each with its one-time key."""
    step_form = StepForm(step=queries.step_of(settlement))
    return {
        "step_form": step_form,
        "order_form": BatchForm(prefix=ORDER),
        "pay_form": BatchForm(prefix=PAY),
        "plain": OnceForm(),
    }
