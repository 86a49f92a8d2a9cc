"""The thread between the people of a file and the town: write, read, download, and the desk's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.applications import services
from grants.applications.forms.messages import LEFT_OUT, read_uploads, say_message
from grants.applications.queries.messages import (
    APPLICANT,
    TOWN,
    count_to_read_by_town,
    file_of_message,
    to_read_by_town,
)
from grants.applications.views.after import file_page
from grants.applications.views.blueprint import bp, seen, written
from grants.applications.views.staff import desk_file_page
from grants.applications.views.thread import Thread
from grants.db import db
from grants.domain.errors import RuleError
from grants.files import served
from grants.security import FILES, MEMBERS, STAFF, open_to, takes_files

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application

LARGEST_FORM = 60_000_000
"""Bytes of a whole form: well above what is kept, so that a text is given back with the name of the file in the way."""

bp.add_app_template_global(lambda: count_to_read_by_town(g.person), "messages_to_read")
bp.add_app_template_global(lambda code: LEFT_OUT.get(code, code), "why_left_out")


@bp.route("/dossiers/<public_id>/messages", methods=["GET", "POST"])
@open_to(MEMBERS)
@takes_files(LARGEST_FORM)
def write_message(public_id: str) -> ResponseReturnValue:
    """Write to the town."""
    application = written(public_id)
    if request.method != "POST":
        return redirect(url_for("applications.file", public_id=public_id) + "#messages")
    return _write(application, APPLICANT, file_page, "applications.file")


@bp.route("/gestion/dossiers/<public_id>/messages", methods=["GET", "POST"])
@open_to(STAFF, FILES)
@takes_files(LARGEST_FORM)
def desk_write_message(public_id: str) -> ResponseReturnValue:
    """Write to the people of a file, in the town's name."""
    application = seen(public_id)
    if request.method != "POST":
        return redirect(url_for("applications.desk_file", public_id=public_id) + "#messages")
    return _write(application, TOWN, desk_file_page, "applications.desk_file")


@bp.post("/dossiers/<public_id>/messages/lus")
@open_to(MEMBERS)
def read_messages(public_id: str) -> ResponseReturnValue:
    """Note that the town's messages are read."""
    services.mark_read(written(public_id), APPLICANT, request.form.get("last", type=int))
    db.session.commit()
    return redirect(url_for("applications.file", public_id=public_id) + "#messages")


@bp.post("/gestion/dossiers/<public_id>/messages/lus")
@open_to(STAFF, FILES)
def desk_read_messages(public_id: str) -> ResponseReturnValue:
    """Note that the messages of a file are read by the town."""
    services.mark_read(seen(public_id), TOWN, request.form.get("last", type=int))
    db.session.commit()
    return redirect(url_for("applications.desk_messages"))


@bp.get("/dossiers/<public_id>/pieces/<file_id>")
@open_to(MEMBERS)
def message_file(public_id: str, file_id: str) -> ResponseReturnValue:
    """Give a file that came with a message, as a download, to those who may see the thread."""
    return served(file_of_message(seen(public_id), file_id) or abort(404))


@bp.get("/gestion/messages")
@open_to(STAFF, FILES, listed=True)
def desk_messages() -> ResponseReturnValue:
    """List the messages nobody of the town has read yet."""
    return render_template("applications/desk_messages.html", messages=to_read_by_town(g.person))


def _write(
    application: Application, side: str, page: Callable[[Application, Thread], str], done: str
) -> ResponseReturnValue:
    """Write what the form brings, or show the page again with its text and what stands in the way."""
    text, files, public_id = request.form.get("text", ""), read_uploads(request.files), application.public_id
    try:
        services.write(application, g.person, side, services.Words(text, files, request.form.get("key", "")))
    except RuleError as error:
        db.session.rollback()
        if error.code == "not_sent":
            texts = [(_("Votre message"), text)] if text else []
            return render_template("applications/given_back.html", words=say_message(error)[1], texts=texts), 409
        return page(seen(public_id), Thread(text, say_message(error), again=bool(files))), 422
    db.session.commit()
    flash(_("Votre message est envoyé."), "success")
    return redirect(url_for(done, public_id=public_id) + "#messages")
