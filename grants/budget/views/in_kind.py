"""The help in kind of one file: what it holds, and what goes back to its envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import InKindForm
from grants.budget.services import Note
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.security import BUDGET, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/gestion/budget/<int(max=9999):year>/dossiers/<number>/nature", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def in_kind(year: int, number: str) -> ResponseReturnValue:
    """Release help in kind that will not be given."""
    call = call_or_404(year)
    award, form = queries.award_of(call, number) or abort(404), InKindForm()
    if form.validate_on_submit():
        award_id, cents = award.id, form.cents.data or 0
        note = Note(reason=form.reason.data or "", once=form.once.data or "")
        if acted(
            lambda: services.release_in_kind(award_id, cents, g.person, note),
            _("C’est écrit dans le grand livre."),
            form,
        ):
            return redirect(url_for("budget.file", year=year, number=number))
    shares = queries.in_kind_shares(award)
    page = render_template("budget/file_in_kind.html", call=call, number=number, award=award, shares=shares, form=form)
    return page, UNPROCESSABLE if form.is_submitted() else 200
