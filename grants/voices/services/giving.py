"""What news give in common: noted on their project for as long as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.projects.services import note_given_in_news
from grants.voices.queries import gives_in_news, projects_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from grants.projects.models import Project


def note_gifts(project: Project) -> None:
    """Note on a project whether its shown news give something."""
    note_given_in_news(project, given=gives_in_news(project.id))


def note_gifts_of(hands: Collection[int]) -> None:
    """Note it on every project where these hands told news."""
    for project in projects_of(hands):
        note_gifts(project)
