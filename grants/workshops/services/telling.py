"""The mails of a workshop, each with its calendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.mail import post
from grants.territories.queries import territory
from grants.workshops.calendar_file import MEDIA_TYPE, calendar_of

if TYPE_CHECKING:
    from grants.workshops.models import SignUp, Workshop

FILE = "atelier.ics"


def tell(guest: SignUp, workshop: Workshop, template: str, *, attach: bool = True, cancels: bool = False) -> None:
    """Write a mail to somebody about a workshop; `cancels` attaches a file that takes it out of their calendar."""
    files = [(FILE, MEDIA_TYPE, calendar_of([workshop], cancels=cancels))] if attach else []
    post(
        guest.email,
        template,
        guest.language,
        attachments=files,
        workshop=workshop,
        guest=guest,
        town=territory(workshop.territory),
    )
