"""The councillors' register: who sits, what ties each to associations, and whom that keeps out of which file."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import CouncillorForm, EndForm, InterestForm
from grants.budget.services import Mandate, Stake
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.security import BUDGET, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.forms import OnceForm
    from grants.budget.models import Councillor


TIE = "lien-"


@bp.app_template_filter("isoday")
def isoday(written: str) -> str:
    """Write a day kept in ISO for people; empty stays empty."""
    return str(format_date(date.fromisoformat(written), "short")) if written else ""


@bp.route("/gestion/elus", methods=["GET", "POST"])
@open_to(STAFF)
def councillors() -> ResponseReturnValue:
    """List the councillors with their interests, and add one."""
    form = CouncillorForm()
    if form.validate_on_submit():
        mandate, once = _mandate(form), form.once.data or ""
        done = _("C’est noté dans le registre.")
        if acted(lambda: services.add_councillor(mandate, g.person, once), done, form):
            return redirect(url_for("budget.councillors"))
    page = render_template("budget/councillors.html", form=form, councillors=queries.councillors())
    return page, UNPROCESSABLE if form.is_submitted() else 200


@bp.route("/gestion/elus/<int(max=2147483647):councillor_id>", methods=["GET", "POST"])
@open_to(STAFF)
def councillor(councillor_id: int) -> ResponseReturnValue:
    """Show one councillor with the history, and correct the name or the mandate."""
    found = queries.councillor_of(councillor_id) or abort(404)
    form = CouncillorForm(obj=found)
    if form.validate_on_submit():
        mandate, once, seen = _mandate(form), form.once.data or "", form.lines_seen
        if acted(
            lambda: services.change_councillor(found, mandate, g.person, seen=seen, once=once),
            _("C’est noté dans le registre."),
            form,
        ):
            return redirect(url_for("budget.councillor", councillor_id=councillor_id))
    return _show(found, form)


@bp.post("/gestion/elus/<int(max=2147483647):councillor_id>/interets")
@open_to(STAFF)
def add_interest(councillor_id: int) -> ResponseReturnValue:
    """Note an interest of a councillor."""
    found, form = queries.councillor_of(councillor_id) or abort(404), InterestForm(prefix=TIE)
    if form.validate_on_submit():
        words = (form.association.data or "", form.role.data or "")
        stake = Stake(*words, form.since.data, form.until.data, form.note.data or "")
        once = form.once.data or ""
        if acted(lambda: services.add_interest(found, stake, g.person, once), _("C’est noté dans le registre."), form):
            return redirect(url_for("budget.councillor", councillor_id=councillor_id))
    return _show(found, form)


@bp.post("/gestion/elus/<int(max=2147483647):councillor_id>/interets/<int(max=2147483647):number>")
@open_to(STAFF)
def end_interest(councillor_id: int, number: int) -> ResponseReturnValue:
    """Note the day an interest ended."""
    found = queries.councillor_of(councillor_id) or abort(404)
    interest = next((each for each in found.interests if each.id == number), None) or abort(404)
    form = EndForm(prefix=f"end{number}-")
    if form.validate_on_submit():
        until, once = form.until.data, form.once.data or ""
        done = _("C’est noté dans le registre.")
        if acted(lambda: services.end_interest(interest, until, g.person, once), done, form):
            return redirect(url_for("budget.councillor", councillor_id=councillor_id))
    return _show(found, form, number)


@bp.get("/gestion/budget/<int(max=9999):year>/elus")
@open_to(STAFF, BUDGET)
def interested(year: int) -> ResponseReturnValue:
    """Show, file by file and for the whole act, the councillors who take no part."""
    call = call_or_404(year)
    day = queries.vote_day(call)
    context = {"files": queries.files_of(call), "ties": queries.ties_of(call, day), "day": day}
    return render_template("budget/interested.html", call=call, members=queries.in_office(day), **context)


def _mandate(form: CouncillorForm) -> Mandate:
    """Return a member as typed."""
    return Mandate(form.name.data or "", form.since.data, form.until.data)


def _show(found: Councillor, filled: OnceForm, ended: int = 0) -> ResponseReturnValue:
    """Show one member; `filled` is the form that was sent, if any, `ended` the interest it would end."""
    lines = queries.register_of(found)
    form = filled if isinstance(filled, CouncillorForm) else CouncillorForm(formdata=None, obj=found)
    form.seen.data = str(len(lines))
    interest = filled if isinstance(filled, InterestForm) else InterestForm(formdata=None, prefix=TIE)
    ends = {each.id: EndForm(formdata=None, prefix=f"end{each.id}-") for each in found.interests if not each.until}
    if isinstance(filled, EndForm) and ended in ends:
        ends[ended] = filled
    page = render_template(
        "budget/councillor.html",
        councillor=found,
        form=form,
        interest=interest,
        ends=ends,
        lines=lines,
        filled=filled,
        names=queries.association_names(),
    )
    return page, UNPROCESSABLE if filled.is_submitted() else 200
