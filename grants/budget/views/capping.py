"""The common cap at the desk: its figures are seen first, then kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import STEP_WORDS, StepForm, worded
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.db import db
from grants.domain.errors import RuleError
from grants.security import BUDGET, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.calls.models import Call


@bp.route("/gestion/budget/<int(max=9999):year>/plafond", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def settle(year: int) -> ResponseReturnValue:
    """Show the common cap as it would be with a step, then keep it if nothing moved in between."""
    call = call_or_404(year)
    form = StepForm(request.form if request.method == "POST" else request.args)
    step = form.step.data if form.step.data in STEP_WORDS else queries.step_of(queries.latest_settlement(call))
    if request.method == "POST" and form.validate() and acted(lambda: _keep(call, step, form.seen.data), _kept(), form):
        return redirect(url_for("budget.desk", year=year))
    return _preview(call, form, step)


def _keep(call: Call, step: int, seen: str | None) -> services.Settled:
    """Keep what was seen."""
    return services.settle(call, services.actor_of(g.person), step=step, seen=seen or "")


def _kept() -> str:
    """Say that the common cap is kept."""
    return str(_("Le plafond commun est calculé\u00a0: les propositions sont dans la liste."))


def _preview(call: Call, form: StepForm, step: int) -> ResponseReturnValue:
    """Show what would be kept; back to the desk when a rule is in the way."""
    try:
        settled = services.settle(call, "", step=step, dry_run=True)
    except RuleError as error:
        db.session.rollback()
        flash(worded(error), "error")
        return redirect(url_for("budget.desk", year=call.year))
    last = queries.latest_settlement(call)
    form.step.data, form.seen.data = step, settled.seen
    page = render_template(
        "budget/capping.html",
        call=call,
        form=form,
        settled=settled,
        step_words=STEP_WORDS[step],
        files=[file for file in queries.files_of(call) if file.number in settled.results["awarded"]],
        names={each.key: each.name for each in queries.envelopes_of(call)},
        blocks=queries.blocks_of(settled),
        before=queries.proposals(last),
        last=last,
    )
    return page, UNPROCESSABLE if request.method == "POST" else 200
