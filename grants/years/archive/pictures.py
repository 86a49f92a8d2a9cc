"""The photographs of an archive: those of a report and of the news that everybody sees, as large as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.opendata.records import RESERVED
from grants.years.archive.words import file_name
from grants.years.queries import photograph

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grants.years.queries import Whole

FOLDER = "photographies/"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph: its file from the top folder, its size in pixels, what it shows, the number of its news or 0."""

    file: str
    width: int
    height: int
    alt: str
    news: int = 0


def pictures(whole: Whole) -> Iterator[tuple[Photo, bytes]]:
    """Give the photographs of a project that may be given away, with their bytes.

    None of a report, nor of the news of a page, whose authors keep all rights. No slug holds `_`: no two names meet.
    """
    name, report = FOLDER + file_name(whole.project.slug).removesuffix(".html"), whole.report
    if report and report.story.licence != RESERVED:
        for number, picture in enumerate(report.pictures, start=1):
            content = photograph(whole.project.slug, picture.large)
            if content:
                yield Photo(f"{name}-{number}.jpg", picture.width, picture.height, picture.alt), content
    for voice in whole.said if whole.project.licence != RESERVED else ():
        for number, seen in enumerate(voice.photographs, start=1):
            file = f"{name}_nouvelle-{voice.id}-{number}.jpg"
            yield Photo(file, seen.width, seen.height, seen.alternative, voice.id), seen.large.content
