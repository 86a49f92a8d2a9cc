"""The rooms and tables of the evening, all on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import g, redirect, render_template, url_for
from flask_babel import gettext as _

from grants.plenary import services, wording
from grants.plenary.forms import RoomsForm, problems, words_of
from grants.plenary.queries import participants_of, seating_of
from grants.plenary.views import bp
from grants.plenary.views.desk import PLACE
from grants.plenary.views.kept import kept
from grants.plenary.views.public import asked_plenary
from grants.security import EVENING, STAFF, open_to

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from grants.plenary.models import Plenary


@bp.route(f"{PLACE}/salles", methods=["GET", "POST"])
@open_to(STAFF, EVENING)
def rooms(year: int) -> ResponseReturnValue:
    """Name the rooms, put tables in them, say which are accessible."""
    plenary = asked_plenary(year)
    form = RoomsForm(data=_lines(plenary))
    form.offer(plenary, _("Sans salle précise"))
    if form.validate_on_submit() and kept(
        plenary, form, lambda: services.name_places(plenary, form.places(), g.person, form.revision)
    ):
        return redirect(url_for("plenary.rooms", year=year))
    if not form.is_submitted():
        form.show(plenary)
    return _rooms_page(plenary, form), 422 if form.is_submitted() else 200


def _rooms_page(plenary: Plenary, form: RoomsForm) -> str:
    """Draw the page with its form as typed, and what the tables give."""
    return render_template(
        "plenary/rooms.html",
        call=plenary.call,
        plenary=plenary,
        form=form,
        problems=problems(form),
        seating=seating_of(plenary, participants_of(plenary)),
        words=wording,
        words_of=words_of,
    )


def _lines(plenary: Plenary) -> dict[str, list[dict[str, object]]]:
    """Return the rooms and tables as the form shows them."""
    tables = [
        {name: getattr(table, name) for name in ("id", "number", "fewest", "most", "accessible")}
        | {"room": table.room_id or 0}
        for table in plenary.named_tables
    ]
    return {
        "rooms": [{name: getattr(room, name) for name in ("id", "name", "note")} for room in plenary.rooms],
        "tables": tables,
    }
