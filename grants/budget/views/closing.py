"""The end of a budget year: what was voted and not ordered, and what passes to the next."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import Response, abort, current_app, g, redirect, render_template, request, url_for
from flask_babel import ngettext

from grants import pdf
from grants.budget.forms.after import PASSING_CHOICES, CloseForm, read_passings
from grants.budget.forms.words.obstacles import PASSINGS
from grants.budget.forms.words.sums import spoken
from grants.budget.queries.year_end import YearEnd, year_end
from grants.budget.services.closing import settle_year_end
from grants.budget.sheets import year_end_table
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.db import db, now
from grants.domain.calendar import read_date
from grants.domain.errors import RuleError
from grants.pdf import PdfUnavailable
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import ENDINGS, sent
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.calls.models import Call

SHEETS = ("print-fonts.css", "print.css", "statement.css")


def _day(call: Call) -> date:
    """Return the day asked for, else the last of the year."""
    try:
        return read_date(request.args.get("au", ""))
    except RuleError:
        return date(call.year, 12, 31)


@bp.route("/gestion/budget/<int(max=9999):year>/cloture", methods=["GET", "POST"])
@open_to(STAFF, BUDGET)
def closing(year: int) -> ResponseReturnValue:
    """Show the year at the end of a day, and decide what becomes of what was not ordered."""
    call, form = call_or_404(year), CloseForm()
    day = _day(call)
    end = year_end(call, day)
    choices, wrong = read_passings(request.form, end.left) if form.is_submitted() else ({}, {})
    if form.validate_on_submit() and not wrong:
        once = form.once.data or ""
        if acted(lambda: settle_year_end(call, day, choices, g.person, once), _settled, form):
            return redirect(url_for("budget.closing", year=year, au=day.isoformat()))
    typed = request.form if form.is_submitted() else _before(end)
    context = {"form": form, "wrong": wrong, "typed": typed, "passings": PASSING_CHOICES, "reached": day < now().date()}
    page = render_template("budget/closing.html", call=call, end=end, **context)
    return page, UNPROCESSABLE if form.is_submitted() else 200


def _before(end: YearEnd) -> dict[str, str]:
    """Fill the page with what was decided, else with what is proposed."""
    found: dict[str, str] = {}
    for file in end.left:
        found[f"passing_{file.award_id}"] = file.choice.passing if file.choice else file.proposed.value
        found[f"reason_{file.award_id}"] = file.choice.reason if file.choice else ""
    return found


def _settled(number: int) -> str:
    """Say how many files were settled."""
    said: str = ngettext("Un dossier est réglé.", "%(num)s dossiers sont réglés.", number)
    return said


@bp.get(f"/gestion/budget/<int(max=9999):year>/cloture.<any({', '.join(ENDINGS)}):ending>")
@open_to(STAFF, BUDGET)
def closing_table(year: int, ending: str) -> ResponseReturnValue:
    """Give the year at the end of a day as a table."""
    call = call_or_404(year)
    day = _day(call)
    return sent(year_end_table(year_end(call, day)), ending, f"fin-d-annee-{year}-au-{day}")


@bp.get("/gestion/budget/<int(max=9999):year>/cloture.pdf")
@open_to(STAFF, BUDGET)
def closing_statement(year: int) -> ResponseReturnValue:
    """Print the statement for finance."""
    call = call_or_404(year)
    end, language = year_end(call, _day(call)), spoken()
    town = territory(call.territory)
    html = current_app.jinja_env.get_template("budget/closing_statement.html").render(
        language=language, call=call, end=end, territory=town, town=town, at=now(), passing_words=PASSINGS
    )
    db.session.commit()  # nobody waits for the database while the press works
    try:
        made = pdf.render(html, stylesheets=SHEETS, lang=language, title=f"{call.year}")
    except PdfUnavailable as error:
        return abort(503, str(error))
    headers = {"Content-Disposition": f'inline; filename="fin-d-annee-{year}.pdf"'}
    return Response(made, mimetype="application/pdf", headers=headers)
