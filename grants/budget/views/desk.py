"""The budget desk: the figures of the year, and the common cap."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import (
    BatchForm,
    OnceForm,
)
from grants.budget.views import bp
from grants.budget.views.acting import acted, call_or_404
from grants.budget.views.payments import ORDER, PAY
from grants.domain.states import State
from grants.security import STAFF, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


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
        **_forms(),
    )


def _forms() -> dict[str, OnceForm]:
    """Return the forms of the desk, each with its one-time key."""
    return {"order_form": BatchForm(prefix=ORDER), "pay_form": BatchForm(prefix=PAY), "plain": OnceForm()}


@bp.post("/gestion/budget/<int(max=9999):year>/plafond")
@open_to(STAFF)
def settle(year: int) -> ResponseReturnValue:
    """Compute the common cap and keep it."""
    call = call_or_404(year)
    if OnceForm().validate_on_submit():
        acted(
            lambda: services.settle(call, services.actor_of(g.person)),
            _("Le plafond commun est calculé\u00a0: les propositions sont dans la liste."),
        )
    return redirect(url_for("budget.desk", year=year))
