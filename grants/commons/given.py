"""The directory of what projects gave in common, as people read it and as it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from grants.commons.freshness import all_given
from grants.commons.showing import LICENCE_LINKS
from grants.domain.commons import Entry, Wanted, chosen, counts
from grants.domain.fulltext import LONGEST_SEARCH
from grants.domain.report import GIFT_KINDS, GIFT_LICENCES
from grants.opendata.cursors import place_of
from grants.opendata.files import address
from grants.projects.asked import KEY, YEAR
from grants.projects.search import stem
from grants.projects.wording import theme_of, who_acts
from grants.reports.forms import GIFT_KIND_WORDS, GIFT_LICENCE_WORDS
from grants.sheets import INTEGER, Column, Table
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.reports.queries import Given

PARAMETERS = {"q": "text", "genre": "kind", "licence": "licence", "theme": "theme", "annee": "year"}
"""What stands in the address, in French, and what it asks."""
UNSAID = "?"
"""How the address asks for what says nothing of its licence."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing given, in words; `link` is empty when its people say where to find it otherwise."""

    key: str
    title: str
    link: str
    kind: str
    kind_words: str
    licence: str
    licence_words: str
    licence_link: str
    thanks: str
    slug: str
    project: str
    year: int
    themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """What was asked, what was found, and what each other choice would show as (key, words with the number)."""

    wanted: Wanted
    things: list[Thing]
    choices: dict[str, list[tuple[str, str]]]

    @property
    def address(self) -> dict[str, str | int]:
        """The parameters that say the same again, page left out."""
        values = {name: getattr(self.wanted, field) for name, field in PARAMETERS.items()}
        return {name: value for name, value in values.items() if value}


def read_wanted(arguments: Mapping[str, str]) -> Wanted:
    """Read what an address asks; anything odd asks nothing."""
    typed = {name: arguments.get(name, "").strip() for name in PARAMETERS}
    year = typed["annee"] if typed["annee"].isascii() and YEAR.fullmatch(typed["annee"]) else "0"
    return Wanted(
        text="".join(sign for sign in typed["q"] if sign.isprintable())[:LONGEST_SEARCH],
        kind=typed["genre"] if typed["genre"] in GIFT_KINDS else "",
        licence=typed["licence"] if typed["licence"] in {*GIFT_LICENCES, UNSAID} else "",
        theme=typed["theme"] if KEY.fullmatch(typed["theme"]) else "",
        year=int(year),
    )


def odd_among(arguments: Mapping[str, str], wanted: Wanted) -> str | None:
    """Return the first parameter that an address gives and that says nothing, if there is one."""
    given = {name: arguments[name] for name in PARAMETERS if name in arguments}
    empty = (name for name, typed in given.items() if not typed.strip())
    unread = (name for name in given if name != "q" and not getattr(wanted, PARAMETERS[name]))
    return next(iter((*empty, *unread)), None)


def things(wanted: Wanted) -> list[Thing]:
    """Return what is asked for, in the order of the keys, which a new gift never changes for those before it."""
    everything = all_given()
    found = [_thing(everything[place]) for place in chosen([_entry(each) for each in everything], wanted, stem)]
    return sorted(found, key=lambda each: place_of(each.key))


def directory(wanted: Wanted) -> Directory:
    """Choose among all that was given."""
    everything = all_given()
    entries = [_entry(each) for each in everything]
    numbers = counts(entries, wanted, stem)
    themes = {key: theme_of(territory(each.town), key).name for each in everything for key in each.themes}
    words: dict[str, dict[Any, str]] = {
        "kind": {key: str(GIFT_KIND_WORDS[key]) for key in GIFT_KINDS},
        "licence": {**{key: str(GIFT_LICENCE_WORDS[key]) for key in GIFT_LICENCES}, UNSAID: str(_("Licence non dite"))},
        "theme": dict(sorted(themes.items(), key=lambda pair: pair[1])),
        "year": {year: str(year) for year in sorted({each.year for each in everything}, reverse=True)},
    }
    choices = {
        facet: [(str(key), f"{name} ({numbers[facet][key]})") for key, name in named.items() if numbers[facet][key]]
        for facet, named in words.items()
    }
    return Directory(wanted, [_thing(everything[place]) for place in chosen(entries, wanted, stem)], choices)


def as_table(things: Sequence[Thing]) -> Table:
    """Return the directory for a spreadsheet, as on screen."""
    columns = [
        Column(_("Identifiant")),
        Column(_("Ce qui est donné")),
        Column(_("Genre")),
        Column(_("Licence")),
        Column(_("Lien")),
        Column(_("Merci à")),
        Column(_("Projet")),
        Column(_("Page du projet")),
        Column(_("Année"), INTEGER),
        Column(_("Thèmes")),
    ]
    rows = (
        (
            each.key, each.title, each.kind_words, each.licence_words, each.link, each.thanks, each.project,
            address("commons.project", slug=each.slug), each.year, ", ".join(each.themes),
        )
        for each in things
    )  # fmt: skip
    return Table(_("Communs"), columns, rows)


def as_record(thing: Thing) -> dict[str, Any]:
    """Return a thing as a JSON object; what is not known is null."""
    return {
        "id": thing.key,
        "title": thing.title,
        "url": thing.link or None,
        "kind": thing.kind,
        "licence": thing.licence if thing.licence not in {"", "none"} else None,
        "licence_url": thing.licence_link or None,
        "made_by": thing.thanks,
        "project": {"title": thing.project, "url": address("commons.project", slug=thing.slug)},
        "year": thing.year,
        "themes": list(thing.themes),
    }


def _entry(each: Given) -> Entry:
    """File a thing under what it is found by."""
    words = f"{each.gift.title} {each.title} {each.association} {each.carried_group}"
    return Entry(words, each.gift.kind, each.gift.licence or UNSAID, each.themes, each.year)


def _thing(each: Given) -> Thing:
    """Put a thing in words."""
    town, gift = territory(each.town), each.gift
    return Thing(
        key=each.key,
        title=gift.title,
        link=gift.link,
        kind=gift.kind,
        kind_words=str(GIFT_KIND_WORDS[gift.kind]),
        licence=gift.licence,
        licence_words=str(GIFT_LICENCE_WORDS[gift.licence] if gift.licence else _("Licence non dite")),
        licence_link=LICENCE_LINKS.get(gift.licence, ""),
        thanks=who_acts(each.association, each.carried_group),
        slug=each.slug,
        project=each.title,
        year=each.year,
        themes=tuple(theme_of(town, key).name for key in each.themes),
    )
