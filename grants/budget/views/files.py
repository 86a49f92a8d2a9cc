"""The money of one file, and a line of the ledger undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import abort, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.forms import KINDS, MoveForm, ReverseForm
from grants.budget.queries.payables import payables
from grants.budget.queries.year_end import choices_of
from grants.budget.services import Note
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404, look_again, note_of
from grants.domain.ledger import REVERSIBLE, Kind
from grants.security import BUDGET, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.budget.queries import FileFigures
    from grants.calls.models import Call


@bp.route("/gestion/budget/<int(max=9999):year>/dossiers/<number>", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def file(year: int, number: str) -> ResponseReturnValue:
    """Show what the ledger says of one file, and move its award one step."""
    call = call_or_404(year)
    figures = next((each for each in queries.files_of(call) if each.number == number), None) or abort(404)
    form = MoveForm()
    if form.validate_on_submit() and figures.award_id:
        note = note_of(form, call, queries.PAYING, figures.id)
        kind, award_id, cents = Kind(form.kind.data), figures.award_id, form.cents.data or 0
        if acted(
            lambda: services.move_award(kind, award_id, cents, g.person, note),
            _("C’est écrit dans le grand livre."),
            form,
        ):
            return redirect(url_for("budget.file", year=year, number=number))
    context = {"lines": queries.entries_of_file(figures.id), **_paying(call, figures), **words_of(call)}
    moved = look_again(form, call, queries.PAYING, figures.id)
    page = render_template("budget/file.html", call=call, file=figures, form=form, moved=moved, **context)
    return page, UNPROCESSABLE if form.is_submitted() else 200


def _paying(call: Call, file: FileFigures) -> dict[str, Any]:
    """Return what is known of the payment of one file, and what became of it at a year end."""
    return {
        "pay": next((row for row in payables(call) if row.number == file.number), None),
        "passed": choices_of(call).get(file.award_id or 0),
    }


@bp.route("/gestion/budget/<int(max=9999):year>/journal/<int(max=2147483647):number>", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def reverse(year: int, number: int) -> ResponseReturnValue:
    """Undo one line by another that says why."""
    call = call_or_404(year)
    entry = queries.entry_of(call, number) or abort(404)
    form = ReverseForm()
    if form.validate_on_submit():
        note = Note(reason=form.reason.data or "", once=form.once.data or "")
        actor = services.actor_of(g.person)
        if acted(lambda: services.reverse(number, actor, note), _("C’est écrit dans le grand livre."), form):
            return redirect(url_for("budget.ledger", year=year))
    page = render_template("budget/reverse.html", call=call, form=form, entry=entry, **words_of(call))
    return page, UNPROCESSABLE if form.is_submitted() else 200


def words_of(call: Call) -> dict[str, Any]:
    """Return what the lines of the ledger are told with."""
    return {
        "names": queries.names_of(call),
        "numbers": queries.numbers_of(call),
        "kinds": KINDS,
        "reversible": REVERSIBLE,
    }
