"""The town's side: who has reported, who has not yet, and what is noted of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from grants.applications.queries import local_day
from grants.applications.services import new_key
from grants.applications.views.blueprint import seen
from grants.applications.views.staff import calls_followed
from grants.calls.queries import last_call
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.states import REPORTABLE, State
from grants.reports import services
from grants.reports.forms import DECISIONS, RULES, STATUSES, ClosingForm, LetterForm, PaperForm, WhyForm
from grants.reports.queries import files_without_report, report_of, rows_of, tally_of, versions_of
from grants.reports.views.blueprint import begun, bp
from grants.reports.views.sending import told
from grants.reports.views.sheet import sheet_of
from grants.security import FILES, STAFF, open_to
from grants.sheets import sent

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm

    from grants.applications.models import Application
    from grants.calls.models import Call


@bp.get("/gestion/bilans")
@open_to(STAFF, FILES, listed=True)
def desk() -> ResponseReturnValue:
    """List the voted files of a year: those whose report is still to come, then those who told."""
    return _desk(LetterForm(formdata=None, key=new_key()))


@bp.post("/gestion/bilans/ecrire")
@open_to(STAFF, FILES, listed=True)
def write_to_all() -> ResponseReturnValue:
    """Write a few words to all those whose report has not come."""
    form = LetterForm()
    if not form.validate_on_submit():
        return _desk(form), 422
    call = _call() or abort(404)
    number = services.ask_for_report(files_without_report(call), g.person, form.words.data or "", form.key.data or "")
    db.session.commit()
    flash(_("C’est écrit à %(number)s associations.", number=number), "success")
    return redirect(url_for("reports.desk", annee=call.year))


@bp.get("/gestion/bilans.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, FILES, listed=True)
def desk_sheet(ending: str) -> ResponseReturnValue:
    """Give the list as a table for any spreadsheet."""
    call = _call() or abort(404)
    return sent(sheet_of(rows_of(call)), ending, f"bilans-{call.year}")


@bp.get("/gestion/bilans/<public_id>")
@open_to(STAFF, FILES)
def desk_report(public_id: str) -> ResponseReturnValue:
    """Show one report whole, with what may be noted of it."""
    return _show(_voted(public_id))


@bp.post("/gestion/bilans/<public_id>/ecrire")
@open_to(STAFF, FILES)
def write_to_one(public_id: str) -> ResponseReturnValue:
    """Write a few words to one association."""
    form = LetterForm()
    return _act(
        _voted(public_id),
        form,
        lambda file: services.ask_for_report([file], g.person, form.words.data or "", form.key.data or ""),
    )


@bp.post("/gestion/bilans/<public_id>/papier")
@open_to(STAFF, FILES)
def receive_on_paper(public_id: str) -> ResponseReturnValue:
    """Note a report that came on paper, and where it is kept."""
    form = PaperForm()
    return _act(_voted(public_id), form, lambda file: services.receive_on_paper(file, g.person, form.words.data or ""))


@bp.post("/gestion/bilans/<public_id>/dispenser")
@open_to(STAFF, FILES)
def exempt(public_id: str) -> ResponseReturnValue:
    """Note that no report is asked, and why."""
    form = WhyForm()
    return _act(_voted(public_id), form, lambda file: services.exempt(file, g.person, form.words.data or ""))


@bp.post("/gestion/bilans/<public_id>/clore")
@open_to(STAFF, FILES)
def close(public_id: str) -> ResponseReturnValue:
    """Close a report that was read, with a word to the association."""
    form = ClosingForm()
    return _act(
        _voted(public_id),
        form,
        lambda file: services.close(begun(file), g.person, form.decision.data or "", form.words.data or ""),
    )


@bp.post("/gestion/bilans/<public_id>/rouvrir")
@open_to(STAFF, FILES)
def reopen(public_id: str) -> ResponseReturnValue:
    """Let the association write again."""
    services.reopen(begun(_voted(public_id)), g.person)
    db.session.commit()
    flash(_("C’est rouvert."), "success")
    return redirect(url_for("reports.desk_report", public_id=public_id))


def _call() -> Call | None:
    """Return the call of the year asked for, else the last one."""
    year = request.args.get("annee", type=int)
    ours = calls_followed()
    if year:
        return next((each for each in ours if each.year == year), None)
    call = last_call()
    return call if call in ours else next(iter(ours), None)


def _voted(public_id: str) -> Application:
    """Return a file the council voted; of any other there is no report to speak of."""
    application = seen(public_id)
    return application if State(application.state) in REPORTABLE else abort(404)


def _desk(letter: LetterForm) -> str:
    """Render the list of a year."""
    call = _call()
    if call is None and "annee" in request.args:
        abort(404)
    return render_template(
        "reports/desk.html",
        calls=calls_followed(),
        call=call,
        rows=rows_of(call) if call else [],
        tally=tally_of(call) if call else None,
        statuses=STATUSES,
        letter=letter,
        today=local_day(call, now()) if call else None,
    )


def _act(application: Application, form: FlaskForm, do: Callable[[Application], object]) -> ResponseReturnValue:
    """Do what a form asks, or show the report again with what the form lacks."""
    if not form.validate_on_submit():
        return _show(application, form), 422
    public_id = application.public_id
    try:
        do(application)
    except RuleError as error:
        db.session.rollback()
        flash(str(RULES[error.code]), "error")
        return _show(_voted(public_id), form), 409
    db.session.commit()
    flash(_("C’est noté."), "success")
    return redirect(url_for("reports.desk_report", public_id=public_id))


def _show(application: Application, filled: FlaskForm | None = None) -> str:
    """Render a report for the staff; `filled` is the form that was sent, if any."""
    report = report_of(application)
    forms = {
        kind.__name__: filled if isinstance(filled, kind) else kind(formdata=None)
        for kind in (PaperForm, WhyForm, ClosingForm)
    }
    letter = filled if isinstance(filled, LetterForm) else LetterForm(formdata=None, key=new_key())
    versions = versions_of(report) if report else []
    answers = versions[0].answers if versions else report.answers if report else {}
    context = told(application, report, answers) | {
        "forms_of_desk": forms,
        "letter": letter,
        "versions": [(each.number, each.author, format_date(each.at, "long")) for each in versions],
        "statuses": STATUSES,
        "decisions": DECISIONS,
    }
    return render_template("reports/desk_report.html", **context)
