"""Programmes: compute one, read it, show it to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary import services, wording
from grants.plenary.forms import BuildForm, words_of
from grants.plenary.queries import programme_of, programme_page
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import STAFF, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


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
