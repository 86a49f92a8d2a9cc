"""The association's numbers: one typed in the place of another is put back where it belongs, on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.applications import services
from grants.applications.forms import WORDS, question, read_fields, read_marks
from grants.applications.views.blueprint import bp, written
from grants.calls.schemes import scheme_of
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.file import clean, put_right
from grants.security import MEMBERS, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.domain.scheme import Screen


@bp.route("/dossiers/<public_id>/numeros", methods=["GET", "POST"])
@open_to(MEMBERS)
def numbers(public_id: str) -> ResponseReturnValue:
    """Tell whether a number stands in the place of another; when asked, save the screen and move it."""
    application = written(public_id)
    scheme = scheme_of(application.call)
    if request.method != "POST":
        return jsonify(misplaced=bool(put_right(application.answers, [field.key for field in scheme.fields])))
    screen = scheme.screen(request.args.get("ecran", "")) or abort(404)
    lost = save_screen(application, screen)
    if lost:
        return lost
    moved = services.put_numbers_right(application, writer_of(screen.key))
    db.session.commit()
    if moved.changed:
        flash(_("Chaque numéro est dans sa case. Relisez-les."), "success")
    return redirect(url_for("applications.screen", public_id=public_id, name=screen.key))


def save_screen(application: Application, screen: Screen) -> ResponseReturnValue | None:
    """Save what a screen brought before doing something else; give the text back when it can no longer be written."""
    typed = read_fields(request.form, screen.fields)
    try:
        services.save(application, typed, read_marks(request.form), writer_of(screen.key))
    except RuleError as error:
        scheme = scheme_of(application.call)
        texts = [(question(scheme, key).label, text) for key, text in typed.items() if text]
        return render_template("applications/given_back.html", words=WORDS[error.code], texts=texts), 409
    db.session.commit()
    return None


def writer_of(screen: str) -> services.Writer:
    """Return who writes, from which page."""
    return services.Writer(clean(request.form.get("writer", ""))[:40], g.person.email, screen)
