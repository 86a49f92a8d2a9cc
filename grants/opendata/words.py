"""What people wrote on projects' pages, as data: shown words alone, never who may be reached nor how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.opendata.places import page_maker
from grants.projects.models import Project
from grants.voices.models import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Select

TOLD = ("comment", "news")
"""Kinds that speak to everybody: an offer of help speaks to the project's people, a correction is in the page."""
BATCH = 500
LICENCE = "CC BY-SA 4.0"


def words_after(after: int, number: int) -> list[dict[str, object]]:
    """Return at most `number` shown words by id, from the one after `after`."""
    page_of = page_maker()
    found = db.session.scalars(_shown().where(Voice.id > after).order_by(Voice.id).limit(number))
    return [as_record(voice, page_of(voice.project.slug)) for voice in found]


def every_word() -> Iterator[dict[str, object]]:
    """Give every shown word by id, some at a time."""
    last = 0
    while batch := words_after(last, BATCH):
        yield from batch
        last = int(str(batch[-1]["id"]))


def newest_words(number: int) -> Sequence[Voice]:
    """Return the last shown words, the newest first."""
    return db.session.scalars(_shown().order_by(Voice.id.desc()).limit(number)).all()


def as_record(voice: Voice, page: str) -> dict[str, object]:
    """Return a word as a JSON object; the contact left by its author is never among it."""
    return {
        "id": voice.id,
        "kind": voice.kind,
        "project_id": voice.project_id,
        "project": voice.project.title,
        "url": f"{page}#parole-{voice.id}",
        "name": voice.name or None,
        "title": voice.title or None,
        "words": voice.words,
        "licence": LICENCE,
        "at": voice.at.isoformat(),
    }


def _shown() -> Select[Voice]:
    """Select the shown words of public projects, each with its project."""
    return (
        select(Voice)
        .join(Voice.project)
        .options(joinedload(Voice.project))
        .where(Voice.state == "shown", Voice.kind.in_(TOLD), Project.public_since.is_not(None))
    )
