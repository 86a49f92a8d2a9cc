"""What is followed and what is new, in the words of the reader."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import current_app, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from grants.follow.queries import filters_of
from grants.projects.forms import KIND_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask_babel.speaklater import LazyString

    from grants.domain.territory import Territory
    from grants.follow.models import Following
    from grants.follow.queries import New
    from grants.projects.models import Project

LONGEST = 300
KINDS: dict[str, LazyString] = {
    "project": _l("Un nouveau projet."),
    "version": _l("La page du projet a changé."),
    "news": _l("Des nouvelles\u00a0:"),
    "comment": _l("Quelqu’un a écrit\u00a0:"),
}


def site_url(endpoint: str, language: str | None = None, **values: str) -> str:
    """Return a whole address on this site."""
    made = current_app.jinja_env.globals["site_url"]
    return str(made(endpoint, language, **values))  # type: ignore[operator]


def what_of(asked: Mapping[str, str | int]) -> str:
    """Write what a list's address asks, always the same way for the same thing; years pass, so they are left out."""
    return urlencode(sorted((name, value) for name, value in asked.items() if name not in {"annee", "tri"}))


def feed_of(following: Following) -> str:
    """Return the address of the feed that tells the same without any mail."""
    if following.project is not None:
        return url_for("follow.project_atom", slug=following.project.slug)
    return feed_at(following.what)


def feed_at(what: str) -> str:
    """Return the address of the feed of a list."""
    return "?".join(filter(None, (url_for("opendata.projects_atom"), what)))


def followed(following: Following, town: Territory) -> str:
    """Say what is followed: « Thème : Mer et littoral, quartier : Bellevue »."""
    if following.project is not None:
        return str(_("le projet «\u00a0%(title)s\u00a0»", title=following.project.title))
    filters = filters_of(following)
    theme, quarter = town.theme(filters.theme), town.neighbourhood(filters.neighbourhood)
    said = [
        _("thème\u00a0: %(name)s", name=theme.name_in(str(get_locale()))) if theme else "",
        _("quartier\u00a0: %(name)s", name=quarter.name) if quarter else "",
        _("qui cherchent\u00a0: %(need)s", need=str(KIND_WORDS[filters.kind]).lower()) if filters.kind else "",
        _("avec les mots\u00a0: %(words)s", words=filters.text) if filters.text else "",
    ]
    chosen = ", ".join(str(each) for each in said if each)
    return str(_("les projets, %(chosen)s", chosen=chosen)) if chosen else str(_("tous les nouveaux projets"))


def told(project: Project, news: Sequence[New], language: str) -> SimpleNamespace:
    """Return what is new about a project as the mail writes it, in the language in force; its page comes first."""
    page = site_url("commons.project", language, slug=project.slug)
    items = [
        SimpleNamespace(subject=" ".join(f"{KINDS[new.kind]} {new.title}".split()), text=_excerpt(new.words))
        for new in news
    ]
    items[0].text = "\n\n".join(each for each in (items[0].text, page) if each)
    return SimpleNamespace(heading=f"{project.title} ({project.association.name})", items=tuple(items))


def _excerpt(words: str) -> str:
    """Return the beginning of what somebody wrote, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rsplit(' ', 1)[0]}…"
