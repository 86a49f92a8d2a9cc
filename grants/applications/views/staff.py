"""The town's side: every file with its state, and the three things that can be said of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.applications import services
from grants.applications.forms import (
    KINDS,
    STATES,
    WORDS,
    CompletionForm,
    RedirectionForm,
    WithdrawalForm,
    question,
    say,
    tell,
)
from grants.applications.forms.answers import changes_in_words
from grants.applications.forms.completion import askable, read_notes
from grants.applications.queries import (
    call_of,
    calls_open_to_files,
    events_of,
    files_of_call,
    problems_of,
    reachable,
    states_of_call,
    without_agreement,
)
from grants.applications.queries.messages import TOWN
from grants.applications.queries.sendings import sendings_of
from grants.applications.queries.together import carried
from grants.applications.views.after import steps_of
from grants.applications.views.blueprint import bp, seen
from grants.applications.views.thread import thread_context
from grants.calls.queries import last_call
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.bank import masked_answers, masked_changes, masked_figures
from grants.domain.errors import RuleError
from grants.domain.file import changes, parse
from grants.domain.states import MOVES, State
from grants.security import BUDGET, EVENING, FILES, STAFF, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm

    from grants.applications.models import Application
    from grants.applications.views.thread import Thread
    from grants.calls.models import Call


@bp.get("/gestion/")
@open_to(STAFF, FILES, BUDGET, EVENING, listed=True)
def desk() -> ResponseReturnValue:
    """List the files of a call with their states."""
    calls = calls_followed()
    if not calls and not g.person.is_staff:
        return redirect(_elsewhere())
    call, chosen = asked_of_desk()
    files = files_of_call(call, chosen) if call else []
    counts = states_of_call(call) if call else {}
    context = {"calls": calls, "call": call, "chosen": chosen, "files": files, "counts": counts}
    context["unanswered"] = without_agreement(call) if call else []
    return render_template("applications/desk.html", states=STATES, today=now().date(), **context)


def calls_followed() -> list[Call]:
    """Return the calls whose files this person looks after, newest first."""
    return [each for each in calls_open_to_files() if g.person.looks_after(each.id, FILES)]


def _first_shown() -> Call | None:
    """Return the call a desk shows when none is asked for: the one of the moment, else the newest one looked after."""
    call = last_call()
    if call is not None and not g.person.looks_after(call.id, FILES):
        return next(iter(calls_followed()), None)
    return call


def _elsewhere() -> str:
    """Return the first page of whoever looks after no file of any call: their budget, or their evening."""
    part = BUDGET if g.person.calls_of(BUDGET) else EVENING
    calls = [each for each in calls_open_to_files() if each.id in g.person.calls_of(part)]
    if not calls:
        abort(403)
    return url_for("budget.desk" if part == BUDGET else "plenary.desk", year=calls[0].year)


def asked_of_desk() -> tuple[Call | None, str]:
    """Return the call asked for (none before the first one opens) and the state chosen, empty for all."""
    year = request.args.get("annee", type=int)
    call = call_of(year, request.args.get("appel", "")) if year else _first_shown()
    if year and call is None:
        abort(404)
    if call is not None and not g.person.looks_after(call.id, FILES):
        abort(403)
    state = request.args.get("etat", "")
    return call, state if state in set(State) else ""


@bp.get("/gestion/dossiers/<public_id>")
@open_to(STAFF, FILES)
def desk_file(public_id: str) -> ResponseReturnValue:
    """Show one file whole, with what may be said of it."""
    return _show(seen(public_id))


@bp.post("/gestion/dossiers/<public_id>/completer")
@open_to(STAFF, FILES)
def ask_completion(public_id: str) -> ResponseReturnValue:
    """Ask for a completion, field by field and in words."""
    form = CompletionForm()
    form.notes = read_notes(request.form)
    return _act(
        seen(public_id),
        form,
        lambda application: services.ask_completion(
            application, g.person, request.form.getlist("fields"), form.words.data or "", form.notes
        ),
    )


@bp.post("/gestion/dossiers/<public_id>/reorienter")
@open_to(STAFF, FILES)
def redirect_elsewhere(public_id: str) -> ResponseReturnValue:
    """Send a project that is out of scope where it can be helped, with the reason in writing."""
    form = RedirectionForm()
    return _act(
        seen(public_id),
        form,
        lambda application: services.redirect_elsewhere(
            application, g.person, form.words.data or "", form.where.data or ""
        ),
    )


@bp.post("/gestion/dossiers/<public_id>/retirer")
@open_to(STAFF, FILES)
def withdraw(public_id: str) -> ResponseReturnValue:
    """Withdraw a file because its applicant asked."""
    form = WithdrawalForm()
    return _act(
        seen(public_id), form, lambda application: services.withdraw(application, g.person, form.words.data or "")
    )


def _act(application: Application, form: FlaskForm, do: Callable[[Application], None]) -> ResponseReturnValue:
    """Do what a form asks, or show the file again with what the form lacks."""
    if not form.validate_on_submit():
        return _show(application, form), 422
    try:
        do(application)
    except RuleError as error:
        db.session.rollback()
        flash(str(WORDS[error.code]), "error")
        return _show(seen(application.public_id), form), 409
    public_id, told = application.public_id, reachable(application)
    db.session.commit()
    flash(_("C’est fait, et l’association est prévenue par e-mail.") if told else _unreached(), "success")
    return redirect(url_for("applications.desk_file", public_id=public_id))


def desk_file_page(application: Application, thread: Thread | None = None) -> str:
    """Render a file for the staff; `thread` is a message that could not leave."""
    return _show(application, thread=thread)


def _unreached() -> str:
    """Say that a letter or a call is due, for want of an e-mail."""
    return str(_("C’est fait. Cette association n’a pas d’e-mail\u00a0: prévenez-la par courrier ou par téléphone."))


def _show(application: Application, filled: FlaskForm | None = None, thread: Thread | None = None) -> str:
    """Render a file for the staff; `filled` is the form that was sent, if any, `thread` a message."""
    forms = {
        kind.__name__: filled if isinstance(filled, kind) else kind(formdata=None)
        for kind in (CompletionForm, RedirectionForm, WithdrawalForm)
    }
    state, scheme, town = (
        State(application.state),
        scheme_of(application.call),
        territory(application.call.territory),
    )
    return render_template(
        "applications/desk_file.html",
        application=application,
        file=parse(application.answers),
        told=tell(scheme, masked_answers(application.answers), town),
        call=application.call,
        town=town,
        state=state,
        states=STATES,
        moves=MOVES[state] if state is not State.DRAFT else frozenset(),
        events=events_of(application),
        carried=carried(application),
        problems=_problems(application),
        moves_forms=forms,
        askable=askable(scheme),
        changed=_changed(application),
        steps=steps_of(application)[1] if application.sent_at else [],
        kinds=KINDS,
        **thread_context(application, TOWN, thread),
    )


def _problems(application: Application) -> list[tuple[str, str]]:
    """Return the remarks on a file, each under its question."""
    scheme = scheme_of(application.call)
    found = [replace(each, figures=masked_figures(each.figures)) for each in problems_of(application)]
    return [(str(question(scheme, each.field).label), say(each, scheme)) for each in found]


def _changed(application: Application) -> list[tuple[str, str, str]]:
    """Return what changed since the last request for a completion: question, before, after; as it is being written."""
    sent = sendings_of(application)
    if application.state == State.TO_COMPLETE and sent:
        pair = (sent[-1].answers, application.answers)
    elif len(sent) > 1:
        pair = (sent[-2].answers, sent[-1].answers)
    else:
        return []
    scheme = scheme_of(application.call)
    return changes_in_words(
        masked_changes(changes(*pair, scheme.fields)), scheme, territory(application.call.territory)
    )
