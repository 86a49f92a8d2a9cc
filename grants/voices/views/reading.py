"""What everybody reads: the words on a project's page, and the charter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template

from grants.domain.holding import ADDRESS_DAYS, CONTACT_DAYS
from grants.security import EVERYONE, open_to
from grants.voices import queries
from grants.voices.forms import HELD_WORDS, KIND_OF_VOICE
from grants.voices.views import bp

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp.add_app_template_global(queries.to_moderate, "voices_to_moderate")


@bp.app_template_global("held_because")
def held_because(why: str) -> str:
    """Say why words are held."""
    return str(HELD_WORDS.get(why, ""))


@bp.app_template_global("kind_of_voice")
def kind_of_voice(kind: str) -> str:
    """Name a kind of words."""
    return str(KIND_OF_VOICE[kind])


@bp.get("/charte")
@open_to(EVERYONE)
def charter() -> ResponseReturnValue:
    """Say in plain words what open writing is, and what becomes of what one writes."""
    return render_template("voices/charter.html", address_days=ADDRESS_DAYS, contact_days=CONTACT_DAYS)
