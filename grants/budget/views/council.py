"""What the council voted: typed, read again with what differs, then recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from grants.applications.forms import STATES
from grants.budget import queries, services
from grants.budget.forms import BACK, RECORD, VoteForm, act_field, amount_field
from grants.budget.queries.cumulated import near_at_vote
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.budget.views.ballot import Ballot, ballot_of
from grants.db import db
from grants.domain.errors import RuleError
from grants.security import BUDGET, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.models import Deliberation
    from grants.budget.services import Weighed


@bp.route("/gestion/budget/<int(max=9999):year>/vote", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def vote(year: int) -> ResponseReturnValue:
    """Write down what the council voted, once it was read again."""
    call, form = call_or_404(year), VoteForm()
    ballot = ballot_of(call, form)
    if not form.is_submitted() or form.step.data == BACK:
        return _sheet(ballot)
    if not form.validate() or ballot.wrong:
        return _sheet(ballot), UNPROCESSABLE
    votes, once = ballot.votes(), form.once.data or ""
    record = form.step.data == RECORD
    if record and acted(
        lambda: services.record_votes(call, votes, g.person, once, seen=form.seen.data or "?"), _voted, form
    ):
        return redirect(url_for("budget.desk", year=year))
    weighed = _weighed(ballot)
    if weighed is None:
        return _sheet(ballot), UNPROCESSABLE
    return _confirm(ballot, weighed), UNPROCESSABLE if record else 200


def _weighed(ballot: Ballot) -> Weighed | None:
    """Hold the acts to the rules; None when one is in the way, which then stands at the head of the form."""
    try:
        return services.weigh(ballot.call, ballot.votes())
    except RuleError as error:
        db.session.rollback()
        if not ballot.form.form_errors:
            ballot.form.add_error(error)
        return None


def _sheet(ballot: Ballot) -> str:
    """Show the form, with everything typed."""
    return render_template(
        "budget/vote.html",
        ballot=ballot,
        call=ballot.call,
        form=ballot.form,
        envelopes=queries.envelopes_of(ballot.call),
        near=near_at_vote(ballot.call),
        amount_field=amount_field,
        act_field=act_field,
        states=STATES,
    )


def _confirm(ballot: Ballot, weighed: Weighed) -> str:
    """Show what would be recorded, and what differs from what was proposed."""
    ballot.form.seen.data = weighed.mark
    kept = [(key, text) for key, text in request.form.items(multi=True) if key not in {"csrf_token", "step", "seen"}]
    return render_template(
        "budget/vote_confirm.html",
        ballot=ballot,
        call=ballot.call,
        form=ballot.form,
        weighed=weighed,
        envelopes=queries.envelopes_of(ballot.call),
        kept=kept,
    )


def _voted(acts: list[Deliberation]) -> str:
    """Say what was recorded."""
    if len(acts) == 1:
        return str(_("Délibération n°\u00a0%(number)s enregistrée.", number=acts[0].number))
    return str(
        ngettext(
            "%(num)s délibération enregistrée, n°\u00a0%(first)s à %(last)s.",
            "%(num)s délibérations enregistrées, n°\u00a0%(first)s à %(last)s.",
            len(acts),
            first=acts[0].number,
            last=acts[-1].number,
        )
    )
