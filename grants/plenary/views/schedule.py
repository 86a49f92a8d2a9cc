"""The schedule of the evening, line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary import services, wording
from grants.plenary.forms import RevisedForm, ScheduleForm, problems, words_of
from grants.plenary.queries import day_of, projects_of, steps_of
from grants.plenary.views import bp
from grants.plenary.views.desk import PLACE
from grants.plenary.views.kept import kept
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary


@bp.route(f"{PLACE}/deroule", methods=["GET", "POST"])
@open_to(STAFF, EVENING)
def schedule(year: int) -> ResponseReturnValue:
    """Write the moments of the day, move them, add some; each button keeps all that is typed."""
    plenary = asked_plenary(year)
    form = ScheduleForm()
    if form.validate_on_submit():
        steps = form.written(request.form.get("do", ""))
        if kept(plenary, form, lambda: services.write_schedule(plenary, steps, g.person, form.revision)):
            return redirect(url_for("plenary.schedule", year=year, _anchor="moments"))
    if not form.is_submitted():
        form.fill(steps_of(plenary))
        form.show(plenary)
    return _schedule_page(plenary, form), 422 if form.is_submitted() else 200


def _schedule_page(plenary: Plenary, form: ScheduleForm) -> str:
    """Draw the page with its form as typed, each moment with its hours while it is as kept."""
    day = day_of(plenary, None, len(projects_of(plenary.call)))
    return render_template(
        "plenary/schedule.html",
        call=plenary.call,
        plenary=plenary,
        form=form,
        problems=problems(form),
        day=day,
        shown={} if form.is_submitted() else {moment.line: moment for moment in day.moments},
        words=wording,
    )


@bp.post(f"{PLACE}/deroule/habituel")
@open_to(STAFF, EVENING)
def usual_schedule(year: int) -> ResponseReturnValue:
    """Come back to the usual half day."""
    plenary, form = asked_plenary(year), RevisedForm()
    try:
        services.write_usual_schedule(plenary, g.person, form.revision)
    except RuleError as error:
        db.session.rollback()
        flash(words_of(error), "error")
    else:
        db.session.commit()
        flash(_("Le déroulé habituel est revenu."), "success")
    return redirect(url_for("plenary.schedule", year=year))
