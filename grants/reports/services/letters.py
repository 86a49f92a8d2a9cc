"""Mails about reports: one to each person of a file, and to its contact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grants import mail
from grants.applications.queries.together import readers_of
from grants.domain.file import parse
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.applications.models import Application
    from grants.mail import Attachment


def people_of(application: Application) -> dict[str, str]:
    """Return whom to write to about a file, with their languages: its people, and the contact it names."""
    people = {person.email: person.language for person in readers_of(application)}
    contact = parse(application.answers).contact_email
    if contact:
        people.setdefault(contact, next(iter(people.values()), "fr"))
    return people


def tell(
    application: Application,
    template: str,
    people: Mapping[str, str],
    papers: Sequence[Attachment] = (),
    **context: Any,  # noqa: ANN401 - what the mail's text needs
) -> None:
    """Write a mail to each of these people."""
    for address, language in people.items():
        mail.post(
            address,
            template,
            language,
            attachments=papers,
            application=application,
            file=parse(application.answers),
            call=application.call,
            town=territory(application.call.territory),
            **context,
        )
