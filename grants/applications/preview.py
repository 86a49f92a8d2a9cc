"""A file as its public page will tell it once it is sent, and what that page will never say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.applications.forms import Told, tell
from grants.applications.services import acting_association
from grants.applications.services.stories import story_of, told_keys
from grants.calls.schemes import scheme_of
from grants.projects.models import Project
from grants.projects.services import preview
from grants.projects.wording import Named, quarter_of, theme_of, who_acts
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.applications.models import Application


@dataclass(frozen=True, slots=True)
class Preview:
    """What `templates/projects/_page.html` tells of a project, and `unsaid`, the answers it does not."""

    project: Project
    told_by: str
    places: list[Named]
    themes: list[Named]
    unsaid: list[Told]


def preview_of(application: Application) -> Preview:
    """Return the public page a file would open, as the same words would make it."""
    call, answers = application.call, application.answers
    town, said = territory(call.territory), told_keys(call, answers)
    project = preview(story_of(call, answers))
    return Preview(
        project=project,
        told_by=who_acts(acting_association(application), project.carried_group),
        places=[quarter_of(town, key) for key in project.neighbourhoods],
        themes=[theme_of(town, key) for key in project.themes],
        unsaid=[each for each in tell(scheme_of(call), answers, town) if each.text and each.field.key not in said],
    )
