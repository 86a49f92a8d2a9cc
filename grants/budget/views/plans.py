"""In which parts a call, or one award, is paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.budget import queries
from grants.budget.forms.after import NUMBERS, AwardPlanForm, CallPlanForm
from grants.budget.queries.plans import own_plans, parts_of, plan_of_call
from grants.budget.services.plans import plan_award, plan_call
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.security import BUDGET, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/gestion/budget/<int(max=9999):year>/echeancier", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def plan(year: int) -> ResponseReturnValue:
    """Say in which parts the call pays its awards."""
    call = call_or_404(year)
    form = CallPlanForm(data=CallPlanForm.typed(plan_of_call(call)))
    if form.validate_on_submit():
        parts = form.parts()
        if acted(lambda: plan_call(call, parts, g.person), _("L’échéancier est enregistré."), form):
            return redirect(url_for("budget.payments", year=year))
    status = UNPROCESSABLE if form.is_submitted() else 200
    return render_template("budget/plan.html", call=call, form=form, numbers=NUMBERS, award=None), status


@bp.route("/gestion/budget/<int(max=9999):year>/dossiers/<number>/echeancier", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def award_plan(year: int, number: str) -> ResponseReturnValue:
    """Give one award its own parts."""
    call = call_or_404(year)
    award = queries.award_of(call, number) or abort(404)
    own = own_plans(call)
    form = AwardPlanForm(data=AwardPlanForm.typed(parts_of(award, own, plan_of_call(call))))
    if form.validate_on_submit():
        parts = form.parts()
        if acted(lambda: plan_award(award.id, parts, g.person), _("L’échéancier est enregistré."), form):
            return redirect(url_for("budget.file", year=year, number=number))
    page = render_template("budget/plan.html", call=call, form=form, numbers=NUMBERS, award=award, number=number)
    return page, UNPROCESSABLE if form.is_submitted() else 200
