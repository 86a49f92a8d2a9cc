"""A call's page with its calendar, and the desk where staff open the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.calls import queries, services
from grants.calls.forms import CallForm, calendar_rows, worded, write_day
from grants.db import db, now
from grants.domain.calendar import year_calendar
from grants.domain.errors import RuleError
from grants.security import EVERYONE, STAFF, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from grants.calls.models import Call
    from grants.calls.services import CallPlan
    from grants.domain.territory import Territory

bp = Blueprint("calls", __name__)
bp.add_app_template_filter(write_day, "dateformat")


def today_in(town: Territory) -> date:
    """Return the day it is in the town."""
    return now().astimezone(ZoneInfo(town.zone)).date()


@bp.get("/appels/")
@open_to(EVERYONE)
def index() -> ResponseReturnValue:
    """List every call, past years included."""
    return render_template("calls/index.html", calls=queries.calls())


@bp.get("/appels/<int(max=9999):year>")
@open_to(EVERYONE)
def call(year: int) -> ResponseReturnValue:
    """Explain a call: what it helps, how, and every date of its year."""
    found = queries.call_of_year(year) or abort(404)
    town = territory(found.territory)
    today = today_in(town)
    rows = [] if found.imported else calendar_rows(year_calendar(found.dates), today)
    return render_template(
        "calls/call.html",
        call=found,
        town=town,
        rows=rows,
        filing="" if found.imported else found.filing_on(today),
    )


@bp.get("/gestion/appels/")
@open_to(STAFF)
def desk() -> ResponseReturnValue:
    """List the calls staff may change, and the way to open the next."""
    return render_template("calls/desk.html", calls=[each for each in queries.calls() if not each.imported])


@bp.route("/gestion/appels/nouveau", methods=["GET", "POST"])
@open_to(STAFF)
def new() -> ResponseReturnValue:
    """Open the next call: the last one's words, its dates a year later, both free to change."""
    last = queries.newest_call()
    form = CallForm()
    if not form.is_submitted() and last is not None:
        form.propose(services.next_plan(last))
    plan = form.plan() if form.is_submitted() else None
    created = _open(form, plan, last) if plan else None
    if created is None:
        return render_template("calls/edit.html", form=form, call=None, last=last), 400 if form.is_submitted() else 200
    db.session.commit()
    flash(
        _("L’appel %(year)s est prêt. Ses crédits s’ouvrent dans « Gestion », « Budget ».", year=created.year),
        "success",
    )
    return redirect(url_for("calls.call", year=created.year))


@bp.route("/gestion/appels/<int(max=9999):year>", methods=["GET", "POST"])
@open_to(STAFF)
def edit(year: int) -> ResponseReturnValue:
    """Change a call's words and dates."""
    found = queries.call_of_year(year)
    if found is None or found.imported:
        abort(404)
    form = CallForm()
    if not form.is_submitted():
        form.propose(services.plan_of(found))
    plan = form.plan() if form.is_submitted() else None
    if plan is None:
        return render_template("calls/edit.html", form=form, call=found, last=None), 400 if form.is_submitted() else 200
    services.change_call(found, plan)
    db.session.commit()
    flash(_("L’appel %(year)s est à jour.", year=found.year), "success")
    return redirect(url_for("calls.call", year=found.year))


def _open(form: CallForm, plan: CallPlan, last: Call | None) -> Call | None:
    """Write the call, or say under the year why it cannot be."""
    town = territory(last.territory if last else current_app.extensions["settings"].territory)
    try:
        return services.open_call(plan, scheme=last.scheme if last else town.scheme, territory=town.key)
    except RuleError as error:
        form.year.errors = [worded(error)]
        return None
