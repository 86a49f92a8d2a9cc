"""A call's page with its calendar, and the desk where staff open the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from grants.calls import queries, services
from grants.calls.forms import HELPS, CallForm, calendar_rows, worded, write_day
from grants.calls.schemes import scheme_of, schemes
from grants.db import db, now
from grants.domain.calendar import year_calendar
from grants.domain.errors import RuleError
from grants.domain.money import format_euros
from grants.security import EVERYONE, STAFF, open_to, same_for_all
from grants.territories.queries import territory

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from grants.calls.models import Call
    from grants.calls.services import CallPlan
    from grants.domain.scheme import Scheme
    from grants.domain.territory import Territory

bp = Blueprint("calls", __name__)
bp.add_app_template_filter(write_day, "dateformat")


def today_in(town: Territory) -> date:
    """Return the day it is in the town."""
    return now().astimezone(ZoneInfo(town.zone)).date()


def _today_for(call: Call) -> date:
    """Return the day it is where the call is."""
    return today_in(territory(call.territory))


@bp.get("/appels/")
@open_to(EVERYONE)
@same_for_all
def index() -> ResponseReturnValue:
    """List every call, past years included."""
    calls = [(each, "" if each.imported else each.filing_on(_today_for(each))) for each in queries.calls()]
    return render_template("calls/index.html", calls=calls)


@bp.get("/appels/<int(max=9999):year>")
@bp.get("/appels/<int(max=9999):year>/<key>")
@open_to(EVERYONE)
@same_for_all
def call(year: int, key: str = "") -> ResponseReturnValue:
    """Explain a call: what it helps, how, and every date of its year. The main call of a year has the short address."""
    found = queries.call_at(year, key) or abort(404)
    if key and queries.is_main(found):
        return redirect(url_for("calls.call", year=year))
    town = territory(found.territory)
    today = today_in(town)
    rows = [] if found.imported else calendar_rows(year_calendar(found.dates), today)
    return render_template(
        "calls/call.html",
        call=found,
        town=town,
        rows=rows,
        filing="" if found.imported else found.filing_on(today),
        introduction=queries.introduction_of(found, str(get_locale() or "fr")),
        **_offered(found),
        others=[each for each in queries.calls_of_year(year) if each.id != found.id],
    )


@bp.get("/gestion/appels/")
@open_to(STAFF)
def desk() -> ResponseReturnValue:
    """List the calls staff may change, and the way to open the next."""
    ours = [each for each in queries.calls() if not each.imported]
    return render_template("calls/desk.html", calls=ours, schemes=_kinds())


@bp.route("/gestion/appels/nouveau", methods=["GET", "POST"])
@open_to(STAFF)
def new() -> ResponseReturnValue:
    """Open the next call: the last one's words, its dates a year later, both free to change."""
    kind = request.args.get("appel", "")
    chosen = next((each for each in _kinds() if each.key == kind), None)
    if kind and chosen is None:
        abort(404)
    last, main = queries.newest_call(kind), queries.newest_call()
    form = CallForm()
    if not form.is_submitted() and main is not None:
        form.propose(services.next_plan(last) if last else services.first_plan(chosen or _kinds()[0], main))
    plan = form.plan() if form.is_submitted() else None
    created = _open(form, plan, last or main, kind) if plan else None
    if created is None:
        context = {"call": None, "last": last, "kind": chosen or _kinds()[0]}
        return render_template("calls/edit.html", form=form, **context), 400 if form.is_submitted() else 200
    db.session.commit()
    flash(
        _("L’appel %(year)s est prêt. Ses crédits s’ouvrent dans « Gestion », « Budget ».", year=created.year),
        "success",
    )
    return redirect(url_for("calls.call", year=created.year, key=call_key(created)))


@bp.route("/gestion/appels/<int(max=9999):year>", methods=["GET", "POST"])
@bp.route("/gestion/appels/<int(max=9999):year>/<key>", methods=["GET", "POST"])
@open_to(STAFF)
def edit(year: int, key: str = "") -> ResponseReturnValue:
    """Change a call's words and dates."""
    found = queries.call_at(year, key)
    if found is None or found.imported:
        abort(404)
    form = CallForm()
    if not form.is_submitted():
        form.propose(services.plan_of(found))
    plan = form.plan() if form.is_submitted() else None
    if plan is None or not _change(form, found, plan):
        return render_template("calls/edit.html", form=form, call=found, last=None), 400 if form.is_submitted() else 200
    db.session.commit()
    flash(_("L’appel %(year)s est à jour.", year=found.year), "success")
    return redirect(url_for("calls.call", year=found.year, key=call_key(found)))


def call_key(call: Call) -> str | None:
    """Return what an address adds to the year to name a call: nothing for the main one, or past grants."""
    return None if call.imported or queries.is_main(call) else call.scheme


bp.add_app_template_global(call_key)


def _offered(call: Call) -> dict[str, object]:
    """Return the help a call offers, in words, and whether it asks a payable identity of everybody."""
    if call.imported:
        return {}
    kind = scheme_of(call)
    names = ", ".join(str(HELPS[key]) for key in kind.helps)
    helps = names[:1].upper() + names[1:] + "."
    if "money" in kind.helps:
        helps += " " + _("L’argent va jusqu’à %(cap)s.", cap=format_euros(call.cap_cents, str(get_locale() or "fr")))
    return {"helps": helps, "identity": kind.identity_always}


def _kinds() -> list[Scheme]:
    """Return the kinds of call staff may open, the town's main one first."""
    main = territory(current_app.extensions["settings"].territory).scheme
    return sorted(schemes(), key=lambda each: each.key != main)


def _change(form: CallForm, call: Call, plan: CallPlan) -> bool:
    """Change the call, or say under its closing date why that does not move."""
    try:
        services.change_call(call, plan, f"person:{g.person.id}", _today_for(call))
    except RuleError as error:
        db.session.rollback()
        form.say_deadline(error)
        return False
    return True


def _open(form: CallForm, plan: CallPlan, last: Call | None, kind: str) -> Call | None:
    """Write the call, or say under the year why it cannot be."""
    town = territory(last.territory if last else current_app.extensions["settings"].territory)
    try:
        return services.open_call(plan, scheme=kind or town.scheme, territory=town.key, actor=f"person:{g.person.id}")
    except RuleError as error:
        form.year.errors = [worded(error)]
        return None
