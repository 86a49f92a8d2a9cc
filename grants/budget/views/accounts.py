"""Account numbers in full, for those who must see them: each sight and each export is written in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.budget.forms.batches import FinanceForm, PayeeForm, SightForm
from grants.budget.queries.payments import batch_of, file_of, payee_of, rows_of
from grants.budget.services import Note
from grants.budget.services.payees import note_export, note_payee, note_sight
from grants.budget.sheets import batch_table
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.db import db
from grants.domain.bank import masked
from grants.domain.identifiers import grouped
from grants.security import BANK, BUDGET, open_to
from grants.sheets import sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.calls.models import Call


@bp.post("/gestion/budget/<int(max=9999):year>/paiements/<int:batch_id>/finances")
@open_to(BANK, BUDGET)
def finance(year: int, batch_id: int) -> ResponseReturnValue:
    """Give a batch to finance, accounts in full."""
    call, form = call_or_404(year), FinanceForm()
    kept = batch_of(call, batch_id) or abort(404)
    if not form.validate_on_submit():
        return redirect(url_for("budget.batch", year=year, batch_id=batch_id))
    rows = [row for row in rows_of(kept) if not row.undone]
    note_export(call, kept, form.ending.data, len(rows), g.person)
    answer = sent(batch_table(kept, rows, whole=True), form.ending.data, f"finances-{year}-{batch_id}")
    db.session.commit()
    return answer


@bp.route("/gestion/budget/<int(max=9999):year>/dossiers/<number>/compte", methods=["GET", "POST"])
@open_to(BANK, BUDGET)
def account(year: int, number: str) -> ResponseReturnValue:
    """Show the account of a file, masked; a press of a button shows it in full and is written down."""
    call, form = call_or_404(year), SightForm()
    file = file_of(call, number) or abort(404)
    shown = ""
    if form.validate_on_submit():
        note_sight(file, g.person)
        shown = grouped(payee_of(file)[0])
        db.session.commit()
    return _page(call, file, PayeeForm(formdata=None), shown)


@bp.post("/gestion/budget/<int(max=9999):year>/dossiers/<number>/compte/noter")
@open_to(BANK, BUDGET)
def note_account(year: int, number: str) -> ResponseReturnValue:
    """Note the account or the SIRET that the association gave after sending its file."""
    call, form = call_or_404(year), PayeeForm()
    file = file_of(call, number) or abort(404)
    if form.validate_on_submit():
        iban, siret, note = form.iban.data or "", form.siret.data or "", Note(reason=form.reason.data or "")
        if acted(lambda: note_payee(file, iban, siret, g.person, note), _("C’est noté."), form):
            return redirect(url_for("budget.account", year=year, number=number))
    return _page(call, file, form), UNPROCESSABLE


def _page(call: Call, file: Application, form: PayeeForm, shown: str = "") -> str:
    """Render whom to pay for a file."""
    iban, siret = payee_of(file)
    context = {"form": form, "sight": SightForm(), "shown": shown, "hidden": masked(iban), "siret": grouped(siret)}
    return render_template("budget/account.html", call=call, file=file, **context)
