"""The words of the town's catalogue of help in kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import get_locale
from flask_babel import gettext as _

from grants.calls.forms import write_day
from grants.domain.catalogue import read_chosen
from grants.domain.money import format_euros

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.domain.catalogue import Aid


def aid_terms(aid: Aid) -> str:
    """Say what a thing is worth, how many there are, and when it can be had."""
    language = str(get_locale() or "fr")
    said = [
        _("%(sum)s %(unit)s", sum=format_euros(aid.value_cents, language), unit=aid.unit_in(language)),
        _("la ville en a %(stock)s", stock=aid.stock),
    ]
    if aid.since and aid.until:
        said.append(_("du %(first)s au %(last)s", first=write_day(aid.since), last=write_day(aid.until)))
    elif aid.until:
        said.append(_("jusqu’au %(last)s", last=write_day(aid.until)))
    elif aid.since:
        said.append(_("à partir du %(first)s", first=write_day(aid.since)))
    return ", ".join(said)


def aid_name(aid: Aid) -> str:
    """Name a thing in the reader's language."""
    return aid.name_in(str(get_locale() or "fr"))


def aid_what(aid: Aid) -> str:
    """Say what a thing is, in the reader's language."""
    return aid.what_in(str(get_locale() or "fr"))


def aid_chosen(texts: Iterable[str], aid: Aid) -> int:
    """Return how many of a thing were chosen."""
    return read_chosen(texts).get(aid.key, 0)
