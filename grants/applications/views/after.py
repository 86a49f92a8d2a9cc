"""After sending: where the file stands, what was sent and what changed since, and how to withdraw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.applications import services
from grants.applications.forms import STATES, WORDS, OwnWithdrawalForm, asked_for, question
from grants.applications.forms.answers import changes_in_words
from grants.applications.forms.contact import CONTACT, ContactForm
from grants.applications.forms.standing import Facts, standing, step_words
from grants.applications.queries import application_written_by, events_of, local_day
from grants.applications.queries.messages import APPLICANT
from grants.applications.queries.sendings import days_of, milestones_of, sendings_of, vote_of
from grants.applications.queries.together import carried, may_write
from grants.applications.views.blueprint import bp, last_screen, others_of, readable, seen, written
from grants.applications.views.completing import completion_of
from grants.applications.views.thread import thread_context
from grants.calls.schemes import scheme_of
from grants.db import db, now
from grants.domain.bank import masked_changes
from grants.domain.calendar import silence_limit
from grants.domain.errors import RuleError
from grants.domain.file import changes, parse, text_of
from grants.domain.states import CONTACT_OPEN, KEPT, UNDER_WAY, State
from grants.security import MEMBERS, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from datetime import date

    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.applications.views.completing import Completion
    from grants.applications.views.thread import Thread


@bp.get("/dossiers/<public_id>")
@open_to(MEMBERS)
def file(public_id: str) -> ResponseReturnValue:
    """Show a file that was sent: where it stands, its steps, its papers; a draft opens where one writes."""
    application = seen(public_id)
    if application.state == State.DRAFT:
        return redirect(url_for("applications.screen", public_id=public_id, name=last_screen(application)))
    if application.sent_at is None:
        return _given_back(application)
    return file_page(application)


@bp.get("/dossiers/<public_id>/envois")
@open_to(MEMBERS)
def sendings(public_id: str) -> ResponseReturnValue:
    """Show every sending of a file, and what changed from one to the next."""
    application = seen(public_id)
    town, scheme = territory(application.call.territory), scheme_of(application.call)
    told, before, whole = [], None, may_write(g.person, application)
    for each in sendings_of(application):
        changed = () if before is None else changes(before.answers, each.answers, scheme.fields)
        told.append((each, changes_in_words(changed if whole else masked_changes(changed), scheme, town)))
        before = each
    return render_template("applications/sendings.html", application=application, sendings=told)


@bp.route("/dossiers/<public_id>/retirer", methods=["GET", "POST"])
@open_to(MEMBERS)
def withdraw_mine(public_id: str) -> ResponseReturnValue:
    """Let the applicant withdraw their file, in their own words."""
    application = written(public_id)
    form = OwnWithdrawalForm()
    if form.validate_on_submit() or (request.method == "POST" and application.state == State.DRAFT):
        try:
            services.withdraw(application, g.person, form.words.data or "")
        except RuleError as error:
            db.session.rollback()
            flash(str(WORDS[error.code]), "error")
        db.session.commit()
        return redirect(url_for("applications.my_space"))
    draft = application.state == State.DRAFT
    return render_template("applications/withdraw_mine.html", form=form, draft=draft, public_id=public_id)


@bp.route("/dossiers/<public_id>/contact", methods=["GET", "POST"])
@open_to(MEMBERS)
def contact(public_id: str) -> ResponseReturnValue:
    """Change the person to reach, without sending the file again."""
    application = written(public_id)
    form = ContactForm(data={key: text_of(application.answers, key) for key in CONTACT})
    if form.validate_on_submit():
        try:
            changed = services.change_contact(application, g.person, form.answers())
        except RuleError as error:
            db.session.rollback()
            flash(str(WORDS[error.code]), "error")
            return _contact_page(written(public_id), form), 409
        db.session.commit()
        flash(_("C’est changé, et les deux adresses sont prévenues.") if changed else _("Rien n’a changé."), "success")
        return redirect(url_for("applications.file", public_id=public_id))
    return _contact_page(application, form), 422 if form.is_submitted() else 200


def _contact_page(application: Application, form: ContactForm) -> str:
    """Render the form of the contact, or what was typed when it can change no more."""
    open_still = State(application.state) in CONTACT_OPEN
    town = territory(application.call.territory)
    return render_template(
        "applications/contact.html", application=application, form=form, town=town, open_still=open_still
    )


def steps_of(application: Application, left: int = 0) -> tuple[Facts, list[tuple[date | None, str, str]]]:
    """Return what is known of a file's way, and its steps for the timeline; `left` counts the points to complete."""
    state = State(application.state)
    facts = Facts(
        number=application.number or "",
        days=days_of(application),
        dates=application.call.dates,
        act=vote_of(application).get("act", ""),
        money=bool(application.requested_cents),
        left=left,
    )
    return facts, [(each.on, step_words(each, facts, state), each.moment) for each in milestones_of(application)]


def file_page(application: Application, thread: Thread | None = None) -> str:
    """Render a file that was sent; `thread` is a message that could not leave."""
    state = State(application.state)
    received_on = local_day(application.call, application.sent_at or now())
    completion: Completion | None = completion_of(application) if state is State.TO_COMPLETE else None
    facts, steps = steps_of(application, completion.left if completion else 0)
    scheme = scheme_of(application.call)
    where = {"state": state, "states": STATES, "kept": state in KEPT, "under_way": state in UNDER_WAY | {State.VOTED}}
    return render_template(
        "applications/file.html",
        application=application,
        application_id=application.public_id,
        first_screen=scheme.order[0],
        help_asked=[
            text for _label, text in asked_for(scheme, application.answers, territory(application.call.territory))
        ],
        file=parse(application.answers),
        call=application.call,
        town=territory(application.call.territory),
        received_on=received_on,
        silence_on=silence_limit(received_on),
        steps=steps,
        standing=standing(state, facts),
        completion=completion,
        last=[each for each in events_of(application) if each.kind in set(State)][-1],
        carried=carried(application),
        others=others_of(application),
        sendings=sendings_of(application),
        contact_open=state in CONTACT_OPEN,
        mine=application_written_by(g.person, application.public_id) is not None,
        **where,
        **thread_context(application, APPLICANT, thread),
    )


def _given_back(application: Application) -> str:
    """Show the texts of a draft that was given up."""
    scheme = scheme_of(application.call)
    texts = [(question(scheme, key).label, text) for key, text in readable(application).items() if text]
    words = _("Vous avez abandonné ce brouillon. Voici vos textes, à copier si vous voulez.")
    return render_template("applications/given_back.html", words=words, texts=texts)
