"""The programme for everybody, and the personal programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, current_app, g, render_template, request

from grants.domain.errors import RuleError
from grants.plenary import wording
from grants.plenary.queries import (
    call_of,
    evenings,
    personal_pages,
    plenary_of,
    programme_page,
    projects_of_person,
    published_programme,
)
from grants.plenary.services.printing import is_printed
from grants.plenary.views import bp
from grants.security import EVERYONE, open_to
from grants.territories.queries import territory

if TYPE_CHECKING:
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
def programme(year: int) -> ResponseReturnValue:
    """Show the hours, the presentations and the tables to everybody, once published."""
    call = call_of_address(year)
    if call is None:
        return no_evening(year)
    plenary = plenary_of(call)
    published = published_programme(plenary) if plenary else None
    search = request.args.get("qui", "")[:200]
    page = programme_page(plenary, published, search) if plenary and published else None
    kept = [each for each in PUBLIC_EDITIONS if plenary and is_printed(plenary, each, _var())]
    return render_template(
        "plenary/programme.html",
        call=call,
        plenary=plenary,
        page=page,
        search=search,
        booklets=kept,
        mine=projects_of_person(call, g.person) if plenary else [],
        words=wording,
        town=territory(call.territory),
    )


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
        words=wording,
        town=territory(plenary.call.territory),
    )
