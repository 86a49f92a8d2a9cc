"""The blueprint, and the words its pages share with the call's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app

from grants.territories.queries import territory
from grants.workshops.calendar_file import MEDIA_TYPE, calendar_of
from grants.workshops.forms import KINDS, when
from grants.workshops.queries import coming_of, workshop_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.domain.territory import Territory
    from grants.workshops.models import Workshop

bp = Blueprint("workshops", __name__)


def home_town() -> Territory:
    """Return this instance's town."""
    return territory(current_app.extensions["settings"].territory)


def when_words(workshop: Workshop) -> str:
    """Write when a workshop is, in its town's zone."""
    return when(workshop, territory(workshop.territory).zone)


def kind_words(workshop: Workshop) -> str:
    """Name the kind of a workshop."""
    return str(KINDS[workshop.kind])


bp.add_app_template_global(when_words, "workshop_when")
bp.add_app_template_global(kind_words, "workshop_kind")
bp.add_app_template_global(coming_of, "workshops_of")


def found(number: int) -> Workshop:
    """Return a workshop; else the page does not exist."""
    return workshop_of(number) or abort(404)


def calendar_file(workshops: Iterable[Workshop], name: str) -> Response:
    """Serve workshops as a calendar file."""
    disposition = f'attachment; filename="{name}.ics"'
    headers = {"Content-Disposition": disposition}
    return Response(calendar_of(workshops), content_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)
