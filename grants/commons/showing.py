"""Public rows as people read them: names of quarters and themes, sums, reasons, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import get_locale
from flask_babel import gettext as _

from grants.calls.forms import MILESTONES, write_day
from grants.commons.forms import STEP_WORDS
from grants.domain.calendar import year_calendar
from grants.domain.money import format_euros
from grants.domain.spelled import spelled_euros
from grants.projects.wording import Named, quarter_of, theme_of, who_acts
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from grants.calls.models import Call
    from grants.commons.queries import Step, Vote, YearFigures
    from grants.domain.territory import Territory, Theme
    from grants.projects.models import Project
    from grants.projects.queries import Card, Neighbour


LICENCE_LINKS = {
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/deed.fr",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/deed.fr",
}
"""Where each open licence of texts and commons is told in plain words."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of action for programs that read the page: its name, in degrees."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Row:
    """A card's words; after a search, a passage of the project that says what was searched, and where it stands."""

    slug: str
    title: str
    hook: str
    association: str
    places: tuple[str, ...]
    theme: Named | None
    year: int
    first_time: bool
    amount: str
    key: str = ""
    found: str = ""
    found_in: str = ""


def language() -> str:
    """Return the reader's language."""
    return str(get_locale() or "fr")


def euros(cents: int) -> str:
    """Write a sum as the reader's language does."""
    return format_euros(cents, language())


def theme_name(theme: Theme) -> str:
    """Return a theme's name in the reader's language."""
    return theme.name_in(language())


def rows_of(cards: Iterable[Card], awarded: Mapping[int, int]) -> list[Row]:
    """Return cards with their words; sums only where the council voted."""
    return [_row(card, awarded.get(card.id)) for card in cards]


def _row(card: Card, cents: int | None) -> Row:
    """Word one card."""
    town = territory(card.town)
    return Row(
        slug=card.slug,
        title=card.title,
        hook=card.hook,
        association=who_acts(card.association, card.carried_group),
        places=tuple(quarter_of(town, key).name for key in card.neighbourhoods),
        theme=theme_of(town, card.themes[0]) if card.themes else None,
        year=card.year,
        first_time=card.first_time,
        amount="" if cents is None else euros(cents),
    )


def associations_name(project: Project) -> str:
    """Name who acts for a project."""
    return who_acts(project.association.name, project.carried_group)


def spots(town: Territory, project: Project) -> list[Spot]:
    """Return the exact places of a project, else the centres of its quarters; never its association's address."""
    exact = [Spot(point.name, point.latitude, point.longitude) for point in project.points]
    quarters = [quarter for quarter in map(town.neighbourhood, project.neighbourhoods) if quarter]
    return exact or [Spot(quarter.name, quarter.latitude, quarter.longitude) for quarter in quarters]


def reasons(neighbour: Neighbour) -> str:
    """Say in words why another project stands near."""
    town = territory(neighbour.card.town)
    told = []
    if neighbour.neighbourhoods:
        names = ", ".join(quarter_of(town, key).name for key in neighbour.neighbourhoods)
        told.append(_("même quartier : %(names)s", names=names))
    if neighbour.themes:
        names = ", ".join(theme_of(town, key).name for key in neighbour.themes)
        told.append(_("même thème : %(names)s", names=names))
    return str(_("\u00a0; ")).join(told)


def vote_words(vote: Vote) -> str:
    """Tell a vote in a sentence."""
    sums = [euros(vote.cents)] if vote.cents or not vote.in_kind_cents else []
    if vote.in_kind_cents:
        sums.append(_("%(sum)s d’aide en nature", sum=euros(vote.in_kind_cents)))
    told = _(" et ").join(sums)
    if vote.voted_on is None:
        return str(_("Le conseil a voté %(sum)s (acte %(number)s).", sum=told, number=vote.number))
    day = write_day(vote.voted_on)
    return str(_("Le conseil a voté %(sum)s le %(day)s (acte %(number)s).", sum=told, day=day, number=vote.number))


def sum_in_letters(vote: Vote) -> str:
    """Write the sum of money voted in letters; nothing when the council voted help in kind alone."""
    return spelled_euros(vote.cents, language()) if vote.cents else ""


def money_timeline(votes: Sequence[Vote], steps: Sequence[Step], reported: date | None) -> list[tuple[date, str, str]]:
    """Return the dated steps of a project's money, oldest first, as the macro `timeline` takes them."""
    told = [(vote.voted_on, _("Vote du conseil"), "past") for vote in votes if vote.voted_on]
    told += [(vote.notified_on, _("Notification"), "past") for vote in votes if vote.notified_on]
    told += [(step.day.date(), str(STEP_WORDS[step.kind]) % {"sum": euros(step.cents)}, "past") for step in steps]
    if reported:
        told.append((reported, _("Bilan rendu"), "past"))
    return sorted(told, key=lambda line: line[0])


def today_sentence(call: Call, today: date) -> str:
    """Say where the year stands: what is under way, else what comes next."""
    steps = year_calendar(call.dates)
    under_way = [step for step in steps if step.starts <= today <= (step.ends or step.starts)]
    if under_way:
        return f"{MILESTONES[under_way[-1].key]}."
    coming = [step for step in steps if step.starts > today]
    if not coming:
        return str(_("L’année de cet appel est finie : les projets racontent ce qui a été fait."))
    day = write_day(coming[0].starts)
    return str(_("Prochaine étape, le %(day)s : %(step)s.", day=day, step=str(MILESTONES[coming[0].key])))


def figures_of(figures: YearFigures) -> list[tuple[str, str]]:
    """Return a year's figures as the macro `figures` takes them; what is still none is not told."""
    counts = [
        (figures.projects, _("projets publics")),
        (figures.associations, _("associations")),
        (figures.newcomers, _("premières participations")),
    ]
    told = [(str(number), words) for number, words in counts if number]
    if figures.voted_cents is not None:
        told.append((euros(figures.voted_cents), _("votés par le conseil")))
    return told
