"""Seats changed by hand: every move is tried first, its effect is read, then all are kept as a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.moves import MOST_MOVES, Move, read_moves
from grants.plenary import version_words, wording
from grants.plenary.forms import MoveForm, OnceForm, words_of
from grants.plenary.queries import programme_of
from grants.plenary.queries.moving import places_to_move
from grants.plenary.services.moving import effect_of, keep_moves
from grants.plenary.services.programmes import named_in_log
from grants.plenary.views import bp
from grants.plenary.views.programmes import VERSION
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary, Programme
    from grants.plenary.queries.moving import PlacesToMove
    from grants.plenary.services.moving import Effect


@bp.get(f"{VERSION}/deplacer")
@open_to(STAFF, EVENING)
def move(year: int, number: int) -> ResponseReturnValue:
    """Try moves, and show at once what they bring and cost."""
    plenary = asked_plenary(year)
    made = programme_of(plenary, number) or abort(404)
    places = places_to_move(plenary, made)
    form = _filled_form(places)
    moves, problem = _asked_moves(form)
    effect = None
    try:
        effect = effect_of(plenary, made, moves) if moves and not problem else None
    except RuleError as error:
        problem = words_of(error)
    return _page(plenary, made, places, form, moves=moves, effect=effect, problem=problem)


@bp.post(f"{VERSION}/deplacer")
@open_to(STAFF, EVENING)
def keep_moved(year: int, number: int) -> ResponseReturnValue:
    """Keep the moves as a new version, not yet published."""
    plenary = asked_plenary(year)
    made = programme_of(plenary, number) or abort(404)
    form = OnceForm()
    texts = request.form.getlist("coup")[: MOST_MOVES + 1]
    if not form.validate_on_submit():
        flash(form.problems(), "error")
        return redirect(url_for("plenary.move", year=year, number=number, coup=texts))
    try:
        kept, new = keep_moves(plenary, made, read_moves(texts), form.once.data or "", named_in_log(g.person))
    except RuleError as error:
        flash(words_of(error), "error")
        return redirect(url_for("plenary.move", year=year, number=number, coup=texts))
    kept_as = kept.version
    db.session.commit()
    flash(_("C’est gardé\u00a0: version %(number)s.", number=kept_as), "success" if new else "warning")
    return redirect(url_for("plenary.version", year=year, number=kept_as))


def _filled_form(places: PlacesToMove) -> MoveForm:
    """Return the form with what can be chosen, read from the address."""
    form = MoveForm(request.args)
    form.tour.choices = [(number, _("Tour %(number)s", number=number)) for number in places.rounds]
    form.personne.choices = [(0, _("Choisir")), *places.people]
    form.avec.choices = [(0, _("Personne")), *places.people]
    tables = [(number, _("Table %(number)s", number=number)) for number in places.tables]
    form.table.choices = [*tables, (0, _("Sans table à ce tour"))]
    return form


def _asked_moves(form: MoveForm) -> tuple[list[Move], str]:
    """Return the moves of the address with the one being tried, and what is wrong with them."""
    try:
        moves = read_moves(request.args.getlist("coup")[: MOST_MOVES + 1])
    except RuleError as error:
        return [], words_of(error)
    if not request.args.get("personne"):
        return moves, ""
    if not form.validate():
        return moves, _("Choisissez dans les listes\u00a0: un tour, une personne, et une table ou quelqu’un d’autre.")
    if not form.personne.data:
        return moves, _("Choisissez qui change de place.")
    other = form.avec.data or None
    return [*moves, Move(form.tour.data, form.personne.data, form.table.data if other is None else 0, other)], ""


def _page(  # noqa: PLR0913 - what the page shows
    plenary: Plenary,
    made: Programme,
    places: PlacesToMove,
    form: MoveForm,
    *,
    moves: list[Move],
    effect: Effect | None,
    problem: str,
) -> ResponseReturnValue:
    page = render_template(
        "plenary/programmes/move.html",
        call=plenary.call,
        made=made,
        form=form,
        once=OnceForm(formdata=None),
        moves=moves,
        left=[[each.written() for each in moves if each is not one] for one in moves],
        effect=effect,
        problem=problem,
        names=places.names,
        guests=places.guests,
        words=wording,
        say=version_words,
        town=territory(plenary.call.territory),
    )
    return page, 422 if problem else 200
