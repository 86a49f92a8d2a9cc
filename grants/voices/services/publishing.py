"""Words go online: the page shows them, and those concerned are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants import mail
from grants.db import db, now
from grants.projects.revising import correct
from grants.projects.services import page_changed
from grants.territories.queries import territory
from grants.voices.queries import people_told
from grants.voices.services.giving import note_gifts

if TYPE_CHECKING:
    from grants.voices.models import Voice


def put_online(voice: Voice) -> None:
    """Show words for the first time or again; a correction becomes a version of the page. Tell those concerned once."""
    voice.state = "shown"
    db.session.flush()
    if voice.kind == "correction":
        made = correct(voice.project, voice.changes, voice.name, voice.hand_id)
        voice.revision = made.number if made else voice.revision
    page_changed(voice.project)
    note_gifts(voice.project)
    if voice.notified_at is None:
        voice.notified_at = now()
        _tell(voice)
    db.session.flush()


def _tell(voice: Voice) -> None:
    """Write to the people of the project, except to who wrote it."""
    project = voice.project
    town = territory(project.call.territory)
    template = "voice_answer" if voice.kind in {"help", "interest"} else "voice_written"
    for person in people_told(project):
        if person.id != voice.hand.person_id:
            mail.post(
                person.email, template, person.language, about=project.title, project=project, voice=voice, town=town
            )
