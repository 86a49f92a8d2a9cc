"""Where a project happens exactly, told by its own people or by the town: on the drawing, by a link, by two numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.applications.forms.places import say_place
from grants.applications.services.places import LONGEST_NAME, forget_place, mark_place
from grants.applications.views.blueprint import bp, seen
from grants.audit import record
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.security import MEMBERS, open_to
from grants.territories.queries import territory
from grants.territories.touch import SHOWN_WIDTH, TOUCH, shown_height, touched

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.domain.territory import Territory
    from grants.projects.models import Project


@bp.route("/dossiers/<public_id>/lieux", methods=["GET", "POST"])
@open_to(MEMBERS)
def places(public_id: str) -> ResponseReturnValue:
    """Show the exact places of a project, and take one more; a touch on the drawing only fills the form."""
    application, project = _of(public_id)
    typed = {name: clean(request.form.get(name, ""))[:600] for name in ("point", "name", "confirmed")}
    if all(name in request.form for name in TOUCH):
        return _page(application, project, {**typed, "point": touched(_town(project), request.form, _zoom())})
    if request.method != "POST":
        return _page(application, project, typed)
    try:
        mark_place(project, typed["name"], typed["point"], confirmed=bool(typed["confirmed"]))
    except RuleError as error:
        return _page(application, project, typed, error), 422
    record(f"person:{g.person.id}", "place_marked", f"project:{project.id}")
    db.session.commit()
    flash(_("Le lieu est sur la carte."), "success")
    return redirect(url_for("applications.places", public_id=public_id))


@bp.post("/dossiers/<public_id>/lieux/<int:number>/retirer")
@open_to(MEMBERS)
def forget(public_id: str, number: int) -> ResponseReturnValue:
    """Take one place off."""
    _application, project = _of(public_id)
    if forget_place(project, number):
        record(f"person:{g.person.id}", "place_forgotten", f"project:{project.id}")
    db.session.commit()
    flash(_("Le lieu n’est plus sur la carte."), "success")
    return redirect(url_for("applications.places", public_id=public_id))


def _of(public_id: str) -> tuple[Application, Project]:
    """Return the file and its public project, for its own people and for the town."""
    application = seen(public_id)
    project = application.project
    return application, project or abort(404)


def _town(project: Project) -> Territory:
    """Return the town of a project."""
    return territory(project.call.territory)


def _zoom() -> str:
    """Return the quarter drawn larger."""
    return request.values.get("quartier", "")


def _page(application: Application, project: Project, typed: dict[str, str], error: RuleError | None = None) -> str:
    """Show the page."""
    town = _town(project)
    return render_template(
        "applications/places.html",
        application=application,
        project=project,
        town=town,
        zoom=_zoom() if town.neighbourhood(_zoom()) else "",
        height=shown_height(town, _zoom()),
        width=SHOWN_WIDTH,
        typed=typed,
        longest=LONGEST_NAME,
        problem=say_place(error) if error else "",
        to_confirm=error is not None and error.code == "outside_town",
    )
