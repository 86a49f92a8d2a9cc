"""The screen of the room, and of any phone: what happens now, how long still, who is where, who speaks next.

Every device asks a few bytes now and then, and the page again when something changed; the town's clock counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template, request

from grants.db import now
from grants.plenary import live, wording
from grants.plenary.kept import kept_a_moment, kept_text
from grants.plenary.queries import guests_of, tables_of
from grants.plenary.queries.day import mark_of, stage_of
from grants.plenary.views import bp
from grants.plenary.views.public import asked_plenary
from grants.security import EVERYONE, open_to, same_for_all
from grants.territories.queries import territory

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary

PAGE, FEWER = 12, 8
"""Tables shown at once on the wall: all of them up to twelve, else eight by eight, to be read from the last chair."""
PLACE = "/pleniere/<int(max=9999):year>"


@bp.get(f"{PLACE}/maintenant.json")
@open_to(EVERYONE)
def what_now(year: int) -> ResponseReturnValue:
    """Give the mark of what is shown, and the town's clock in milliseconds."""
    told = {"mark": kept_text(lambda: _mark(asked_plenary(year))), "now": int(1000 * now().timestamp())}
    return told, 200, {"Cache-Control": "no-store"}


@bp.get(f"{PLACE}/ecran")
@open_to(EVERYONE)
@same_for_all
@kept_a_moment
def screen(year: int) -> ResponseReturnValue:
    """Show where the evening stands, in large; `?salle=2` the presentations of one room."""
    plenary = asked_plenary(year)
    return _drawn(plenary, _mark(plenary), request.args.get("salle", "")) or abort(404)


def _mark(plenary: Plenary) -> str:
    """Return what changes whenever the page does."""
    return ".".join(map(str, mark_of(plenary)))


def _drawn(plenary: Plenary, mark: str, room: str) -> str | None:
    """Draw the page; None before a programme is published."""
    stage, instant = stage_of(plenary), now()
    if stage is None:
        return None
    lines = live.lines_of(stage, instant)
    number = stage.coming_round
    tables = tables_of(stage.programme, guests_of(stage.programme)).get(number, []) if number else []
    size = PAGE if len(tables) <= PAGE else FEWER
    rooms = [each for each in stage.speaking if room in ("", str(each.room))] or list(stage.speaking)
    return render_template(
        "plenary/day/screen.html",
        call=plenary.call,
        plenary=plenary,
        stage=stage,
        mark=mark,
        title=live.title_of(stage),
        following=live.next_words(stage, lines),
        countdown=live.countdown_of(stage, instant),
        round=number,
        pages=[tables[start : start + size] for start in range(0, len(tables), size)],
        rooms=[(each, live.speaker_countdown(each, instant)) for each in rooms],
        town=territory(plenary.call.territory),
        words=wording,
    )
