"""What everybody may read of a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from grants.calls.schemes import scheme_of
from grants.domain.file import Bilingual, Kind, link_of, parse, text_of, texts_of
from grants.domain.money import MoneyError, format_euros, parse_euros
from grants.projects.services import Story
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.calls.models import Call
    from grants.domain.catalogue import Chosen
    from grants.domain.file import Answers, Field, File
    from grants.domain.territory import Territory

QUANTITY = "{quantity} × {name}"
YES = Bilingual("oui", "yes")

ON_THE_PAGE = (
    "name", "carrier", "first_time", "title", "hook", "what", "for_whom", "where", "where_text", "when", "themes",
    "aids", "in_kind", "commons", "licence",
)  # fmt: skip
"""The questions of the house that a project's page tells."""


def story_of(call: Call, answers: Answers) -> Story:
    """Return what everybody may read of a file: no sum, no person, no address."""
    file, town = parse(answers), territory(call.territory)
    return Story(
        title=file.title,
        hook=file.hook,
        what=file.what,
        for_whom=file.for_whom,
        where_text=file.where_text,
        when_text=file.when,
        in_kind=in_words(file, town).in_kind,
        commons=file.commons,
        licence="" if file.licence == "none" else file.licence,
        carried_group=file.name if file.is_carried else "",
        first_time=file.first_time,
        neighbourhoods=tuple(key for key in file.where if town.neighbourhood(key)),
        themes=tuple(key for key in file.themes if town.theme(key)),
        needs=tuple((line.kind, line.text) for line in file.needs),
        offers=tuple((line.kind, line.text) for line in file.offers),
        more=tuple(_own(field, answers, town) for field in scheme_of(call).own_public if text_of(answers, field.key)),
    )


def aid_words(chosen: Chosen, town: Territory, language: str) -> str:
    """Write what a file chose from the town's catalogue, one thing a line."""
    names = {aid.key: aid.name_in(language) for aid in town.in_kind}
    lines = (QUANTITY.format(quantity=number, name=names[key]) for key, number in chosen.items() if key in names)
    return "\n".join(lines)


def in_words(file: File, town: Territory, language: str = "fr") -> File:
    """Return a file whose help in kind also tells what it chose from the catalogue, as mails and pages show it."""
    chosen = aid_words(file.aids, town, language)
    return replace(file, in_kind="\n".join(filter(None, (chosen, file.in_kind))))


def told_keys(call: Call, answers: Answers) -> frozenset[str]:
    """Return the questions whose answers the project's page tells, as `story_of` and the association's name do."""
    file = parse(answers)
    silent = {
        "carrier": not file.is_carried,
        "first_time": not file.first_time,
        "licence": file.licence == "none",
    }
    own = {field.key for field in scheme_of(call).own_public}
    return frozenset(own | {key for key in ON_THE_PAGE if not silent.get(key, False)})


def _own(field: Field, answers: Answers, town: Territory) -> dict[str, Any]:
    """Return an answer to a question this call alone asks, in both languages, as `Story.more` keeps it."""
    typed = text_of(answers, field.key)
    link = link_of(typed) if field.kind is Kind.LINK else ""
    words = {language: _answer(field, answers, town, language) for language in ("fr", "en")}
    return {"key": field.key, "label": field.label._asdict(), "text": words, "link": link}


def _answer(field: Field, answers: Answers, town: Territory, language: str) -> str:
    """Write an answer in one language."""
    typed = text_of(answers, field.key)
    names = {key: words.in_language(language) for key, words in field.options}
    if field.kind in {Kind.PLACE, Kind.PLACES}:
        names = {place.key: place.name for place in town.neighbourhoods}
    if field.kind is Kind.THEMES:
        names = {theme.key: theme.name_in(language) for theme in town.themes}
    if names:
        return ", ".join(names[key] for key in texts_of(answers, field.key) if key in names)
    if field.kind in {Kind.TICK, Kind.YES_NO}:
        return YES.in_language(language) if typed == "yes" else ""
    return _sum(typed, language) if field.kind is Kind.EUROS else typed


def _sum(typed: str, language: str) -> str:
    """Write a sum for people, as typed when it cannot be read."""
    try:
        return format_euros(parse_euros(typed), language)
    except MoneyError:
        return typed
