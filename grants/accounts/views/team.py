"""Whoever leaves the people who work for the town: an administrator removes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.accounts.forms import WORDS
from grants.accounts.queries import staff
from grants.accounts.services.team import remove_from_staff
from grants.accounts.views.sign_in import bp
from grants.db import db
from grants.domain.errors import RuleError
from grants.security import ADMIN, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.accounts.models import Person


@bp.route("/gestion/equipe/<int:person_id>/retirer", methods=["GET", "POST"])
@open_to(ADMIN)
def leave_team(person_id: int) -> ResponseReturnValue:
    """Say what removing somebody does, then do it."""
    person = _of_the_team(person_id)
    if request.method != "POST":
        return render_template("accounts/leave_team.html", whom=person)
    who, mine = person.email, person.id == g.person.id
    try:
        remove_from_staff(person, f"person:{g.person.id}")
    except RuleError as error:
        db.session.rollback()
        flash(str(WORDS[error.code]), "error")
        return redirect(url_for("calls.team"))
    db.session.commit()
    flash(_("%(who)s ne fait plus partie de l’équipe. Ses sessions sont fermées.", who=who), "success")
    return redirect(url_for("commons.home") if mine else url_for("calls.team"))


def _of_the_team(person_id: int) -> Person:
    """Return somebody who works for the town."""
    return next((each for each in staff() if each.id == person_id), None) or abort(404)
