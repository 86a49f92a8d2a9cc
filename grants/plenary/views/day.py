"""The day at the desk: where the evening stands, and the hand that moves it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.audit import record
from grants.budget.services import actor_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.plenary import live, wording
from grants.plenary.forms import words_of
from grants.plenary.forms.day import ClockForm
from grants.plenary.queries.day import stage_of
from grants.plenary.queries.door import door_of
from grants.plenary.services import clock
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary

PLACE = "/gestion/pleniere/<int(max=9999):year>/jour"


@bp.get(PLACE)
@open_to(STAFF, EVENING)
def day(year: int) -> ResponseReturnValue:
    """Show where the evening stands, with what moves it on."""
    plenary = asked_plenary(year)
    stage, instant = stage_of(plenary), now()
    lines = live.lines_of(stage, instant) if stage else []
    return render_template(
        "plenary/day/day.html",
        call=plenary.call,
        plenary=plenary,
        stage=stage,
        lines=lines,
        moments=[(line.number, f"{line.hour} · {line.label}") for line in lines],
        countdown=live.countdown_of(stage, instant) if stage else None,
        counts=door_of(plenary).counts,
        live=live,
        instant=instant,
        words=wording,
    )


@bp.post(f"{PLACE}/horloge")
@open_to(STAFF, EVENING)
def move_clock(year: int) -> ResponseReturnValue:
    """Begin a moment, pause it, make it longer or shorter, give the floor."""
    plenary = asked_plenary(year)
    form = ClockForm()
    if not form.validate_on_submit():
        flash(_("Ce bouton n’est pas complet\u00a0: recommencez."), "error")
        return redirect(url_for("plenary.day", year=year))
    try:
        _act(plenary, form)
        told = {"clock_act": form.act.data}
        record(actor_of(g.person), "evening_clock_moved", f"plenary:{plenary.id}", told, year=plenary.call.year)
    except RuleError as error:
        db.session.rollback()
        flash(words_of(error), "error")
    else:
        db.session.commit()
    return redirect(url_for("plenary.day", year=year))


def _act(plenary: Plenary, form: ClockForm) -> None:
    """Do what the button says."""
    seen, act, step = form.change.data or 0, form.act.data, form.step.data or 0
    if act == "go":
        clock.go_to(plenary, seen, form.number.data or 0)
    elif act == "pause":
        clock.pause(plenary, seen)
    elif act == "resume":
        clock.resume(plenary, seen)
    elif act == "shift":
        clock.shift(plenary, seen, step)
    else:
        clock.let_speak(plenary, seen, form.room.data or 1, max(-1, min(1, step)))
