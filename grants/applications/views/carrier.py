"""The carrier's agreement: asked for by the group or the staff, given on a page that needs no account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from grants.accounts.services import hashed
from grants.applications import services
from grants.applications.forms import CarrierForm
from grants.applications.forms.together import SAID
from grants.applications.queries.together import carrier_link
from grants.applications.views.blueprint import bp, seen
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.file import parse
from grants.security import EVERYONE, MEMBERS, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.models import CarrierRequest


@bp.post("/dossiers/<public_id>/porteur")
@open_to(MEMBERS)
def ask_carrier(public_id: str) -> ResponseReturnValue:
    """Ask the carrier, again if need be, whether it carries the group."""
    application = seen(public_id)
    try:
        services.ask_carrier(application, g.person, str(get_locale()))
    except RuleError as error:
        db.session.rollback()
        flash(str(SAID[error.code]), "error")
    else:
        db.session.commit()
        flash(_("Le message est parti. Vous serez prévenus de la réponse par e-mail."), "success")
    return redirect(url_for("applications.people", public_id=public_id, _anchor="porteur"))


@bp.route("/porter/<token>", methods=["GET", "POST"])
@open_to(EVERYONE)
def answer_carrier(token: str) -> ResponseReturnValue:
    """Show who asks, which project and what carrying means; only pressing a button answers."""
    asked = carrier_link(hashed(token))
    if asked is None or (request.method == "POST" and asked.answered_at):
        return render_template("accounts/link_over.html"), 404
    form = CarrierForm()
    if not form.validate_on_submit():
        return _carry(asked, form), 422 if form.errors else 200
    answer = "yes" if request.form.get("answer") == "yes" else "no"
    said = _("L’association nommée pour porter le projet répond qu’elle ne le porte pas.")
    who = (form.name.data or "", form.role.data or "")
    try:
        asked = services.answer_carrier(token, answer, who, form.words.data or "", said)
    except RuleError:
        db.session.rollback()
        return render_template("accounts/link_over.html"), 404
    db.session.commit()
    return redirect(url_for("applications.answer_carrier", token=token))


def _carry(asked: CarrierRequest, form: CarrierForm) -> str:
    """Render the question put to a carrier, or the answer it gave."""
    application = asked.application
    return render_template(
        "applications/carry.html",
        asked=asked,
        application=application,
        file=parse(application.answers),
        call=application.call,
        town=territory(application.call.territory),
        form=form,
    )
