"""What the council voted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import (
    VoteForm,
    amount_field,
    read_amounts,
    typed_euros,
)
from grants.budget.services import Vote
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.domain.states import State
from grants.security import STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.models import Deliberation
    from grants.budget.queries import FileFigures


@bp.route("/gestion/budget/<int(max=9999):year>/vote", methods=["GET", "POST"])
@open_to(STAFF)
def vote(year: int) -> ResponseReturnValue:
    """Write down what the council voted."""
    call = call_or_404(year)
    form = VoteForm()
    files = [file for file in queries.files_of(call) if file.state == State.RECEIVABLE]
    wrong: dict[str, str] = {}
    if form.validate_on_submit():
        amounts, wrong = read_amounts(request.form, files)
        entered = Vote(form.number.data or "", form.voted_on.data, amounts)
        once = form.once.data or ""
        if not wrong and acted(lambda: services.record_vote(call, entered, g.person, once), _voted, form):
            return redirect(url_for("budget.desk", year=year))
    elif form.is_submitted():
        wrong = read_amounts(request.form, files)[1]
    status = UNPROCESSABLE if form.is_submitted() else 200
    typed = request.form if form.is_submitted() else _proposed(files)
    context = {"form": form, "files": files, "typed": typed, "wrong": wrong, "amount_field": amount_field}
    return render_template("budget/vote.html", call=call, envelopes=queries.figures_of(call), **context), status


def _voted(act: Deliberation) -> str:
    """Say what was recorded."""
    return str(_("Délibération n°\u00a0%(number)s enregistrée.", number=act.number))


def _proposed(files: list[FileFigures]) -> dict[str, str]:
    """Fill the amounts with what is proposed."""
    return {amount_field(file.id): "" if file.proposed is None else typed_euros(file.proposed) for file in files}
