"""The staff's desk: prepare the evening, say who comes, build programmes and publish one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary import services, wording
from grants.plenary.forms import BuildForm, GuestForm, PlenaryForm, words_of
from grants.plenary.queries import (
    desk_of,
    participant_of,
    participants_of,
    plenary_of,
    programme_of,
    programme_page,
    projects_of,
)
from grants.plenary.views import bp
from grants.plenary.views.public import asked_call, asked_plenary, call_of_address, no_evening
from grants.security import STAFF, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary


@bp.route("/gestion/pleniere/<int(max=9999):year>", methods=["GET", "POST"])
@open_to(STAFF)
def desk(year: int) -> ResponseReturnValue:
    """Show the evening being prepared, and keep its day, place and sizes."""
    call = call_of_address(year)
    if call is None:
        return no_evening(year)
    plenary = plenary_of(call)
    if plenary is None:
        return render_template("plenary/start.html", call=call)
    form = PlenaryForm(obj=plenary)
    if form.validate_on_submit():
        try:
            services.change(plenary, form.choices())
        except RuleError as error:
            flash(words_of(error), "error")
        else:
            db.session.commit()
            return redirect(url_for("plenary.desk", year=year))
    return _desk_page(plenary, form), 422 if form.errors else 200


def _desk_page(plenary: Plenary, form: PlenaryForm) -> str:
    """Draw the desk with its form as typed."""
    projects = projects_of(plenary.call)
    return render_template(
        "plenary/desk.html",
        call=plenary.call,
        plenary=plenary,
        projects=projects,
        form=form,
        build=BuildForm(formdata=None),
        desk=desk_of(plenary, len(projects)),
        words=wording,
    )


@bp.post("/gestion/pleniere/<int(max=9999):year>/preparer")
@open_to(STAFF)
def prepare(year: int) -> ResponseReturnValue:
    """Open the evening with the usual choices, or announce somebody for projects that came since."""
    services.prepare(asked_call(year))
    db.session.commit()
    return redirect(url_for("plenary.desk", year=year))


@bp.post("/gestion/pleniere/<int(max=9999):year>/programme")
@open_to(STAFF)
def build(year: int) -> ResponseReturnValue:
    """Compute a new version of the programme; no transaction is open while seats are looked for."""
    plenary = asked_plenary(year)
    form = BuildForm()
    if not form.validate_on_submit():
        flash(" ".join(words for errors in form.errors.values() for words in errors), "error")
        return redirect(url_for("plenary.desk", year=year))
    try:
        plan = services.plan_programme(plenary)
        db.session.commit()
        draft = services.seat_people(plan, seconds=float(form.seconds.data or 1), seed=form.seed.data or 0)
        made = services.keep_programme(plenary, draft)
    except RuleError as error:
        flash(words_of(error), "error")
        return redirect(url_for("plenary.desk", year=year))
    db.session.commit()
    return redirect(url_for("plenary.version", year=year, number=made.version))


@bp.get("/gestion/pleniere/<int(max=9999):year>/programme/<int(max=2147483647):number>")
@open_to(STAFF)
def version(year: int, number: int) -> ResponseReturnValue:
    """Read a version before it is published."""
    plenary = asked_plenary(year)
    made = programme_of(plenary, number) or abort(404)
    return render_template(
        "plenary/version.html",
        call=plenary.call,
        plenary=plenary,
        made=made,
        page=programme_page(plenary, made),
        words=wording,
        town=territory(plenary.call.territory),
    )


@bp.post("/gestion/pleniere/<int(max=9999):year>/programme/<int(max=2147483647):number>/publier")
@open_to(STAFF)
def publish(year: int, number: int) -> ResponseReturnValue:
    """Show a version to everybody."""
    made = programme_of(asked_plenary(year), number) or abort(404)
    services.publish(made)
    db.session.commit()
    flash(_("La version %(number)s est publiée.", number=number), "success")
    return redirect(url_for("plenary.desk", year=year))


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
