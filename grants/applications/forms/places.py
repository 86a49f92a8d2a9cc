"""The words of a place of action."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from grants.territories.forms import say_point

if TYPE_CHECKING:
    from grants.domain.errors import RuleError

TOO_MANY = _l("Un projet montre %(most)s lieux au plus\u00a0: retirez-en un d’abord.")


def say_place(error: RuleError) -> str:
    """Say a broken rule of a place in the reader's language."""
    return str(TOO_MANY) % error.figures if error.code == "too_many_places" else say_point(error)
