"""The people of a file: who writes it, who is invited, who takes it over; and the links they receive by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from grants.accounts.queries import is_member, open_links
from grants.accounts.services import call_back, hashed
from grants.accounts.views import enter
from grants.applications import services
from grants.applications.forms import STATES, InviteForm, JoinForm
from grants.applications.forms.together import SAID, TAKE_OVER
from grants.applications.models import FileInvitation
from grants.applications.queries import events_of
from grants.applications.queries.together import carried, file_link, may_write, writers_of
from grants.applications.views.blueprint import bp, seen
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.file import parse
from grants.domain.states import CONTACT_OPEN, State
from grants.security import EVERYONE, FILES, MEMBERS, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application, FileWriter


@bp.get("/dossiers/<public_id>/personnes")
@open_to(MEMBERS)
def people(public_id: str) -> ResponseReturnValue:
    """Show who writes the file, who is invited, and what happened."""
    return _people(seen(public_id))


@bp.post("/dossiers/<public_id>/personnes/inviter")
@open_to(MEMBERS)
def invite_writer(public_id: str) -> ResponseReturnValue:
    """Invite somebody to write, or to take the file over; or send the invitation again."""
    application = seen(public_id)
    form = InviteForm()
    if not form.validate_on_submit():
        return _people(application, form), 422
    over = form.what.data == TAKE_OVER
    leaves = over and bool(form.leaves.data)
    try:
        services.invite_writer(application, g.person, form.email.data or "", takes_over=over, leaves=leaves)
    except RuleError as error:
        db.session.rollback()
        form.email.errors = [str(SAID[error.code])]
        return _people(seen(public_id), form), 422
    db.session.commit()
    flash(_("L’invitation est partie par e-mail. Elle vaut sept jours."), "success")
    return redirect(url_for("applications.people", public_id=public_id))


@bp.post("/dossiers/<public_id>/personnes/invitations/<int:link_id>/annuler")
@open_to(MEMBERS)
def call_back_writer(public_id: str, link_id: int) -> ResponseReturnValue:
    """Call an invitation back."""
    application = seen(public_id)
    waiting = open_links(FileInvitation, application_id=application.id)
    link = next((each for each in waiting if each.id == link_id), None)
    if link is not None and call_back(link):
        services.note(application, "writer_called_back", g.person.email, whom=link.email)
        flash(_("L’invitation est annulée\u00a0: son lien ne sert plus."), "success")
    db.session.commit()
    return redirect(url_for("applications.people", public_id=public_id))


@bp.route("/dossiers/<public_id>/personnes/<int:writer_id>/retirer", methods=["GET", "POST"])
@open_to(MEMBERS)
def remove_writer(public_id: str, writer_id: int) -> ResponseReturnValue:
    """Ask once more, then take somebody off the file."""
    application = seen(public_id)
    row = _writer(application, writer_id)
    if request.method != "POST":
        acts = is_member(row.person, application.association_id)
        return render_template("applications/remove_writer.html", application=application, row=row, acts=acts)
    try:
        services.remove_writer(application, writer_id, g.person)
    except RuleError as error:
        db.session.rollback()
        flash(str(SAID[error.code]), "error")
        return redirect(url_for("applications.people", public_id=public_id))
    db.session.commit()
    flash(_("C’est fait\u00a0: cette personne n’écrit plus ce dossier."), "success")
    still = may_write(g.person, application) or g.person.looks_after(application.call_id, FILES)
    here = url_for("applications.people", public_id=public_id)
    return redirect(here if still else url_for("applications.my_space"))


@bp.post("/dossiers/<public_id>/personnes/principale")
@open_to(MEMBERS)
def take_on(public_id: str) -> ResponseReturnValue:
    """Become the main writer of a file whose main writer left."""
    application = seen(public_id)
    if not may_write(g.person, application):
        abort(404)
    try:
        services.take_on(application, g.person)
    except RuleError as error:
        db.session.rollback()
        flash(str(SAID[error.code]), "error")
    db.session.commit()
    return redirect(url_for("applications.people", public_id=public_id))


@bp.post("/dossiers/<public_id>/personnes/rejoindre")
@open_to(MEMBERS)
def ask_for_association(public_id: str) -> ResponseReturnValue:
    """Ask the people of the file's association to act for it too."""
    application = seen(public_id)
    form = JoinForm()
    if not form.validate_on_submit():
        return _people(application, join=form), 422
    services.ask_for_association(application, g.person, form.words.data or "")
    db.session.commit()
    flash(_("Votre demande est partie. Vous recevrez la réponse par e-mail."), "success")
    return redirect(url_for("applications.people", public_id=public_id))


@bp.route("/ecrire/<token>", methods=["GET", "POST"])
@open_to(EVERYONE)
def answer_link(token: str) -> ResponseReturnValue:
    """Show whose file it is and who invites; only pressing the button accepts."""
    link = file_link(hashed(token))
    if link is None:
        return render_template("accounts/link_over.html"), 404
    if request.method != "POST":
        return render_template("applications/join.html", link=link, file=parse(link.application.answers))
    if request.form.get("answer") == "no":
        services.turn_down(link)
        db.session.commit()
        return render_template("accounts/link_over.html", thanks=True)
    try:
        person, application = services.answer_link(token, str(get_locale()))
    except RuleError:
        db.session.rollback()
        return render_template("accounts/link_over.html"), 404
    return enter(person, url_for("applications.people", public_id=application.public_id))


def _writer(application: Application, writer_id: int) -> FileWriter:
    """Return somebody who writes the file today."""
    return next((row for row in writers_of(application) if row.id == writer_id), None) or abort(404)


def _other_contact(application: Application) -> bool:
    """Tell whether the contact of the file is somebody else than the reader, and may still be changed."""
    other = parse(application.answers).contact_email.lower() != g.person.email
    return other and State(application.state) in CONTACT_OPEN


def _people(application: Application, form: InviteForm | None = None, join: JoinForm | None = None) -> str:
    """Render the people of a file; `form` or `join` is what was sent and lacks something."""
    writers = writers_of(application)
    main = application.person
    return render_template(
        "applications/people.html",
        application=application,
        file=parse(application.answers),
        states=STATES,
        draft=application.state == State.DRAFT,
        writers=writers,
        main=main if main is not None and may_write(main, application) else None,
        contact_open=main == g.person and _other_contact(application),
        writes=may_write(g.person, application),
        member=is_member(g.person, application.association_id),
        waiting=open_links(FileInvitation, application_id=application.id),
        carried=carried(application),
        log=events_of(application),
        form=form or InviteForm(formdata=None),
        join=join or JoinForm(formdata=None),
    )
