"""The desk of the network: an address, a look at ten of its projects, a yes; then pause, read again, forget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from grants.db import db
from grants.domain.errors import RuleError
from grants.federation import queries, services
from grants.federation.forms import AddressForm, LinkForm, worded
from grants.federation.tables import neighbours_table
from grants.federation.views.blueprint import bp
from grants.jobs import current_jobs
from grants.security import STAFF, open_to
from grants.sheets import sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.federation.models import Neighbour


@bp.route("/gestion/voisins/", methods=["GET", "POST"])
@open_to(STAFF)
def desk() -> ResponseReturnValue:
    """List whom we read, and take a new address to look at."""
    form = AddressForm()
    if form.validate_on_submit():
        try:
            number = services.add(form.address.data or "", g.person).id
        except RuleError as error:
            db.session.rollback()
            form.address.errors = [worded(error)]
        else:
            db.session.commit()
            _read(number)
            return redirect(url_for("federation.neighbour", number=number))
    shown = {"linked": queries.linked(), "waiting": queries.waiting()}
    return render_template("federation/desk.html", form=form, **shown), 422 if form.is_submitted() else 200


@bp.get("/gestion/voisins.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def desk_sheet(ending: str) -> ResponseReturnValue:
    """Give the list as a spreadsheet reads it."""
    return sent(neighbours_table(queries.linked()), ending, "voisins")


@bp.route("/gestion/voisins/<int:number>", methods=["GET", "POST"])
@open_to(STAFF)
def neighbour(number: int) -> ResponseReturnValue:
    """Show what was seen at an address; saying yes links with it."""
    shown, form = _found(number), LinkForm()
    if not form.is_submitted():
        form.name.data, form.licence.data = shown.name, shown.licence
    if form.validate_on_submit():
        try:
            services.link(shown, (form.name.data or "").strip(), (form.licence.data or "").strip(), g.person)
        except RuleError as error:
            form.name.errors = [worded(error)]
        else:
            db.session.commit()
            _read(number)
            flash(_("C’est relié\u00a0: ses projets arrivent dans la recherche."), "success")
            return redirect(url_for("federation.desk"))
    return render_template("federation/neighbour.html", neighbour=shown, form=form), 422 if form.is_submitted() else 200


@bp.post("/gestion/voisins/<int:number>/<any(pause, reprendre, relire):act>")
@open_to(STAFF)
def move(number: int, act: str) -> ResponseReturnValue:
    """Pause a neighbour, take it up again, or read it now."""
    shown = _found(number)
    acts = {"pause": services.pause, "reprendre": services.resume, "relire": services.read_again}
    acts[act](shown, g.person)
    db.session.commit()
    if act != "pause":
        _read(number)
    words = {"pause": _("En pause."), "reprendre": _("La lecture reprend."), "relire": _("La lecture commence.")}
    flash(words[act], "success")
    return redirect(url_for("federation.neighbour", number=number))


@bp.route("/gestion/voisins/<int:number>/oublier", methods=["GET", "POST"])
@open_to(STAFF)
def forget(number: int) -> ResponseReturnValue:
    """Forget a neighbour and its projects, once it was asked twice."""
    shown = _found(number)
    if request.method != "POST":
        return render_template("federation/forget.html", neighbour=shown)
    projects = services.forget(shown, g.person)
    db.session.commit()
    told = ngettext(
        "Le lien est défait, %(num)s projet oublié.", "Le lien est défait, %(num)s projets oubliés.", projects
    )
    flash(told, "success")
    return redirect(url_for("federation.desk"))


def _found(number: int) -> Neighbour:
    """Return a neighbour; else the page does not exist."""
    return queries.neighbour_of(number) or abort(404)


def _read(number: int) -> None:
    """Have a neighbour read while nobody waits; a queue that cannot be written leaves it to the next morning."""
    current_jobs().soon(services.read_neighbour.__name__, number)
