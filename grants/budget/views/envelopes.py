"""Credits: opened, amended, moved from one envelope to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import AmendForm, OnceForm, TransferForm, choices_of
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404, look_again, note_of
from grants.security import BUDGET, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.forms import SeenForm
    from grants.budget.models import Envelope
    from grants.calls.models import Call


@bp.post("/gestion/budget/<int(max=9999):year>/ouvrir")
@open_to(STAFF, BUDGET)
def open_credits(year: int) -> ResponseReturnValue:
    """Open the envelopes the town planned."""
    call = call_or_404(year)
    if OnceForm().validate_on_submit():
        acted(lambda: services.open_envelopes(call, services.actor_of(g.person)), _("Les crédits sont ouverts."))
    return redirect(url_for("budget.desk", year=year))


@bp.route("/gestion/budget/<int(max=9999):year>/credits", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def amend(year: int) -> ResponseReturnValue:
    """Add credits to an envelope or take some away."""
    call, form = call_or_404(year), AmendForm()
    form.envelope.choices = choices_of(_open(call))
    if not form.is_submitted():
        form.envelope.data = request.args.get("enveloppe", type=int)
    if form.validate_on_submit():
        cents = (form.cents.data or 0) * (1 if form.way.data == "add" else -1)
        actor, note = services.actor_of(g.person), note_of(form, call)
        if acted(lambda: services.amend(form.envelope.data, cents, actor, note), _("Les crédits ont changé."), form):
            return redirect(url_for("budget.envelopes", year=year))
    return _credits(call, form, "amend")


@bp.route("/gestion/budget/<int(max=9999):year>/virement", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def transfer(year: int) -> ResponseReturnValue:
    """Move credits from one envelope to another."""
    call, form = call_or_404(year), TransferForm()
    form.source.choices = form.target.choices = choices_of(_open(call))
    if form.validate_on_submit():
        ends, cents = (form.source.data, form.target.data), form.cents.data or 0
        actor, note = services.actor_of(g.person), note_of(form, call)
        if acted(lambda: services.transfer(*ends, cents, actor, note), _("Les crédits ont changé."), form):
            return redirect(url_for("budget.envelopes", year=year))
    return _credits(call, form, "transfer")


def _open(call: Call) -> list[Envelope]:
    """Return every open envelope, those in kind last."""
    return [*queries.envelopes_of(call), *queries.envelopes_of(call, "in_kind")]


def _credits(call: Call, form: SeenForm, act: str) -> ResponseReturnValue:
    """Show the form of a change of credits, and what moved while it was filled in."""
    moved = look_again(form, call)
    context = {"form": form, "act": act, "moved": moved, "envelopes": _open(call)}
    page = render_template("budget/credits.html", call=call, **context)
    return page, UNPROCESSABLE if form.is_submitted() else 200
