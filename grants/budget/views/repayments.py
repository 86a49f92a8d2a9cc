"""Money asked back, and money that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.budget import queries
from grants.budget.forms.after import AskBackForm, EndForm, ReceiveForm
from grants.budget.queries.payables import town_day
from grants.budget.queries.repayments import Claim, claim_of, claims_of, repayable
from grants.budget.services import Note
from grants.budget.services.repayments import Receipt, ask_back, end_claim, receive, usual_return
from grants.budget.sheets import claims_table
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.domain.year_end import Return
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import ENDINGS, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.models import RepaymentClaim
    from grants.calls.models import Call

WAITING = "attente"


def _shown(call: Call) -> list[Claim]:
    """Return the claims that the address asks for."""
    waiting = request.args.get("voir") == WAITING
    return [each for each in claims_of(call) if each.waiting or not waiting]


@bp.get("/gestion/budget/<int(max=9999):year>/reversements")
@open_to(STAFF, BUDGET)
def repayments(year: int) -> ResponseReturnValue:
    """List what was asked back, and what is still expected."""
    call = call_or_404(year)
    filters = {"voir": WAITING} if request.args.get("voir") == WAITING else {}
    return render_template("budget/repayments.html", call=call, claims=_shown(call), filters=filters)


@bp.get(f"/gestion/budget/<int(max=9999):year>/reversements.<any({', '.join(ENDINGS)}):ending>")
@open_to(STAFF, BUDGET)
def repayments_table(year: int, ending: str) -> ResponseReturnValue:
    """Give what was asked back as a table."""
    return sent(claims_table(_shown(call_or_404(year))), ending, f"reversements-{year}")


@bp.route("/gestion/budget/<int(max=9999):year>/dossiers/<number>/reversement", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def ask_repayment(year: int, number: str) -> ResponseReturnValue:
    """Ask money back of one file."""
    call = call_or_404(year)
    award = queries.award_of(call, number) or abort(404)
    form = AskBackForm(asked_on=town_day(call))
    if form.validate_on_submit():
        note = Note(reason=form.reason.data or "", act=form.act.data or "", once=form.once.data or "")
        cents, on = form.cents.data or 0, form.asked_on.data
        if acted(lambda: ask_back(award.id, cents, on, g.person, note), _("La demande est notée."), form):
            return redirect(url_for("budget.repayments", year=year))
    context = {"claims": claims_of(call, number), "paid": repayable(award.id), "number": number}
    page = render_template("budget/ask_repayment.html", call=call, form=form, award=award, **context)
    return page, UNPROCESSABLE if form.is_submitted() else 200


@bp.route("/gestion/budget/<int(max=9999):year>/reversements/<int:claim_id>", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def repayment(year: int, claim_id: int) -> ResponseReturnValue:
    """Show one claim; note what came back."""
    call = call_or_404(year)
    claim = claim_of(call, claim_id) or abort(404)
    today = town_day(call)
    form = ReceiveForm(received_on=today, booked=usual_return(claim.award_id, today).value)
    if form.validate_on_submit():
        receipt = Receipt(form.cents.data or 0, form.received_on.data, Return(form.booked.data))
        note = Note(once=form.once.data or "")
        if acted(lambda: receive(claim, receipt, g.person, note), _("C’est écrit dans le grand livre."), form):
            return redirect(url_for("budget.repayments", year=year))
    return _page(call, claim, form, EndForm(formdata=None)), UNPROCESSABLE if form.is_submitted() else 200


@bp.post("/gestion/budget/<int(max=9999):year>/reversements/<int:claim_id>/clore")
@open_to(STAFF, BUDGET)
def end_repayment(year: int, claim_id: int) -> ResponseReturnValue:
    """Expect nothing more of a claim."""
    call, form = call_or_404(year), EndForm()
    claim = claim_of(call, claim_id) or abort(404)
    if form.validate_on_submit():
        reason = form.reason.data or ""
        if acted(lambda: end_claim(claim, g.person, reason), _("La demande est close."), form):
            return redirect(url_for("budget.repayments", year=year))
    return _page(call, claim, ReceiveForm(formdata=None, received_on=town_day(call)), form), UNPROCESSABLE


def _page(call: Call, claim: RepaymentClaim, form: ReceiveForm, end: EndForm) -> str:
    """Render one claim."""
    row = next(each for each in claims_of(call) if each.id == claim.id)
    return render_template("budget/repayment.html", call=call, claim=row, form=form, end=end)
