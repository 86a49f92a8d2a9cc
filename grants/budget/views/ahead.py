"""What is coming, and the earlier years it is read from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.budget import queries, services
from grants.budget.foresight_pictures import pace_picture
from grants.budget.forms import OnceForm, SeasonForm
from grants.budget.views import bp
from grants.budget.views.acting import UNPROCESSABLE, acted, call_or_404
from grants.security import BUDGET, STAFF, open_to
from grants.sheets import CENTS, DAY, INTEGER, Column, Table, sent

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

ROOM = "/gestion/budget/<int(max=9999):year>"


@bp.get(f"{ROOM}/a-venir")
@open_to(STAFF, BUDGET)
def ahead(year: int) -> ResponseReturnValue:
    """Tell what the season will bring, with bands, and what came against what was expected."""
    call = call_or_404(year)
    found = queries.ahead_of(call)
    return render_template("budget/ahead.html", call=call, ahead=found, picture=pace_picture(found, year))


@bp.get(f"{ROOM}/a-venir.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, BUDGET)
def ahead_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the season week by week as a table."""
    call = call_or_404(year)
    weeks, ours = Column(_("Semaines avant la clôture"), INTEGER), Column(_("Dossiers en %(year)s", year=year), INTEGER)
    earlier = [_("Années passées, la plus basse"), _("Années passées, au milieu"), _("Années passées, la plus haute")]
    columns = [weeks, Column(_("Jour"), DAY), ours, *(Column(head, INTEGER) for head in earlier)]
    rows = (
        (week.weeks, week.on, week.files)
        + ((week.earlier.low, week.earlier.central, week.earlier.high) if week.earlier else (None, None, None))
        for week in queries.ahead_of(call).pace
    )
    return sent(Table(_("Rythme des dossiers"), columns, rows), ending, f"rythme-{year}")


@bp.route(f"{ROOM}/annees-passees", methods=["GET", "POST"])
@open_to(STAFF)
def seasons(year: int) -> ResponseReturnValue:
    """Show the earlier years, and write one down or correct it."""
    call, form = call_or_404(year), SeasonForm()
    actor = services.actor_of(g.person)
    if form.validate_on_submit():
        season, seen = form.season, form.seen.data or ""
        if acted(lambda: services.note_season(call, season, actor, seen), _("L’année passée est notée."), form):
            return redirect(url_for("budget.seasons", year=year))
    elif request.method != "POST":
        row = services.season_of(call, request.args.get("annee", 0, type=int))
        if row is not None:
            form.fill(queries.typed_season(row), services.mark_of(row))
    context = {"rows": queries.past_seasons(call), "known": queries.seasons_before(call), "plain": OnceForm()}
    page = render_template("budget/seasons.html", call=call, form=form, **context)
    return page, UNPROCESSABLE if form.is_submitted() else 200


@bp.post(f"{ROOM}/annees-passees/<int(max=9999):past>/oter")
@open_to(STAFF)
def remove_season(year: int, past: int) -> ResponseReturnValue:
    """Take an earlier year out again."""
    call = call_or_404(year)
    if not OnceForm().validate_on_submit():
        abort(400)
    acted(
        lambda: services.remove_season(call, past, f"person:{g.person.id}"),
        _("L’année %(past)s est ôtée du tableau.", past=past),
    )
    return redirect(url_for("budget.seasons", year=year))


@bp.get(f"{ROOM}/annees-passees.<any(ods, xlsx, csv):ending>")
@open_to(STAFF)
def seasons_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give the earlier years as a table."""
    call = call_or_404(year)
    columns = [
        Column(_("Année"), INTEGER),
        Column(_("Dossiers"), INTEGER),
        Column(_("Demandé"), CENTS),
        Column(_("Source")),
    ]
    rows = (
        (each.year, each.files, each.requested, _("notée à la main") if each.typed else _("dossiers du logiciel"))
        for each in queries.seasons_before(call)
    )
    return sent(Table(_("Années passées"), columns, rows), ending, f"annees-passees-{year}")
