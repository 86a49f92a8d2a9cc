"""The blueprint, and the words its pages share with the call's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort

from grants.territories.queries import territory
from grants.workshops.calendar_file import MEDIA_TYPE, calendar_of
from grants.workshops.forms import KINDS, when
from grants.workshops.queries import coming_of, workshop_of
from grants.workshops.where import held_at

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.workshops.models import Workshop

bp = Blueprint("workshops", __name__)


def when_words(workshop: Workshop) -> str:
    """Write when a workshop is, in its town's zone."""
    return when(workshop, territory(workshop.territory).zone)


def kind_words(workshop: Workshop) -> str:
    """Name the kind of a workshop."""
    return str(KINDS[workshop.kind])


def drawn_in(workshop: Workshop) -> str:
    """Return the key of the quarter where the map draws a workshop; empty when it draws it nowhere."""
    shown = not (workshop.cancelled_at or workshop.is_over)
    return held_at(territory(workshop.territory), workshop).quarter if shown else ""


bp.add_app_template_global(when_words, "workshop_when")
bp.add_app_template_global(kind_words, "workshop_kind")
bp.add_app_template_global(coming_of, "workshops_of")
bp.add_app_template_global(drawn_in, "workshop_drawn_in")


def found(number: int) -> Workshop:
    """Return a workshop; else the page does not exist."""
    return workshop_of(number) or abort(404)


def calendar_file(workshops: Iterable[Workshop], name: str) -> Response:
    """Serve workshops as a calendar file."""
    disposition = f'attachment; filename="{name}.ics"'
    headers = {"Content-Disposition": disposition}
    return Response(calendar_of(workshops), content_type=f"{MEDIA_TYPE}; charset=utf-8", headers=headers)
