"""The door, on a phone: find somebody by name or by their code, tick them, add who was not announced.

Without script each button is a form. With it the page keeps ticks while the network is away and sends them later.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Response, current_app, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _

from grants.audit import record
from grants.budget.services import actor_of
from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary.forms import words_of
from grants.plenary.forms.day import SendingForm, TickForm, WalkInForm, state_of
from grants.plenary.forms.words_day import STATES
from grants.plenary.queries import participant_of, participant_of_token, projects_of
from grants.plenary.queries.door import door_of
from grants.plenary.services import door as doorway
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, EVERYONE, STAFF, open_to
from grants.sheets import Column, Table, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary
    from grants.plenary.queries.door import Door, DoorLine
    from grants.sheets import Cell

LONGEST_SEARCH = 200
PLACE = "/gestion/pleniere/<int(max=9999):year>/accueil"


@bp.route(PLACE, methods=["GET", "POST"])
@open_to(STAFF, EVENING)
def door(year: int) -> ResponseReturnValue:
    """Show who is awaited and who came, and tick one of them."""
    plenary = asked_plenary(year)
    search = request.args.get("qui", "")[:LONGEST_SEARCH]
    form = TickForm()
    if form.validate_on_submit():
        who = participant_of(plenary, form.who.data or 0)
        if who is None:
            flash(_("Cette personne n’est plus dans la liste."), "error")
        else:
            doorway.note(plenary, who, *state_of(form.state.data or ""))
            db.session.commit()
        anchor = f"personne-{form.who.data}"
        return redirect(url_for("plenary.door", year=year, qui=search or None, _anchor=anchor))
    if form.is_submitted():
        flash(_("Ce bouton n’est pas complet\u00a0: recommencez."), "error")
    return _page(plenary, _walk_in(plenary), search), 422 if form.is_submitted() else 200


@bp.post(f"{PLACE}/inattendu")
@open_to(STAFF, EVENING)
def walk_in(year: int) -> ResponseReturnValue:
    """Add and tick somebody who was not announced."""
    plenary = asked_plenary(year)
    form = _walk_in(plenary)
    if not form.validate_on_submit():
        return _page(plenary, form, ""), 422
    try:
        new = doorway.walk_in(plenary, form.name.data or "", form.project.data or None, form.key.data or "")
    except RuleError as error:
        db.session.rollback()
        flash(words_of(error), "error")
    else:
        if new:
            record(actor_of(g.person), "evening_walk_in", f"plenary:{plenary.id}", year=plenary.call.year)
        db.session.commit()
        flash(_("C’est noté\u00a0: %(name)s est là.", name=form.name.data), "success")
    return redirect(url_for("plenary.door", year=year))


@bp.post(f"{PLACE}/pointages")
@open_to(STAFF, EVENING)
def take_ticks(year: int) -> ResponseReturnValue:
    """Take what a device kept; answer which ticks the town has, and which name nobody any more."""
    plenary = asked_plenary(year)
    form = SendingForm()
    if not form.validate_on_submit():
        return {"error": " ".join(str(each) for errors in form.errors.values() for each in errors)}, 422
    try:
        taken = doorway.take_ticks(plenary, form.read, form.device_now, form.device.data or "")
    except RuleError as error:
        db.session.rollback()
        return {"error": words_of(error)}, 422
    db.session.commit()
    return {"kept": taken.kept, "unknown": taken.unknown}


@bp.get(f"{PLACE}.json")
@open_to(STAFF, EVENING)
def door_list(year: int) -> ResponseReturnValue:
    """Give the list to a device, with its ETag: it asks every few seconds."""
    found = door_of(asked_plenary(year))
    people = [_told(line) for line in found.lines]
    body = json.dumps({"people": people, "counts": found.counts, "rounds": found.rounds}, ensure_ascii=False)
    response = Response(body, content_type="application/json", headers={"Cache-Control": "private, no-cache"})
    response.add_etag()
    return response.make_conditional(request)


@bp.get(f"{PLACE}.<any(ods, xlsx, csv):ending>")
@open_to(STAFF, EVENING)
def door_sheet(year: int, ending: str) -> ResponseReturnValue:
    """Give who came, who is late, who did not."""
    found = door_of(asked_plenary(year), request.args.get("qui", "")[:LONGEST_SEARCH])
    rounds = (Column(_("Tour %(number)s", number=number)) for number in range(1, found.rounds + 1))
    columns = (*map(Column, (_("Nom"), _("Association"), _("Projet"), _("Présence"))), *rounds)
    return sent(Table(_("L’accueil"), columns, _lines(found)), ending, f"pleniere-{year}-accueil")


@bp.get("/accueil-hors-ligne.js")
@open_to(EVERYONE)
def door_worker() -> ResponseReturnValue:
    """Give the script that opens the door's page again while the network is away."""
    script = Path(current_app.static_folder or "", "js", "door-worker.js").read_text(encoding="utf-8")
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": "/"}
    return Response(script, content_type="text/javascript; charset=utf-8", headers=headers)


def _walk_in(plenary: Plenary) -> WalkInForm:
    form = WalkInForm()
    projects = projects_of(plenary.call)
    form.project.choices = [(0, _("Invité, sans projet")), *((each.id, each.title) for each in projects)]
    return form


def _page(plenary: Plenary, form: WalkInForm, search: str) -> str:
    token = request.args.get("jeton", "")
    scanned = participant_of_token(plenary, token) if token else None
    found = door_of(plenary, search or (scanned.name if scanned else ""))
    return render_template(
        "plenary/day/door.html",
        call=plenary.call,
        plenary=plenary,
        door=found,
        form=form,
        search=search or (scanned.name if scanned else ""),
        said=state_words,
    )


def _told(line: DoorLine) -> dict[str, object]:
    each = line.participant
    return {
        "id": each.id,
        "name": each.name,
        "who": line.who,
        "title": line.title,
        "token": each.token,
        "state": line.state,
        "round": line.round,
        "tables": line.tables,
        "twice": line.twice,
    }


def _lines(found: Door) -> Iterator[tuple[Cell, ...]]:
    for line in found.lines:
        state = state_words(line)
        tables = (table or None for table in line.tables)
        yield (line.participant.name, line.who or _("Invité"), line.title, state, *tables)


def state_words(line: DoorLine) -> str:
    """Say where somebody stands."""
    if line.state == "late":
        return str(_("là à partir du tour %(number)s", number=line.round))
    if line.state == "left":
        return str(_("là jusqu’au tour %(number)s", number=line.round))
    return str(STATES[line.state])
