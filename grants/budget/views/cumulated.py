"""What each association receives in a year, all schemes together, and the three shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.budget.forms.after import AgreementForm
from grants.budget.queries.cumulated import Cumulated, award_years, awards_to, cumulated
from grants.budget.queries.shares import shares
from grants.budget.services.agreements import record_agreement
from grants.budget.sheets import cumulated_table
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted
from grants.calls.queries import call_of_year
from grants.domain.thresholds import Mark
from grants.domain.words import plain
from grants.security import STAFF, open_to
from grants.sheets import ENDINGS, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

BESIDE = 3
"""Years shown beside the year asked for."""
PAGE = 100
VIEWS = {"convention": {Mark.AGREEMENT}, "proche": {Mark.NEAR}, "controle": set(Mark) - {Mark.NONE}}


def _year(year: int) -> int:
    """Return the year asked for, else that of the desk."""
    asked = request.args.get("annee", year, type=int)
    return asked if asked in award_years() else year


def _beside(year: int) -> list[int]:
    """Return the years shown beside one, nearest first."""
    return [year - back for back in range(1, BESIDE + 1)]


def _rows(year: int) -> list[Cumulated]:
    """Return the associations of a year that the filters ask for."""
    words, marks = plain(request.args.get("q", "")[:100]).split(), VIEWS.get(request.args.get("voir", ""))
    rows = cumulated(year, _beside(year))
    return [
        row
        for row in rows
        if (marks is None or row.mark in marks) and all(word in plain(f"{row.name} {row.siret}") for word in words)
    ]


@bp.get("/gestion/budget/<int(max=9999):year>/cumuls", endpoint="cumulated")
@open_to(STAFF)
def cumulated_page(year: int) -> ResponseReturnValue:
    """Show what each association received in a year, with the alert at 23,000 €."""
    asked = _year(year)
    rows = _rows(asked)
    page = max(1, min(request.args.get("page", 1, type=int), max(1, -(-len(rows) // PAGE))))
    filters = {key: request.args[key] for key in ("annee", "q", "voir") if request.args.get(key)}
    return render_template(
        "budget/cumulated.html",
        call=call_of_year(year) or abort(404),
        asked=asked,
        years=award_years(),
        beside=_beside(asked),
        rows=rows,
        shown=rows[(page - 1) * PAGE : page * PAGE],
        page=page,
        pages=max(1, -(-len(rows) // PAGE)),
        filters=filters,
        missing=[row for row in cumulated(asked) if row.mark is Mark.AGREEMENT],
        shares=[each for each in shares() if each.associations],
    )


@bp.get(f"/gestion/budget/<int(max=9999):year>/cumuls.<any({', '.join(ENDINGS)}):ending>")
@open_to(STAFF)
def cumulated_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give what each association received as a table."""
    asked = _year(year)
    return sent(cumulated_table(_rows(asked), asked, _beside(asked)), ending, f"cumuls-{asked}")


@bp.route("/gestion/budget/<int(max=9999):year>/cumuls/<int:association_id>", methods=["GET", "POST"])
@open_to(STAFF)
def received(year: int, association_id: int) -> ResponseReturnValue:
    """Show all that one association received, and record the agreement of a year."""
    awards, form = awards_to(association_id), AgreementForm()
    row = next((each for each in cumulated(year) if each.association_id == association_id), None)
    if not awards:
        abort(404)
    if form.validate_on_submit():
        reference, on = form.reference.data or "", form.signed_on.data
        if acted(
            lambda: record_agreement(association_id, year, reference, on, g.person), _("La convention est notée."), form
        ):
            return redirect(url_for("budget.received", year=year, association_id=association_id))
    context = {"call": call_of_year(year) or abort(404), "awards": awards, "row": row, "form": form}
    return render_template("budget/received.html", **context), UNPROCESSABLE if form.is_submitted() else 200
