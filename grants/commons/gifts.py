"""All that was given in common: by reports, and by news as soon as they tell it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.db import db
from grants.domain.report import gifts_of
from grants.projects.models import Project
from grants.reports.queries import Given, given
from grants.voices.models import Voice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.domain.report import Gift


def every_gift() -> list[Given]:
    """Return all that reports and shown news gave, the newest year first, then by title of the project."""
    return sorted([*given(), *_in_news()], key=lambda each: (-each.year, each.title, each.project_id))


def gift_of(said: Mapping[str, str]) -> Gift | None:
    """Return what news give, None when they give nothing."""
    return next(iter(gifts_of({f"gift_1_{part}": words for part, words in said.items()})), None)


def _in_news() -> list[Given]:
    """Return what the shown news of public projects give."""
    told = (
        select(Voice)
        .join(Voice.project)
        .options(joinedload(Voice.project).options(joinedload(Project.call), joinedload(Project.association)))
        .options(joinedload(Voice.project).selectinload(Project.subjects))
        .where(Voice.kind == "news", Voice.state == "shown", Project.public_since.is_not(None), Project.gave_in_news)
        .order_by(Voice.id)
    )
    found = [(voice, gift_of(voice.gift)) for voice in db.session.scalars(told)]
    return [_given(voice, gift) for voice, gift in found if gift]


def _given(voice: Voice, gift: Gift) -> Given:
    """Say who gave it."""
    project = voice.project
    return Given(
        key=f"{project.id}-n{voice.id}",
        gift=gift,
        project_id=project.id,
        slug=project.slug,
        title=project.title,
        association=project.association.name,
        carried_group=project.carried_group,
        year=project.call.year,
        town=project.call.territory,
        themes=tuple(project.themes),
    )
