"""What an address wants to receive, chosen when signed in or from the signed link of a mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.mail import services
from grants.mail.forms import ChoicesForm
from grants.mail.links import address_of
from grants.mail.queries import choices_of
from grants.mail.views import bp
from grants.security import EVERYONE, MEMBERS, csrf, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/courriels", methods=["GET", "POST"])
@open_to(MEMBERS)
def mine() -> ResponseReturnValue:
    """Show and keep the choices of whoever is signed in."""
    return _choose(g.person.email)


@bp.route("/courriels/<token>", methods=["GET", "POST"])
@open_to(EVERYONE)
def by_link(token: str) -> ResponseReturnValue:
    """Show and keep the choices of the address a mail was sent to; opening the link changes nothing."""
    return _choose(address_of(token) or abort(404))


@bp.post("/courriels/<token>/arreter/<kinds>")
@open_to(EVERYONE)
def stop(token: str, kinds: str) -> ResponseReturnValue:
    """Stop these kinds at one press of the reader's own mail program (RFC 8058), which knows no form of ours."""
    services.stop(address_of(token) or abort(404), kinds.split("+"))
    db.session.commit()
    return redirect(url_for("mails.by_link", token=token), 303)


csrf.exempt(stop)


@bp.get("/courriels/<token>/arreter/<kinds>")
@open_to(EVERYONE)
def ask_before_stopping(token: str, kinds: str) -> ResponseReturnValue:
    """Lead whoever opens that address to the page where one chooses: only a press changes anything."""
    del kinds
    return redirect(url_for("mails.by_link", token=token))


def _choose(address: str) -> ResponseReturnValue:
    """Show the choices of an address, or keep those that were sent."""
    form = ChoicesForm(data={kind.value: choice.value for kind, choice in choices_of(address).items()})
    if form.validate_on_submit():
        services.choose(address, form.wanted())
        db.session.commit()
        flash(_("Vos choix sont enregistrés."), "success")
        return redirect(request.script_root + request.path)
    return render_template("mail/choices.html", form=form, address=address), 422 if form.errors else 200
