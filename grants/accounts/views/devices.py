"""The browsers somebody is signed in with: seen by them alone, ended one by one or all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from grants.accounts import services
from grants.accounts.queries import sessions_of
from grants.accounts.views.sign_in import bp
from grants.db import db
from grants.domain.devices import told
from grants.security import MEMBERS, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/mon-espace/appareils")
@open_to(MEMBERS)
def devices() -> ResponseReturnValue:
    """List the browsers one is signed in with."""
    return render_template("accounts/devices.html", rows=sessions_of(g.person), here=g.session_row.id, told=told)


@bp.post("/mon-espace/appareils/<int:session_id>/terminer")
@open_to(MEMBERS)
def end_device(session_id: int) -> ResponseReturnValue:
    """End one of one’s own sessions, elsewhere than here."""
    if session_id == g.session_row.id or not services.revoke_sessions(g.person, only=session_id):
        abort(404)
    db.session.commit()
    flash(_("C’est fait\u00a0: cet appareil n’est plus connecté."), "success")
    return redirect(url_for("accounts.devices"))


@bp.post("/mon-espace/appareils/terminer")
@open_to(MEMBERS)
def end_other_devices() -> ResponseReturnValue:
    """End all of one’s sessions but this one."""
    ended = services.revoke_sessions(g.person, but=g.session_row.id)
    db.session.commit()
    words = ngettext("Un appareil n’est plus connecté.", "%(num)d appareils ne sont plus connectés.", ended)
    flash(words if ended else _("Aucun autre appareil n’était connecté."), "success")
    return redirect(url_for("accounts.devices"))
