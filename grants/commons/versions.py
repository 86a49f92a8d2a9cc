"""The versions of a project's page as people read them: each part in words, who wrote it, what changed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from grants.commons.showing import language
from grants.domain.differences import Change, changes
from grants.projects.forms import KIND_WORDS
from grants.projects.wording import quarter_of, theme_of
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from flask_babel.speaklater import LazyString

    from grants.domain.territory import Territory
    from grants.projects.models import Project, Revision

PARTS: dict[str, LazyString] = {
    "title": _l("Titre"),
    "hook": _l("En une phrase"),
    "carried_group": _l("Groupe porté"),
    "what": _l("Ce que nous voulons faire"),
    "for_whom": _l("Pour qui"),
    "neighbourhoods": _l("Quartiers"),
    "where_text": _l("Où"),
    "when_text": _l("Quand"),
    "themes": _l("Thèmes"),
    "needs": _l("Nous cherchons"),
    "offers": _l("Nous proposons"),
    "in_kind": _l("Aide en nature souhaitée"),
    "commons": _l("Ce que ce projet laissera à tous"),
    "first_time": _l("Première participation"),
    "licence": _l("Licence du texte"),
}
"""The parts of a page, in reading order, and their names."""


ORIGINS: dict[str, LazyString] = {
    "correction": _l("correction d’une personne qui a lu"),
    "return": _l("retour à un texte d’avant"),
}
"""What made a version, when it is not the file of its association."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number from 1, when and by whom, its parts as (name, text), and what changed since the last.

    `hidden` is the public reason of one that a moderator hid: it has no parts, and nothing is compared with it.
    """

    number: int
    at: datetime
    author: str
    origin: str
    parts: tuple[tuple[str, str], ...] = ()
    changes: tuple[tuple[str, Change], ...] = ()
    hidden: str | None = None


def versions_of(
    project: Project,
    revisions: Sequence[Revision],
    hidden: Mapping[int, str],
    cleaned: Callable[[str], str] = str,
) -> list[Version]:
    """Return the versions of a project, oldest first, each beside the last one before it that is still read.

    Whole texts are `cleaned` before they are compared: what must not be read is not read across two pieces either.
    """
    town = territory(project.call.territory)
    before: dict[str, str] | None = None
    found = []
    for revision in revisions:
        origin = str(ORIGINS.get(revision.origin, ""))
        start = Version(revision.number, revision.at, _author(project, revision), origin)
        if revision.number in hidden:
            found.append(replace(start, author="", hidden=hidden[revision.number]))
            continue
        text = {key: cleaned(words) for key, words in told(revision.content, town).items()}
        names = names_of(text)
        parts = tuple((names[key], words) for key, words in text.items() if words)
        changed = _named(before, text) if before is not None else ()
        found.append(replace(start, parts=parts, changes=changed))
        before = text
    return found


def between(project: Project, before: Revision, after: Revision) -> tuple[tuple[str, Change], ...]:
    """Return what changed from one version to another, each part with its name."""
    town = territory(project.call.territory)
    return _named(told(before.content, town), told(after.content, town))


def _named(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[tuple[str, Change], ...]:
    """Return what changed from one text to another, each part with its name."""
    names = names_of(one) | names_of(other)
    return tuple((names[change.key], change) for change in changes(one, other))


def names_of(text: Mapping[str, str]) -> dict[str, str]:
    """Return the name of each part of a page; a question of its call is its own name."""
    return {key: str(PARTS.get(key, key)) for key in text}


def told(content: Mapping[str, Any], town: Territory) -> dict[str, str]:
    """Return each part of a kept version as one text, in reading order; never fails on what older programs kept."""
    lists = {
        "neighbourhoods": [quarter_of(town, key).name for key in content.get("neighbourhoods") or ()],
        "themes": [theme_of(town, key).name for key in content.get("themes") or ()],
        **{side: [_wish(*pair) for pair in content.get(side) or ()] for side in ("needs", "offers")},
    }
    texts = {key: "\n".join(lists[key]) if key in lists else _text(key, content.get(key)) for key in PARTS}
    return texts | {_said(each["label"]): each.get("link") or _said(each["text"]) for each in content.get("more") or ()}


def _text(key: str, value: object) -> str:
    """Return a plain part as a text."""
    if key == "licence" and value == "none":
        return str(_("Tous droits réservés à ses auteurs."))
    if isinstance(value, bool):
        return str(_("oui")) if value else ""
    return str(value or "")


def _wish(kind: str, sentence: str) -> str:
    """Return a need or an offer on one line."""
    colon = _("\u00a0: ")
    return f"{str(KIND_WORDS.get(kind, kind)).capitalize()}{colon}{sentence}"


def _said(words: Mapping[str, str]) -> str:
    """Return words kept by language in the reader's, else in French."""
    return words.get(language()) or words.get("fr", "")


def _author(project: Project, revision: Revision) -> str:
    """Name who wrote a version: the association, or the file a past year was read from."""
    if project.call.imported:
        return str(_("d’après le fichier %(name)s", name=revision.author)) if revision.author else ""
    return revision.author
