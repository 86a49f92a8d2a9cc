"""Looking one's association up in the public directory, where the town allows it: proposals, taken only on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants import directory
from grants.applications import services
from grants.applications.forms import WORDS
from grants.applications.views.blueprint import bp, written
from grants.applications.views.numbers import save_screen, writer_of
from grants.calls.schemes import scheme_of
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.file import clean, mark, text_of
from grants.domain.states import EDITABLE, State
from grants.security import MEMBERS, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.directory import Found
    from grants.domain.file import Answers

TAKEN = ("name", "siret", "rna", "address")
"""What the directory proposes; nothing else is read from it."""

bp.add_app_template_global(directory.host, "directory_host")


@bp.route("/dossiers/<public_id>/annuaire", methods=["GET", "POST"])
@open_to(MEMBERS)
def look_up(public_id: str) -> ResponseReturnValue:
    """Search the directory; coming from the form, save it first."""
    application = _writable(public_id)
    scheme = scheme_of(application.call)
    screen = scheme.screen(request.args.get("ecran", ""))
    lost = save_screen(application, screen) if screen and request.method == "POST" else None
    if lost:
        return lost
    known = application.answers
    words = clean(request.form.get("q", "")) or text_of(known, "siret") or text_of(known, "name")
    found, trouble = _search(words) if request.method == "POST" and words.strip() else (None, "")
    asked = [key for key in TAKEN if scheme.field(key)]
    context = {"found": found, "trouble": trouble, "words": words, "known": known, "asked": asked}
    return render_template("applications/directory.html", application=application, scheme=scheme, **context)


@bp.post("/dossiers/<public_id>/annuaire/reprendre")
@open_to(MEMBERS)
def take_from_directory(public_id: str) -> ResponseReturnValue:
    """Take what was ticked of a proposal into the file."""
    application = _writable(public_id)
    scheme, known = scheme_of(application.call), application.answers
    changes: Answers = {key: request.form.get(key, "") for key in TAKEN if key in request.form.getlist("take")}
    marks = {key: mark(known.get(key, "")) for key in changes}
    first = scheme.screen_of("siret")
    try:
        services.save(application, changes, marks, writer_of(first))
    except RuleError as error:
        db.session.rollback()
        flash(str(WORDS[error.code]), "error")
    else:
        db.session.commit()
        flash(_("C’est repris de l’annuaire. Relisez, et corrigez si besoin."), "success")
    return redirect(url_for("applications.screen", public_id=public_id, name=first))


def _writable(public_id: str) -> Application:
    """Return a file that can still be written, where the look-up is on."""
    application = written(public_id)
    if not directory.host() or State(application.state) not in EDITABLE:
        abort(404)
    return application


def _search(words: str) -> tuple[list[Found] | None, str]:
    """Return what was found, or the sentence that sends back to typing."""
    kept = directory.kept_answer(words)
    if kept is not None:
        return kept, ""
    try:
        directory.take_turn(g.person.email)
        db.session.commit()  # nobody waits for the database while the directory is asked
        return directory.ask(words), ""
    except RuleError as error:
        db.session.commit()
        return None, str(WORDS[error.code])
