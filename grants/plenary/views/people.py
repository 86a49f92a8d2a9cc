"""Who comes: the list of people, as staff keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for

from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary import services
from grants.plenary.forms import GuestForm, words_of
from grants.plenary.queries import participant_of, participants_of, projects_of
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/gestion/pleniere/<int(max=9999):year>/personnes", methods=["GET", "POST"])
@open_to(STAFF)
def people(year: int) -> ResponseReturnValue:
    """List who comes, and add somebody for a project or a guest."""
    plenary = asked_plenary(year)
    projects = projects_of(plenary.call)
    form = GuestForm()
    form.offer([(project.id, project.title) for project in projects])
    if form.validate_on_submit():
        project = next((each for each in projects if each.id == form.project.data), None)
        try:
            services.add(plenary, form.name.data or "", project)
        except RuleError as error:
            flash(words_of(error), "error")
        else:
            db.session.commit()
            return redirect(url_for("plenary.people", year=year))
    there = participants_of(plenary)
    page = render_template("plenary/people.html", call=plenary.call, plenary=plenary, form=form, people=there)
    return page, 422 if form.errors else 200


@bp.post(
    "/gestion/pleniere/<int(max=9999):year>/personnes/<int(max=2147483647):number>/<any(vient, absent, enlever):act>"
)
@open_to(STAFF)
def mark(year: int, number: int, act: str) -> ResponseReturnValue:
    """Note that somebody comes, does not come, or was announced by mistake."""
    participant = participant_of(asked_plenary(year), number) or abort(404)
    if act == "enlever":
        services.remove(participant)
    else:
        services.set_coming(participant, coming=act == "vient")
    db.session.commit()
    return redirect(url_for("plenary.people", year=year, _anchor=f"personne-{number}"))
