"""The moderation desk as a table: every word, what it is about, what became of it and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from grants.sheets import INTEGER, MOMENT, Column, Table
from grants.voices.forms import HELD_WORDS, KIND_OF_VOICE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.sheets import Cell
    from grants.voices.models import Voice

STATES = {"shown": _l("en ligne"), "held": _l("en attente"), "hidden": _l("retiré")}


def words_table(voices: Iterable[Voice]) -> Table:
    """Return the words in their order; the contact left with an offer of help is never among them."""
    columns = (
        Column(_("Numéro"), INTEGER),
        Column(_("Quand"), MOMENT),
        Column(_("Genre")),
        Column(_("Projet")),
        Column(_("Nom")),
        Column(_("Main"), INTEGER),
        Column(_("Titre")),
        Column(_("Mots")),
        Column(_("État")),
        Column(_("Pourquoi")),
        Column(_("Signalements"), INTEGER),
    )
    return Table(_("Paroles"), columns, map(_row, voices))


def _row(voice: Voice) -> tuple[Cell, ...]:
    """Write one word."""
    return (
        voice.id,
        voice.at,
        str(KIND_OF_VOICE[voice.kind]),
        voice.project.title,
        voice.name,
        voice.hand_id,
        voice.title,
        voice.words,
        str(STATES[voice.state]),
        voice.hidden_why or str(HELD_WORDS.get(voice.held_why, "")),
        len(voice.reports),
    )
