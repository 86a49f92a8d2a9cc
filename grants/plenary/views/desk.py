"""The staff's desk of the evening: open it, choose its day, place and sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for

from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary import services, wording
from grants.plenary.forms import BuildForm, PlenaryForm, words_of
from grants.plenary.queries import desk_of, plenary_of, projects_of
from grants.plenary.views import bp
from grants.plenary.views.public import asked_call, call_of_address, no_evening
from grants.security import STAFF, open_to

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
