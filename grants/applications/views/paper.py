"""Staff type in a paper form: who asked, where the paper is kept, when it came; then the same screens as anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.applications import services
from grants.applications.forms import WORDS
from grants.applications.forms.paper import PaperSheet
from grants.applications.queries import call_of, local_day
from grants.applications.views.blueprint import bp, last_screen, written
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.states import State
from grants.security import FILES, STAFF, open_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

    from grants.applications.models import Application
    from grants.applications.services import PaperPlan
    from grants.calls.models import Call


@bp.route("/gestion/appels/<int:year>/papier", methods=["GET", "POST"])
@bp.route("/gestion/appels/<int:year>/<key>/papier", methods=["GET", "POST"])
@open_to(STAFF, FILES)
def paper(year: int, key: str = "") -> ResponseReturnValue:
    """Open a file for an association that wrote on paper, or asks by phone or at the desk."""
    call = call_of(year, key) or abort(404)
    form = PaperSheet()
    if not form.is_submitted():
        form.received_on.data = f"{local_day(call, now()):%d/%m/%Y}"
        form.key.data = services.new_key()
    return _write(call, form, lambda plan: services.start_paper(call, g.person, plan, form.key.data or ""))


@bp.route("/gestion/dossiers/<public_id>/papier", methods=["GET", "POST"])
@open_to(STAFF, FILES)
def paper_again(public_id: str) -> ResponseReturnValue:
    """Mend what was noted of a paper form, until the file is sent."""
    application = written(public_id)
    noted = application.paper
    if noted is None or application.state != State.DRAFT:
        abort(404)
    known = {"asked_by": noted.asked_by, "way": noted.way, "kept_at": noted.kept_at}
    form = PaperSheet(data=known | {"received_on": f"{noted.received_on:%d/%m/%Y}"})

    def change(plan: PaperPlan) -> Application:
        services.change_paper(application, g.person, plan)
        return application

    return _write(application.call, form, change)


def _write(call: Call, form: PaperSheet, do: Callable[[PaperPlan], Application]) -> ResponseReturnValue:
    """Do what the form says, or show it again with what it lacks."""
    plan = form.plan() if form.is_submitted() else None
    if plan is not None:
        try:
            application = do(plan)
        except RuleError as error:
            db.session.rollback()
            form.received_on.errors = [str(WORDS[error.code])]
        else:
            public_id, name = application.public_id, last_screen(application)
            db.session.commit()
            flash(_("Recopiez maintenant le formulaire, page par page."), "success")
            return redirect(url_for("applications.screen", public_id=public_id, name=name))
    status = 422 if request.method == "POST" else 200
    return render_template("applications/paper.html", form=form, call=call), status
