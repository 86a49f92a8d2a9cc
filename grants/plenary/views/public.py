"""The programme for everybody, and the personal programme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, abort, current_app, g, render_template, request

from grants.domain.errors import RuleError
from grants.plenary import wording
from grants.plenary.calendar_file import MEDIA_TYPE, calendar_of, event_of, page_of
from grants.plenary.kept import kept_a_moment
from grants.plenary.queries import (
    call_of,
    day_of,
    evenings,
    personal_pages,
    plenary_of,
    programme_page,
    projects_of,
    projects_of_person,
    published_programme,
    rooms_of,
)
from grants.plenary.queries.invitations import is_over
from grants.plenary.services.printing import is_printed
from grants.plenary.views import bp
from grants.security import EVERYONE, leads_to_call, open_to, same_for_all
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from flask.typing import ResponseReturnValue

    from grants.calls.models import Call
    from grants.plenary.models import Plenary
    from grants.settings import Settings


PUBLIC_EDITIONS = ("a5", "large-print")


def _var() -> Path:
    settings: Settings = current_app.extensions["settings"]
    return settings.var


def call_of_address(year: int) -> Call | None:
    """Return the call of the address; `?appel=` chooses among several."""
    try:
        return call_of(year, request.args.get("appel", "").replace("\x00", "") or None)
    except RuleError:
        return None


@leads_to_call("plenary")
def _call_behind(places: Mapping[str, Any]) -> int | None:
    """Return the call whose evening an address is about."""
    call = call_of_address(places["year"]) if "year" in places else None
    return call.id if call else None


def asked_call(year: int) -> Call:
    """Return the call of the address, or answer that there is none."""
    return call_of_address(year) or abort(404)


def asked_plenary(year: int) -> Plenary:
    """Return the evening of the address, or answer that there is none."""
    return plenary_of(asked_call(year)) or abort(404)


def no_evening(year: int) -> tuple[str, int]:
    """Say that a year has no evening, and which ones have."""
    return render_template("plenary/none.html", year=year, evenings=evenings()), 404


@bp.get("/pleniere/<int(max=9999):year>")
@open_to(EVERYONE)
@same_for_all
@kept_a_moment
def programme(year: int) -> ResponseReturnValue:
    """Show the hours, the presentations and the tables to everybody, once published."""
    call = call_of_address(year)
    if call is None:
        return no_evening(year)
    plenary = plenary_of(call)
    published = published_programme(plenary) if plenary else None
    search = request.args.get("qui", "")[:200]
    page = programme_page(plenary, published, search) if plenary and published else None
    return render_template(
        "plenary/programme.html",
        call=call,
        plenary=plenary,
        page=page,
        search=search,
        booklets=[each for each in PUBLIC_EDITIONS if plenary and is_printed(plenary, each, _var())],
        **_planned(plenary, told=page is None),
        mine=projects_of_person(call, g.person) if plenary else [],
        words=wording,
        town=territory(call.territory),
    )


def _planned(plenary: Plenary | None, *, told: bool) -> dict[str, Any]:
    """Return the rooms, and the hours planned as long as no programme tells them."""
    rooms = rooms_of(plenary) if plenary else []
    day = day_of(plenary, None, len(projects_of(plenary.call))) if plenary and told else None
    return {"rooms": rooms, "planned": day, "over": plenary is not None and is_over(plenary)}


@bp.get("/pleniere/<int(max=9999):year>.ics")
@open_to(EVERYONE)
def calendar(year: int) -> ResponseReturnValue:
    """Give the evening as a calendar file, hour by hour."""
    plenary = asked_plenary(year)
    day = day_of(plenary, published_programme(plenary), len(projects_of(plenary.call)))
    headers = {"Content-Disposition": f'attachment; filename="pleniere-{year}.ics"'}
    content = calendar_of(event_of(plenary, page_of(plenary), day))
    return Response(content, content_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)


@bp.get("/pleniere/<int(max=9999):year>/moi/<key>")
@open_to(EVERYONE)
def personal(year: int, key: str) -> ResponseReturnValue:
    """Show where one sits in each round, with whom and why: by personal link, or by project."""
    plenary = asked_plenary(year)
    published = published_programme(plenary) or abort(404)
    pages = personal_pages(plenary, published, key.replace("\x00", "")) or abort(404)
    named = any(page.guest.participant.token == key for page in pages)
    return render_template(
        "plenary/personal.html",
        call=plenary.call,
        plenary=plenary,
        pages=pages,
        named=named,
        over=is_over(plenary),
        words=wording,
        town=territory(plenary.call.territory),
    )
