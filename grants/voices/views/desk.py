"""The moderation desk: what is held, what is reported, the last words, and all that one hand wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.security import STAFF, open_to
from grants.sheets import sent
from grants.voices import queries, services
from grants.voices.forms import PART_WORDS, HideForm
from grants.voices.table import words_table
from grants.voices.views import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.voices.models import Hand


@bp.get("/gestion/paroles/")
@open_to(STAFF)
def desk() -> ResponseReturnValue:
    """List what waits for a person first, then the last words."""
    return _desk()


@bp.get("/gestion/paroles.<any(csv, ods, xlsx):ending>")
@open_to(STAFF)
def desk_sheet(ending: str) -> ResponseReturnValue:
    """Give every word as a table, with what became of it."""
    return sent(words_table(queries.every_word()), ending, "paroles")


@bp.post("/gestion/paroles/<int:number>/montrer")
@open_to(STAFF)
def show(number: int) -> ResponseReturnValue:
    """Show a message: it is published, and its hand is known from now on."""
    services.show(queries.voice_numbered(number) or abort(404), g.person)
    db.session.commit()
    flash(_("Le message est en ligne."), "success")
    return redirect(url_for("voices.desk"))


@bp.post("/gestion/paroles/<int:number>/cacher")
@open_to(STAFF)
def hide(number: int) -> ResponseReturnValue:
    """Hide a message with a public reason."""
    voice, form = queries.voice_numbered(number) or abort(404), HideForm()
    if not form.validate_on_submit():
        return _desk({number: form}), 422
    services.hide(voice, form.why.data or "", g.person)
    db.session.commit()
    flash(_("Le message est retiré. La raison est écrite à sa place."), "success")
    return redirect(url_for("voices.desk"))


@bp.route("/gestion/paroles/main/<int:number>", methods=["GET", "POST"])
@open_to(STAFF)
def hand(number: int) -> ResponseReturnValue:
    """Look at all that one hand wrote, and undo it in one press."""
    found, form = queries.hand_numbered(number) or abort(404), HideForm()
    work = queries.work_of(found)
    if form.validate_on_submit():
        hands = {found.id, *(work.neighbours if form.near.data else ())}
        undone = services.undo_hands(hands, form.why.data or "", g.person)
        db.session.commit()
        flash(
            _("Annulé\u00a0: %(words)s messages, %(pages)s pages.", words=undone.words, pages=undone.pages), "success"
        )
        return redirect(url_for("voices.hand", number=number))
    return _hand(found, work, form), 422 if form.errors else 200


def _hand(found: Hand, work: queries.HandWork, form: HideForm) -> str:
    """Show the page of a hand."""
    written = queries.written_by([found.id])
    return render_template("voices/hand.html", hand=found, work=work, form=form, parts=PART_WORDS, written=written)


def _desk(forms: dict[int, HideForm] | None = None) -> str:
    """Show the desk, each message with its form."""
    groups = (queries.waiting(), queries.reported(), queries.written(50))
    blank = HideForm(formdata=None)
    return render_template("voices/desk.html", groups=groups, forms=forms or {}, blank=blank, parts=PART_WORDS)
