"""A whole evening as the booklet prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import force_locale, format_date, ngettext
from flask_babel import gettext as _
from sqlalchemy import func, select

from grants.budget.models import Award
from grants.budget.queries import head_before
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.money import format_euros
from grants.domain.words import plain
from grants.plenary import wording
from grants.plenary.prints import content as paper
from grants.plenary.queries.calls import plenary_of, projects_of
from grants.plenary.queries.paper import rooms_on_paper, series_of
from grants.plenary.queries.people import participants_of
from grants.plenary.queries.programmes import Guest, TableShown, guests_of, latest_programme, places_of, tables_of
from grants.plenary.queries.schedule import day_of
from grants.projects.forms import KIND_WORDS
from grants.projects.models import Project
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import time

    from grants.calls.models import Call
    from grants.plenary.models import Plenary, Programme
    from grants.plenary.queries.programmes import Meeting, Place
    from grants.projects.models import NeedOffer

NO_THEME_COLOUR = "#45455A"
REASONS_PRINTED = 1
SHORT = 16
"""Signs of a hash that are printed: enough to tell, few enough to type."""


def booklet_content(call: Call, site: str = "", language: str = "fr") -> paper.BookletContent:
    """Return the evening of a call, ready to print, from its published programme or else its newest.

    `site` is the public address of the instance. Raises RuleError `no_plenary` or `no_programme` (year).
    """
    plenary = plenary_of(call)
    if plenary is None:
        raise RuleError("no_plenary", year=call.year)
    programme = latest_programme(plenary)
    if programme is None:
        raise RuleError("no_programme", year=call.year)
    with force_locale(language):
        return _Booklet(plenary, programme, site).content(language)


class _Booklet:
    """An evening, its projects numbered in the order of printing: by theme as the town lists them, then by title."""

    def __init__(self, plenary: Plenary, programme: Programme, site: str) -> None:
        self.plenary = plenary
        self.programme = programme
        self.site = site.rstrip("/")
        self.town = territory(plenary.call.territory)
        self.guests = guests_of(programme)
        self.day = day_of(plenary, programme)
        order = {theme.key: place for place, theme in enumerate(self.town.themes)}
        self.projects = sorted(
            projects_of(plenary.call),
            key=lambda project: (order.get(_first_theme(project), len(order)), plain(project.title), project.id),
        )
        self.numbers = {project.id: number for number, project in enumerate(self.projects, start=1)}
        self.amounts = _amounts(plenary.call)
        self.tables = tables_of(programme, self.guests)
        self.places = {
            number: places_of(programme, guest.participant, self.guests, self.tables)
            for number, guest in self.guests.items()
        }

    def content(self, language: str) -> paper.BookletContent:
        """Put everything together."""
        call = self.plenary.call
        rounds = self._rounds()
        series = series_of(self.programme, self.day, self.numbers)
        return paper.BookletContent(
            town=self.town.funder,
            call_name=call.title,
            year=call.year,
            title=_("La plénière des projets"),
            day=self.plenary.held_on,
            starts=self.plenary.starts_at,
            ends=self.plenary.ends_at,
            place=self.plenary.place,
            access=self.plenary.access,
            site=self.site,
            language=language,
            colour=self.town.colour,
            programme=self._moments(),
            rounds=rounds,
            projects=[self._project(project) for project in self.projects],
            people=self._people(series),
            series=series,
            rooms=rooms_on_paper(self.plenary, self.tables.values()),
            credits=[self.town.service, self.town.address, *self._books()],
            licence="CC BY-SA 4.0",
            kinds={kind: _capital(str(name)) for kind, name in KIND_WORDS.items()},
        )

    def _books(self) -> list[str]:
        """Tell where the books stood when the programme was made: a paper in many hands that nobody can rewrite."""
        head = head_before(self.programme.at.date())
        if head is None or not head.ledger_number:
            return []
        told = _(
            "Grand livre du %(day)s\u00a0: ligne %(number)s, empreinte %(mark)s. À vérifier\u00a0: %(site)s",
            day=format_date(head.day, "d MMMM y"),
            number=head.ledger_number,
            mark=head.ledger_hash[:SHORT],
            site=f"{self.site.partition('://')[2]}/donnees/journal.json",
        )
        return [str(told)]

    def _moments(self) -> list[paper.ProgrammeItem]:
        return [
            paper.ProgrammeItem(moment.starts, wording.moment_label(moment), moment.round)
            for moment in self.day.moments
        ]

    def _rounds(self) -> list[paper.Round]:
        return [
            paper.Round(number, moment.starts, moment.ends, [self._table(table) for table in shown])
            for number, shown in self.tables.items()
            if (moment := self.day.of_round(number)) is not None
        ]

    def _table(self, table: TableShown) -> paper.Table:
        return paper.Table(
            number=table.number,
            projects=sorted({self.numbers[project.id] for guest in table.people for project in self._printed(guest)}),
            why=wording.table_words(table.why, self.guests, self.town) if table.why else "",
            guests=_unnamed(sum(not guest.projects for guest in table.people)),
        )

    def _project(self, project: Project) -> paper.Project:
        voices = [guest for guest in self.guests.values() if any(each.id == project.id for each in guest.projects)]
        return paper.Project(
            number=self.numbers[project.id],
            title=project.title,
            association=project.carried_by,
            theme=self._theme(_first_theme(project)),
            quarter=self._quarters(project),
            audience=project.for_whom,
            amount=self.amounts.get(project.id, ""),
            hook=project.hook,
            paragraphs=[part.strip() for part in project.what.split("\n") if part.strip()],
            needs=_wishes(project.needs),
            offers=_wishes(project.offers),
            steps=[paper.DatedStep(_("Quand"), project.when_text)] if project.when_text else [],
            sittings=[
                self._sitting(place, _voice(nth) if len(voices) > 1 else "", project)
                for nth, guest in enumerate(voices)
                for place in self.places[guest.participant.id]
            ],
            url=f"{self.site}/projets/{project.slug}" if self.site else "",
            licence=project.licence,
            first_time=project.first_time,
        )

    def _sitting(self, place: Place, person: str, project: Project) -> paper.Sitting:
        """Say whom a project meets at a table: those met for this very project first."""
        meetings = sorted(place.meetings, key=lambda meeting: meeting.mine is None or meeting.mine.id != project.id)
        return paper.Sitting(
            round=place.round,
            table=place.table,
            meets=[
                paper.Encounter(self.numbers[meeting.theirs.id], meeting.guest.who, self._why(meeting))
                for meeting in meetings
                if meeting.theirs is not None and meeting.theirs.id in self.numbers
            ],
            person=person,
        )

    def _people(self, series: Sequence[paper.Series]) -> list[paper.PersonalSheet]:
        """Return everybody who sits, then who was announced since and has no table yet."""
        turns = {number: at for each in series for number, at in each.turns}
        late = [
            Guest(each, each.project.carried_by, (each.project,))
            if each.project and each.project.id in self.numbers
            else Guest(each, each.name, ())
            for each in participants_of(self.plenary)
            if each.coming and each.id not in self.guests
        ]
        return [self._sheet(guest, turns) for guest in (*self.guests.values(), *late)]

    def _sheet(self, guest: Guest, turns: Mapping[int, time]) -> paper.PersonalSheet:
        project = next(iter(self._printed(guest)), None)
        number = self.numbers[project.id] if project else None
        return paper.PersonalSheet(
            name=guest.participant.name,
            association=guest.who if project else "",
            project_number=number,
            project_title=project.title if project else "",
            theme=self._theme(_first_theme(project) if project else ""),
            url=f"{self.site}/pleniere/{self.plenary.call.year}/moi/{guest.participant.token}" if self.site else "",
            rounds=[self._personal_round(place) for place in self.places.get(guest.participant.id, ())],
            speaks=turns.get(number) if number else None,
        )

    def _personal_round(self, place: Place) -> paper.PersonalRound:
        moment = self.day.of_round(place.round)
        return paper.PersonalRound(
            round=place.round,
            starts=moment.starts if moment else self.plenary.starts_at,
            table=place.table,
            whom=[meeting.guest.who for meeting in place.meetings] + [other.who for other in place.others],
            why=self._why(place.meetings[0]) if place.meetings else "",
        )

    def _printed(self, guest: Guest) -> list[Project]:
        return [project for project in guest.projects if project.id in self.numbers]

    def _why(self, meeting: Meeting) -> str:
        said = meeting.reasons[:REASONS_PRINTED]
        return " ".join(wording.sentence(reason, meeting.guest.who, self.town) for reason in said)

    def _theme(self, key: str) -> paper.Theme:
        theme = self.town.theme(key)
        colour = theme.colour if theme else NO_THEME_COLOUR
        return paper.Theme(key, wording.theme_name(key, self.town) if theme else _("Autres projets"), colour)

    def _quarters(self, project: Project) -> str:
        names = [wording.quarter_name(key, self.town) for key in project.neighbourhoods]
        return ", ".join(names) or project.where_text


def _amounts(call: Call) -> dict[int, str]:
    """Return what was voted for each project of a call, as people read sums."""
    voted = (
        select(Award.project_id, func.sum(Award.voted_cents))
        .join(Project)
        .where(Project.call_id == call.id)
        .group_by(Award.project_id)
    )
    return {number: format_euros(int(cents)) for number, cents in db.session.execute(voted)}


def _unnamed(guests: int) -> list[str]:
    """Say that people without a project sit there, unnamed: everybody reads the booklet on the site."""
    said = ngettext("une personne invitée", "%(num)d personnes invitées", guests)
    return [str(said)] if guests else []


def _voice(nth: int) -> str:
    """Say which of the people of a project sits there, unnamed: everybody reads the booklet on the site."""
    return str((_("Première personne"), _("Deuxième personne"), _("Troisième personne"))[min(nth, 2)])


def _first_theme(project: Project) -> str:
    return next(iter(project.themes), "")


def _wishes(rows: Iterable[NeedOffer]) -> Sequence[paper.Wish]:
    return [paper.Wish(row.kind, row.sentence) for row in rows]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
