"""The pages of an archive, drawn by templates of their own that lean on nothing outside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import format_date
from flask_babel import gettext as _

from grants.commons.gifts import gift_of
from grants.commons.showing import money_timeline, vote_words
from grants.opendata.files import page_maker
from grants.opendata.records import RESERVED
from grants.plenary.forms.words_after import LIFE_WORDS
from grants.plenary.queries import published_programme
from grants.plenary.queries.links import links_of
from grants.plenary.queries.minutes import minutes_of
from grants.plenary.queries.programmes import order_of
from grants.projects.forms import KIND_WORDS
from grants.projects.wording import quarter_of, theme_of, who_acts
from grants.reports.forms import GIFT_KIND_WORDS, GIFT_LICENCE_WORDS
from grants.years import showing, telling
from grants.years.archive import files, past
from grants.years.archive.words import file_name, finished
from grants.years.queries import Year

if TYPE_CHECKING:
    from jinja2 import Environment

    from grants.plenary.queries.encounters import PublicEncounter
    from grants.plenary.queries.links import Link
    from grants.years.archive.pictures import Photo
    from grants.years.queries import Evening, Whole, YearRow


@dataclass(frozen=True, slots=True)
class Entry:
    """A project in a list: its file's name, its title, who acts, its quarters and themes by name."""

    name: str
    title: str
    who: str
    places: tuple[str, ...]
    themes: tuple[str, ...]


@dataclass
class Press:
    """Draws the pages of one year in one of the `languages`, with that language spoken.

    The first language stands in the top folder, each other one in a folder of its name. `slugs` are the projects by
    their number, `entries` those drawn so far.
    """

    year: Year
    language: str
    languages: Sequence[str]
    stand: date
    slugs: Mapping[int, str]
    entries: list[Entry] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Take the templates, so that whatever they write is made ready for thirty years."""
        self.town = telling.town_of(self.year)
        self.number = self.year.calls[0].year
        self.environment: Environment = current_app.jinja_env.overlay(finalize=finished)
        self.page_of = page_maker()
        self.names = {slug: file_name(slug) for slug in self.slugs.values()}

    def page(self, name: str, place: str, **told: Any) -> dict[str, bytes]:  # noqa: ANN401 - as any template takes
        """Draw one page, to stand at that place of its language's folder; return it under its name in the archive.

        In templates `up` leads to that folder, `root` to the top one.
        """
        up, prefix = "../" * place.count("/"), self._prefix(self.language)
        root = up + "../" * prefix.count("/")
        common = {
            "town": self.town,
            "year": self.number,
            "language": self.language,
            "up": up,
            "root": root,
            "others": [
                (each, f"{root}{self._prefix(each)}{place}") for each in self.languages if each != self.language
            ],
            "stand": format_date(self.stand, "d MMMM y"),
        }
        template = self.environment.get_template(f"years/archive/{name}.html")
        return {prefix + place: (template.render(**common, **told).strip() + "\n").encode()}

    def project(self, whole: Whole, photos: Sequence[Photo]) -> dict[str, bytes]:
        """Draw the page of one project with its photographs, and the page of its versions if it has several."""
        project, report = whole.project, whole.report
        entry = self._entry(whole)
        self.entries.append(entry)
        versions = past.versions(whole)
        page = self.page(
            "project",
            f"projets/{entry.name}",
            project=project,
            who=entry.who,
            places=entry.places,
            themes=entry.themes,
            open=project.licence != RESERVED,
            report=report,
            report_open=bool(report and report.story.licence != RESERVED),
            photos=[photo for photo in photos if not photo.news],
            seen=_by_news(photos),
            versions=len(versions),
            history=f"versions/{entry.name}",
            gifts={voice.id: gift_of(voice.gift) for voice in whole.said},
            votes=[vote_words(vote) for vote in whole.votes],
            timeline=self._timeline(whole),
            encounters=[_encounter(each, self.names) for each in whole.encounters],
            said=whole.said,
            kinds=GIFT_KIND_WORDS,
            licences=GIFT_LICENCE_WORDS,
            wish_kinds=KIND_WORDS,
            address=self.page_of(project.slug),
        )
        if versions:
            page |= self.page("versions", f"versions/{entry.name}", entry=entry, versions=versions)
        return page

    def closing(self, row: YearRow, listed: Sequence[str]) -> dict[str, bytes]:
        """Draw, once every project is, the pages about all of them; `listed` are the files beside the pages."""
        words = files.told()
        described = [(name, words[name]) for name in listed]
        first = self.page("index", "index.html", entries=self.entries, files=described, **self.figures(row))
        return first | self._lists() | self._figures_page(row) | self._plenary()

    def _prefix(self, language: str) -> str:
        """Return the folder of a language's pages, from the top one."""
        return "" if language == self.languages[0] else f"{language}/"

    def _lists(self) -> dict[str, bytes]:
        """Draw the lists by theme and by quarter."""
        themes = self._groups([name for _key, name, _number in telling.themes(self.year)], "themes")
        places = self._groups([name for _key, name, _number, _area in telling.quarters(self.year)], "places")
        page = self.page("lists", "themes.html", heading=_("Par thème"), groups=themes)
        return page | self.page("lists", "quartiers.html", heading=_("Par quartier"), groups=places)

    def figures(self, row: YearRow) -> dict[str, Any]:
        """Return the figures of the year with the reasons of their dashes."""
        notes = showing.Notes()
        cells = [(notes.cell(measure, row), measure.head) for measure in showing.MEASURES]
        return {"cells": cells, "notes": notes.reasons}

    def _figures_page(self, row: YearRow) -> dict[str, bytes]:
        """Draw the figures of the year."""
        told = self.figures(row)
        return self.page(
            "figures",
            "chiffres.html",
            facts=[(label, value) for value, label in told["cells"]],
            notes=told["notes"],
            themes=[(name, number) for _key, name, number in telling.themes(self.year)],
            quarters=[(name, number) for _key, name, number, _area in telling.quarters(self.year)],
            wishes=telling.wishes(self.year),
        )

    def _plenary(self) -> dict[str, bytes]:
        """Draw the evening of the year: who spoke, what was written down, what it tied."""
        links = [(link.one_who, link.other_who, LIFE_WORDS[link.state] if link.state else "") for link in self._links()]
        return self.page(
            "plenary",
            "pleniere.html",
            evenings=self.year.evenings,
            orders=[_order(evening, self.names) for evening in self.year.evenings],
            minutes=[
                [entry.words for entry in minutes_of(evening.plenary) if entry.hidden_at is None]
                for evening in self.year.evenings
            ],
            links=links,
        )

    def _links(self) -> Sequence[Link]:
        return links_of(self.number) if self.year.evenings else ()

    def _entry(self, whole: Whole) -> Entry:
        project = whole.project
        return Entry(
            file_name(project.slug),
            project.title,
            who_acts(project.association.name, project.carried_group),
            tuple(quarter_of(self.town, key).name for key in project.neighbourhoods),
            tuple(theme_of(self.town, key).name for key in project.themes),
        )

    def _groups(self, order: Sequence[str], name: str) -> list[tuple[str, list[Entry]]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for each in getattr(entry, name):
                found[each].append(entry)
        return [(each, found[each]) for each in order if each in found]

    def _timeline(self, whole: Whole) -> list[tuple[date, str, str]]:
        zone = ZoneInfo(self.town.zone)
        reported = whole.report.received_at.astimezone(zone).date() if whole.report else None
        return money_timeline(whole.votes, whole.steps, reported)


def _by_news(photos: Sequence[Photo]) -> dict[int, list[Photo]]:
    """Return the photographs of news by the number of the news."""
    found: dict[int, list[Photo]] = defaultdict(list)
    for photo in photos:
        if photo.news:
            found[photo.news].append(photo)
    return found


def _encounter(each: PublicEncounter, names: Mapping[str, str]) -> dict[str, Any]:
    """Return an encounter with its page in the archive, if it has one; names of people stay out."""
    return {
        "name": names.get(each.other.slug, ""),
        "title": each.other.title,
        "words": [words for _who, words in each.words] + [news.words for _who, news in each.news if news.words],
    }


def _order(evening: Evening, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the projects presented in their order, each with its page."""
    programme = published_programme(evening.plenary)
    if programme is None:
        return []
    passages = [passage for order in order_of(programme) for passage in order.passages]
    return [(names.get(each.project.slug, ""), each.project.title) for each in passages]
