"""Leaving: here and on the server, then at ProConnect for whoever came through it."""

from __future__ import annotations

import hmac
import secrets
from typing import TYPE_CHECKING

from flask import abort, current_app, flash, g, redirect, render_template, request, session, url_for
from flask_babel import gettext as _

from grants.accounts import proconnect, services
from grants.accounts.views.proconnect import at_root
from grants.accounts.views.sign_in import bp, cookie_name, with_session
from grants.db import db
from grants.domain.errors import RuleError
from grants.security import EVERYONE, open_to
from grants.settings import current_settings

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.post("/deconnexion")
@open_to(EVERYONE)
def sign_out() -> ResponseReturnValue:
    """End the session here and on the server; whoever came through ProConnect is then led out of it too."""
    id_token = g.session_row.id_token if g.session_row else ""
    services.close_session(request.cookies.get(cookie_name(), ""))
    db.session.commit()
    session.clear()
    answer = current_app.make_response(with_session(_last_page(id_token), "", None))
    answer.headers["Clear-Site-Data"] = '"cache"'  # on a shared computer “back” must not show the pages of who left
    return answer


def _last_page(id_token: str) -> ResponseReturnValue:
    """Return the home page, or the page that leads out of ProConnect.

    A page and not a redirection: a form of ours may lead nowhere else (`form-action`), and ProConnect sends on.
    """
    home = redirect(f"{request.script_root}/")
    if not id_token or not current_settings().proconnect_issuer:
        return home
    state = secrets.token_urlsafe(32)
    try:
        way = proconnect.way_out(id_token, state, at_root("accounts.proconnect_left"))
    except RuleError:
        return home
    if not way:
        return home
    session["leaving"] = {"state": state, "root": request.script_root}
    return render_template("accounts/leaving.html", way=way)


@bp.get("/connexion/proconnect/sortie")
@open_to(EVERYONE)
def proconnect_left() -> ResponseReturnValue:
    """Welcome back whoever left ProConnect, in the browser that asked to."""
    if not current_settings().proconnect_issuer:
        abort(404)
    left = session.pop("leaving", {})
    if not hmac.compare_digest(str(left.get("state", "")).encode(), request.args.get("state", "").encode()) or not left:
        return redirect(url_for("commons.home"))
    flash(_("C’est fait\u00a0: plus rien n’est ouvert, ni ici ni chez ProConnect."), "success")
    return redirect(f"{left['root']}/")
