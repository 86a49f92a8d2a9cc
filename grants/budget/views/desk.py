"""The budget desk: envelopes, the common cap, the vote, payments in one batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import (
    AmendForm,
    BatchForm,
    OnceForm,
    TransferForm,
    VoteForm,
    amount_field,
    choices_of,
    read_amounts,
    typed_euros,
)
from grants.budget.services import Note, Vote
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.domain.money import format_euros
from grants.domain.states import State
from grants.security import STAFF, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from grants.budget.models import Deliberation
    from grants.budget.queries import FileFigures
    from grants.calls.models import Call


ORDER, PAY = "order-", "pay-"


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


@bp.post("/gestion/budget/<int(max=9999):year>/ouvrir")
@open_to(STAFF)
def open_credits(year: int) -> ResponseReturnValue:
    """Open the envelopes the town planned."""
    call = call_or_404(year)
    if OnceForm().validate_on_submit():
        acted(lambda: services.open_envelopes(call, services.actor_of(g.person)), _("Les crédits sont ouverts."))
    return redirect(url_for("budget.desk", year=year))


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


@bp.route("/gestion/budget/<int(max=9999):year>/vote", methods=["GET", "POST"])
@open_to(STAFF)
def vote(year: int) -> ResponseReturnValue:
    """Write down what the council voted."""
    call = call_or_404(year)
    form = VoteForm()
    files = [file for file in queries.files_of(call) if file.state == State.RECEIVABLE]
    wrong: dict[str, str] = {}
    if form.validate_on_submit():
        amounts, wrong = read_amounts(request.form, files)
        entered = Vote(form.number.data or "", form.voted_on.data, amounts)
        once = form.once.data or ""
        if not wrong and acted(lambda: services.record_vote(call, entered, g.person, once), _voted, form):
            return redirect(url_for("budget.desk", year=year))
    elif form.is_submitted():
        wrong = read_amounts(request.form, files)[1]
    status = UNPROCESSABLE if form.is_submitted() else 200
    typed = request.form if form.is_submitted() else _proposed(files)
    context = {"form": form, "files": files, "typed": typed, "wrong": wrong, "amount_field": amount_field}
    return render_template("budget/vote.html", call=call, envelopes=queries.figures_of(call), **context), status


def _voted(act: Deliberation) -> str:
    """Say what was recorded."""
    return str(_("Délibération n°\u00a0%(number)s enregistrée.", number=act.number))


def _proposed(files: list[FileFigures]) -> dict[str, str]:
    """Fill the amounts with what is proposed."""
    return {amount_field(file.id): "" if file.proposed is None else typed_euros(file.proposed) for file in files}


@bp.post("/gestion/budget/<int(max=9999):year>/mandats")
@open_to(STAFF)
def order(year: int) -> ResponseReturnValue:
    """Order all that is voted."""
    return _batch(year, ORDER, services.order_payments)


@bp.post("/gestion/budget/<int(max=9999):year>/paiements")
@open_to(STAFF)
def pay(year: int) -> ResponseReturnValue:
    """Note that all orders were paid."""
    return _batch(year, PAY, services.record_payments)


def _batch(year: int, prefix: str, verb: Callable[..., int | None]) -> ResponseReturnValue:
    """Order or pay all, and say how much."""
    call, form = call_or_404(year), BatchForm(prefix=prefix)
    if form.validate_on_submit():
        note = Note(act=form.act.data or "", once=form.once.data or "")
        acted(lambda: verb(call, g.person, note), _moved)
    else:
        flash(" ".join(sentence for errors in form.errors.values() for sentence in errors), "error")
    return redirect(url_for("budget.desk", year=year))


def _moved(cents: int) -> str:
    """Say how much was ordered or paid."""
    return str(_("C’est écrit dans le grand livre\u00a0: %(sum)s.", sum=format_euros(cents, str(get_locale() or "fr"))))


@bp.route("/gestion/budget/<int(max=9999):year>/credits", methods=["GET", "POST"])
@open_to(STAFF)
def amend(year: int) -> ResponseReturnValue:
    """Add credits to an envelope or take some away."""
    call, form = call_or_404(year), AmendForm()
    form.envelope.choices = choices_of(queries.envelopes_of(call))
    if form.validate_on_submit():
        cents = (form.cents.data or 0) * (1 if form.way.data == "add" else -1)
        note = Note(reason=form.reason.data or "", act=form.act.data or "", once=form.once.data or "")
        actor = services.actor_of(g.person)
        if acted(lambda: services.amend(form.envelope.data, cents, actor, note), _("Les crédits ont changé."), form):
            return redirect(url_for("budget.desk", year=year))
    return _credits(call, form, "amend")


@bp.route("/gestion/budget/<int(max=9999):year>/virement", methods=["GET", "POST"])
@open_to(STAFF)
def transfer(year: int) -> ResponseReturnValue:
    """Move credits from one envelope to another."""
    call, form = call_or_404(year), TransferForm()
    form.source.choices = form.target.choices = choices_of(queries.envelopes_of(call))
    if form.validate_on_submit():
        note = Note(reason=form.reason.data or "", act=form.act.data or "", once=form.once.data or "")
        ends = (form.source.data, form.target.data)
        actor = services.actor_of(g.person)
        cents = form.cents.data or 0
        if acted(lambda: services.transfer(*ends, cents, actor, note), _("Les crédits ont changé."), form):
            return redirect(url_for("budget.desk", year=year))
    return _credits(call, form, "transfer")


def _credits(call: Call, form: OnceForm, act: str) -> ResponseReturnValue:
    """Show the form of a change of credits."""
    page = render_template("budget/credits.html", call=call, form=form, act=act, envelopes=queries.figures_of(call))
    return page, UNPROCESSABLE if form.is_submitted() else 200
