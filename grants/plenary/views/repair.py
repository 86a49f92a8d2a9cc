"""Tables made again for those who came: computed, looked at, then accepted; and the slips of those who move."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from flask import abort, current_app, flash, g, redirect, render_template, send_file, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.pdf import PdfUnavailable
from grants.plenary.forms import words_of
from grants.plenary.forms.day import RepairForm
from grants.plenary.queries import programme_of
from grants.plenary.queries.door import door_of
from grants.plenary.queries.moves import moves_between
from grants.plenary.services import repair as repairs
from grants.plenary.services.slips import order_slips, print_slips
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to
from grants.sheets import Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary, Programme
    from grants.plenary.queries.moves import Move, Moves
    from grants.sheets import Cell

SECONDS = 1.5
SEED = 1
PLACE = "/gestion/pleniere/<int(max=9999):year>/jour/tables"


@bp.route(PLACE, methods=["GET", "POST"])
@open_to(STAFF, EVENING)
def repair(year: int) -> ResponseReturnValue:
    """Say who counts, then look for seats for the rounds to come; no transaction is open meanwhile."""
    plenary = asked_plenary(year)
    form = RepairForm(past=repairs.past_rounds(plenary))
    if not form.validate_on_submit():
        counts = door_of(plenary).counts
        page = render_template("plenary/day/repair.html", call=plenary.call, plenary=plenary, form=form, counts=counts)
        return page, 422 if form.errors else 200
    try:
        asked = repairs.plan_repair(plenary, form.past.data or 0, unseen_are_absent=form.unseen.data)
        db.session.rollback()
        made = repairs.keep_repair(plenary, repairs.seat_again(asked, seconds=SECONDS, seed=SEED))
    except RuleError as error:
        db.session.rollback()
        flash(words_of(error), "error")
        return redirect(url_for("plenary.repair", year=year))
    db.session.commit()
    return redirect(url_for("plenary.repaired", year=year, number=made.version))


@bp.get(f"{PLACE}/<int(max=2147483647):number>")
@open_to(STAFF, EVENING)
def repaired(year: int, number: int) -> ResponseReturnValue:
    """Show what a repair changes, before and after it is accepted."""
    plenary = asked_plenary(year)
    made, base = _repair_of(plenary, number)
    return render_template(
        "plenary/day/repaired.html",
        call=plenary.call,
        plenary=plenary,
        made=made,
        base=base,
        room=made.notes["repair"],
        moves=moves_between(base, made, made.notes["repair"]["past"]),
    )


@bp.post(f"{PLACE}/<int(max=2147483647):number>/accepter")
@open_to(STAFF, EVENING)
def accept_repair(year: int, number: int) -> ResponseReturnValue:
    """Show a repair to everybody."""
    plenary = asked_plenary(year)
    made, _base = _repair_of(plenary, number)
    try:
        repairs.accept(plenary, made, g.person)
    except RuleError as error:
        db.session.rollback()
        flash(words_of(error), "error")
    else:
        db.session.commit()
        flash(_("Les nouvelles tables sont publiées. Donnez un papillon à celles et ceux qui bougent."), "success")
    return redirect(url_for("plenary.repaired", year=year, number=number))


@bp.get(f"{PLACE}/<int(max=2147483647):number>/papillons.pdf")
@open_to(STAFF, EVENING)
def slips(year: int, number: int) -> ResponseReturnValue:
    """Print new programmes, four to a page, for those who move and those who are new."""
    plenary = asked_plenary(year)
    made, base = _repair_of(plenary, number)
    moves = moves_between(base, made, made.notes["repair"]["past"])
    settings = current_app.extensions["settings"]
    try:
        order = order_slips(plenary, made, moves, site=settings.base_url, var=settings.var)
        db.session.rollback()
        printed = print_slips(order)
    except (RuleError, PdfUnavailable) as error:
        flash(words_of(error) if isinstance(error, RuleError) else str(error), "error")
        return redirect(url_for("plenary.repaired", year=year, number=number))
    return send_file(BytesIO(printed), "application/pdf", download_name=f"pleniere-{year}-papillons-{number}.pdf")


@bp.get(f"{PLACE}/<int(max=2147483647):number>.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def moves_sheet(year: int, number: int, ending: str) -> ResponseReturnValue:
    """Give who moves where."""
    made, base = _repair_of(asked_plenary(year), number)
    moves = moves_between(base, made, made.notes["repair"]["past"])
    rounds = (Column(_("Tour %(number)s", number=each)) for each in range(moves.past + 1, moves.rounds + 1))
    columns = (Column(_("Nom")), Column(_("Association")), Column(_("Pourquoi")), *rounds)
    return sent(Table(_("Qui bouge"), columns, _lines(moves)), ending, f"pleniere-{year}-qui-bouge-{number}")


def _repair_of(plenary: Plenary, number: int) -> tuple[Programme, Programme]:
    """Return a repair and the version it comes from, or answer that there is none."""
    made = programme_of(plenary, number) or abort(404)
    if "repair" not in made.notes:
        abort(404)
    return made, programme_of(plenary, made.notes["repair"]["from"]) or abort(404)


def _lines(moves: Moves) -> Iterator[tuple[Cell, ...]]:
    for why, people in ((_("bouge"), moves.moved), (_("nouvelle place"), moves.new), (_("n’est pas là"), moves.away)):
        for move in people:
            yield (move.guest.participant.name, move.guest.who, str(why), *_tables(move, moves.past))


def _tables(move: Move, past: int) -> Iterator[str]:
    """Write each round to come: `4 → 2` when the table is another."""
    for before, now in zip(move.before[past:], move.now[past:], strict=True):
        if before == now:
            yield str(now or "")
        else:
            yield f"{before or '–'} → {now or '–'}"
