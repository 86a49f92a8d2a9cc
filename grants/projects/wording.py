"""Names on a project's page: who acts, its quarters and themes, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import get_locale
from flask_babel import gettext as _

if TYPE_CHECKING:
    from grants.domain.territory import Territory


@dataclass(frozen=True, slots=True)
class Named:
    """A key with its name."""

    key: str
    name: str


def theme_of(town: Territory, key: str) -> Named:
    """Return a theme with its name; a key the town no longer has stands for itself."""
    theme = town.theme(key)
    return Named(key, theme.name_in(str(get_locale() or "fr")) if theme else key)


def quarter_of(town: Territory, key: str) -> Named:
    """Return a quarter with its name; a key the town no longer has stands for itself."""
    place = town.neighbourhood(key)
    return Named(key, place.name if place else key)


def who_acts(association: str, group: str) -> str:
    """Name who acts: an informal group is carried by an association."""
    return str(_("%(group)s, avec %(association)s", group=group, association=association)) if group else association
