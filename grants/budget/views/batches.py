"""Payments: what can be ordered, the batches, and what finance paid of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.accounts.queries import names_of
from grants.budget import queries
from grants.budget.forms.batches import PICK, FinanceForm, SlipForm, picked
from grants.budget.forms.words.sums import euros
from grants.budget.queries.payables import payables, town_day
from grants.budget.queries.payments import batch_of, batches_of, rows_of
from grants.budget.queries.repayments import claims_of
from grants.budget.queries.year_end import choices_of
from grants.budget.services import Note
from grants.budget.services.paying import order_batch, pay_batch
from grants.budget.sheets import batch_table, payables_table
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.domain.ledger import Kind
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import ENDINGS, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.models import PaymentBatch
    from grants.budget.queries.payables import Payable
    from grants.calls.models import Call

ACCOUNTS = frozenset({"iban_missing", "iban_wrong"})
YES, NO = "oui", "non"


@bp.get("/gestion/budget/<int(max=9999):year>/paiements")
@open_to(STAFF, BUDGET)
def payments(year: int) -> ResponseReturnValue:
    """Show what can be ordered today, what stands in the way, the batches."""
    call = call_or_404(year)
    return _page(call, SlipForm(formdata=None, dated_on=town_day(call)))


@bp.post("/gestion/budget/<int(max=9999):year>/paiements/mandater")
@open_to(STAFF, BUDGET)
def order_slip(year: int) -> ResponseReturnValue:
    """Order the files that were ticked, in one batch."""
    call, form = call_or_404(year), SlipForm()
    chosen = picked(request.form.getlist(PICK))
    if form.validate_on_submit():
        note = Note(act=form.act.data or "", once=form.once.data or "")
        if acted(lambda: order_batch(call, chosen, form.dated_on.data, g.person, note), _ordered, form):
            return redirect(url_for("budget.payments", year=year))
    return _page(call, form, chosen), UNPROCESSABLE


def _page(call: Call, form: SlipForm, chosen: dict[int, int] | None = None) -> str:
    """Render the payments of a call; `chosen` is what was ticked, else all is."""
    rows, batches = payables(call), batches_of(call)
    shown = [row for row in rows if _asked_for(row)]
    return render_template(
        "budget/payments.html",
        call=call,
        form=form,
        rows=rows,
        ready=[row for row in shown if row.ready],
        stopped=[row for row in shown if row.left and row.obstacles],
        coming=[row for row in shown if row.left and not row.due and not row.obstacles],
        chosen=chosen,
        envelopes=queries.envelopes_of(call),
        batches=batches,
        authors=names_of(each.actor for each in batches),
        passed=choices_of(call),
        waiting=sum(each.waiting for each in claims_of(call)),
        filters=_filters(),
    )


def _filters() -> dict[str, str]:
    """Return the filters of the address, as they are kept in the links."""
    return {key: request.args[key] for key in ("enveloppe", "notifie", "iban") if request.args.get(key)}


def _asked_for(row: Payable) -> bool:
    """Hold a file to the filters."""
    args = request.args
    envelope = args.get("enveloppe", type=int)
    valid = not ACCOUNTS & set(row.obstacles)
    return (
        (envelope is None or envelope in row.envelopes)
        and args.get("notifie") not in ({NO} if row.notified_on else {YES})
        and args.get("iban") not in ({NO} if valid else {YES})
    )


@bp.get(f"/gestion/budget/<int(max=9999):year>/paiements.<any({', '.join(ENDINGS)}):ending>")
@open_to(STAFF, BUDGET)
def payments_table(year: int, ending: str) -> ResponseReturnValue:
    """Give what can be ordered as a table, accounts masked."""
    call = call_or_404(year)
    return sent(payables_table([row for row in payables(call) if _asked_for(row)]), ending, f"paiements-{year}")


@bp.route("/gestion/budget/<int(max=9999):year>/paiements/<int:batch_id>", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def batch(year: int, batch_id: int) -> ResponseReturnValue:
    """Show one batch; note what finance paid of it."""
    call = call_or_404(year)
    kept = batch_of(call, batch_id) or abort(404)
    form, chosen = SlipForm(), picked(request.form.getlist(PICK))
    if form.validate_on_submit():
        note = Note(act=form.act.data or "", once=form.once.data or "")
        if acted(lambda: pay_batch(call, chosen, form.dated_on.data, g.person, note), _paid, form):
            return redirect(url_for("budget.batch", year=year, batch_id=batch_id))
    if not form.is_submitted():
        form = SlipForm(formdata=None, dated_on=town_day(call))
    page = render_template("budget/batch.html", **_batch(call, kept, form), chosen=chosen if form.errors else None)
    return page, UNPROCESSABLE if form.is_submitted() and request.method == "POST" else 200


def _batch(call: Call, kept: PaymentBatch, form: SlipForm) -> dict[str, Any]:
    """Return what the page of a batch tells."""
    rows = rows_of(kept)
    orders = kept.kind == Kind.PAYMENT_ORDER
    return {
        "call": call,
        "batch": kept,
        "orders": orders,
        "rows": rows,
        "cents": sum(row.cents for row in rows if not row.undone),
        "waiting": [row for row in rows if orders and row.left],
        "author": names_of([kept.actor])[kept.actor],
        "form": form,
        "finance": FinanceForm(formdata=None),
    }


@bp.get(f"/gestion/budget/<int(max=9999):year>/paiements/<int:batch_id>.<any({', '.join(ENDINGS)}):ending>")
@open_to(STAFF, BUDGET)
def batch_sheet(year: int, batch_id: int, ending: str) -> ResponseReturnValue:
    """Give a batch as a table, accounts masked."""
    kept = batch_of(call_or_404(year), batch_id) or abort(404)
    return sent(batch_table(kept, rows_of(kept), whole=False), ending, f"bordereau-{year}-{batch_id}")


def _ordered(done: tuple[PaymentBatch, int]) -> str:
    """Say how much was ordered."""
    return str(_("Mandaté : %(sum)s. Le bordereau est dans la liste.", sum=euros(done[1])))


def _paid(done: tuple[PaymentBatch, int]) -> str:
    """Say how much was paid."""
    return str(_("Paiement noté : %(sum)s.", sum=euros(done[1])))
