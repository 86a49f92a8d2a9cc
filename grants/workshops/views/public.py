"""Workshops for everybody: the list, one of them, signing up without an account, and leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.security import EVERYONE, caller, open_to
from grants.territories.here import home_town
from grants.workshops import queries, services
from grants.workshops.forms import SignUpForm, worded
from grants.workshops.views.blueprint import bp, calendar_file, found

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/ateliers")
@open_to(EVERYONE)
def index() -> ResponseReturnValue:
    """List the workshops to come, then those that are over."""
    return render_template("workshops/index.html", coming=queries.coming(), over=queries.over(), town=home_town())


@bp.get("/ateliers.ics")
@open_to(EVERYONE)
def calendar() -> ResponseReturnValue:
    """Give every workshop to come as one calendar, to follow."""
    return calendar_file(queries.coming(), "ateliers")


@bp.get("/ateliers/<int:number>.ics")
@open_to(EVERYONE)
def event(number: int) -> ResponseReturnValue:
    """Give one workshop as a calendar file."""
    return calendar_file([found(number)], f"atelier-{number}")


@bp.route("/ateliers/<int:number>", methods=["GET", "POST"])
@open_to(EVERYONE)
def workshop(number: int) -> ResponseReturnValue:
    """Tell a workshop, and take those who sign up."""
    shown, form = found(number), SignUpForm()
    if form.validate_on_submit():
        try:
            guest = services.sign_up(number, form.guest(str(get_locale())), caller())
        except RuleError as error:
            db.session.commit()
            form.email.errors = [worded(error)]
            code = 429 if error.code == "too_many" else 409
            return render_template("workshops/workshop.html", workshop=shown, form=form), code
        db.session.commit()
        flash(_welcome(seated=guest.seated), "success")
        return redirect(url_for("workshops.workshop", number=number))
    waiting = queries.waiting_counts([shown]).get(number, 0)
    code = 422 if form.is_submitted() else 200
    return render_template("workshops/workshop.html", workshop=shown, form=form, waiting=waiting), code


@bp.route("/ateliers/inscriptions/<token>", methods=["GET", "POST"])
@open_to(EVERYONE)
def sign_up(token: str) -> ResponseReturnValue:
    """Show what somebody signed up for; only pressing the button cancels, since mail scanners open addresses."""
    guest = queries.sign_up_of(token)
    if guest is None:
        return render_template("workshops/gone.html"), 404
    if request.method == "POST":
        services.leave(guest)
        db.session.commit()
        flash(_("C’est noté\u00a0: vous n’êtes plus sur la liste. Merci d’avoir prévenu."), "success")
        return redirect(url_for("workshops.index"))
    return render_template("workshops/sign_up.html", guest=guest, workshop=guest.workshop)


def _welcome(*, seated: bool) -> str:
    """Say what was obtained, and what follows."""
    if seated:
        return str(_("Votre place est gardée. Un message de confirmation part avec la date pour votre agenda."))
    return str(
        _("Toutes les places sont prises\u00a0: vous êtes sur la liste d’attente. Nous écrivons dès qu’une se libère.")
    )
