"""Who of the staff may see account numbers: an administrator says so, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _

from grants.accounts import services
from grants.accounts.queries import staff
from grants.accounts.views.sign_in import bp
from grants.db import db
from grants.security import ADMIN, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.post("/gestion/droits/<int:person_id>")
@open_to(ADMIN)
def give_right(person_id: int) -> ResponseReturnValue:
    """Give somebody the sight of account numbers, or take it away."""
    person = next((each for each in staff() if each.id == person_id), None) or abort(404)
    sees = request.form.get("sees") == "yes"
    services.let_see_accounts(person, f"person:{g.person.id}", sees=sees)
    db.session.commit()
    said = (
        _("%(who)s voit les coordonnées bancaires.") if sees else _("%(who)s ne voit plus les coordonnées bancaires.")
    )
    flash(said % {"who": person.email}, "success")
    return redirect(url_for("calls.member", person_id=person_id))
