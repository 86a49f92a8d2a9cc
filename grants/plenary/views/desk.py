"""The staff's desk of the evening: open it, choose its day, place and sizes, prepare it as another was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary import services, wording
from grants.plenary.forms import LikeForm, PlenaryForm, problems, words_of
from grants.plenary.queries import desk_of, other_evenings, plenary_numbered, plenary_of, projects_of
from grants.plenary.views import bp
from grants.plenary.views.kept import kept
from grants.plenary.views.public import asked_call, asked_plenary, call_of_address, no_evening
from grants.security import EVENING, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.calls.models import Call
    from grants.plenary.models import Plenary

PLACE = "/gestion/pleniere/<int(max=9999):year>"


@bp.route(PLACE, methods=["GET", "POST"])
@open_to(STAFF, EVENING)
def desk(year: int) -> ResponseReturnValue:
    """Show the evening being prepared, and keep its day, place and sizes."""
    call = call_of_address(year)
    if call is None:
        return no_evening(year)
    plenary = plenary_of(call)
    if plenary is None:
        return render_template("plenary/start.html", call=call, form=_like_form(call))
    form = PlenaryForm(obj=plenary)
    form.suit(plenary)
    if form.validate_on_submit() and kept(
        plenary, form, lambda: services.change(plenary, form.choices(plenary), g.person, form.revision)
    ):
        return redirect(url_for("plenary.desk", year=year))
    return _desk_page(plenary, form), 422 if form.is_submitted() else 200


def _desk_page(plenary: Plenary, form: PlenaryForm) -> str:
    """Draw the desk with its form as typed."""
    projects = projects_of(plenary.call)
    like = _like_form(plenary.call, plenary)
    like.show(plenary)
    if not form.is_submitted():
        form.show(plenary)
    return render_template(
        "plenary/desk.html",
        call=plenary.call,
        plenary=plenary,
        projects=projects,
        form=form,
        like=like,
        desk=desk_of(plenary, len(projects)),
        words=wording,
        problems=problems(form),
        words_of=words_of,
    )


def _like_form(call: Call, plenary: Plenary | None = None) -> LikeForm:
    """Offer the other evenings; before the evening is opened, the usual choices too."""
    form = LikeForm()
    form.offer(other_evenings(call), "" if plenary else _("Avec les choix habituels"))
    return form


@bp.post(f"{PLACE}/preparer")
@open_to(STAFF, EVENING)
def prepare(year: int) -> ResponseReturnValue:
    """Open the evening, or announce somebody for projects that came since."""
    call = asked_call(year)
    services.prepare(call, plenary_numbered(_like_form(call).chosen), g.person)
    db.session.commit()
    return redirect(url_for("plenary.desk", year=year))


@bp.post(f"{PLACE}/comme")
@open_to(STAFF)
def copy_evening(year: int) -> ResponseReturnValue:
    """Prepare the evening as another was."""
    plenary = asked_plenary(year)
    form = _like_form(plenary.call, plenary)
    like = plenary_numbered(form.chosen)
    try:
        if like is not None:
            services.copy_evening(plenary, like, g.person, form.revision)
    except RuleError as error:
        db.session.rollback()
        flash(words_of(error), "error")
    else:
        db.session.commit()
        flash(_("La plénière est préparée comme celle choisie. Vérifiez le jour et le lieu."), "success")
    return redirect(url_for("plenary.desk", year=year))
