"""What a project's page said before, as an archive may keep it: nobody is named, nobody's reserved words are taken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.commons.versions import versions_of
from grants.opendata.records import RESERVED
from grants.years.archive.words import readable

if TYPE_CHECKING:
    from grants.commons.versions import Version
    from grants.years.queries import Whole


def versions(whole: Whole) -> list[Version]:
    """Return the versions of a page, oldest first; none when it has but one, or its authors keep all rights now.

    `hidden` says in a sentence why a version is not there. `origin` is all that is told of who wrote it.
    """
    if whole.project.licence == RESERVED or len(whole.versions) <= 1:
        return []
    left_out = {
        each.number: _("Les auteurs de ce texte en gardaient tous les droits\u00a0: il n’est pas repris.")
        for each in whole.versions
        if each.content.get("licence") == RESERVED
    }
    left_out |= {
        number: _("Texte caché par la modération\u00a0: %(why)s", why=why) for number, why in whole.hidden.items()
    }
    told = versions_of(whole.project, whole.versions, left_out, readable)
    return [replace(each, author="") for each in told]
