"""The deck of fluctuation tests, read from config/cards.toml and kept in memory; its print to draw by hand."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import gettext as _

from grants import pdf
from grants.domain.cards import Card, Change, check_change
from grants.domain.errors import RuleError
from grants.domain.file import Bilingual
from grants.settings import ROOT, SettingsError

if TYPE_CHECKING:
    from grants.domain.territory import Territory

FILE = ROOT / "config" / "cards.toml"
SHEETS = ("print-fonts.css", "cards.css")
CARDS_A_PAGE = 9


@lru_cache
def cards() -> tuple[Card, ...]:
    """Return the deck; raise SettingsError naming the file and its fault."""
    try:
        found = tuple(_card(raw) for raw in tomllib.loads(FILE.read_text(encoding="utf-8"))["cards"])
    except KeyError as error:
        message = f"config/{FILE.name}: {error} is missing."
        raise SettingsError(message) from error
    except (OSError, ValueError, TypeError) as error:
        message = f"config/{FILE.name}: {error}."
        raise SettingsError(message) from error
    if len({card.key for card in found}) < len(found):
        message = f"config/{FILE.name}: two cards have the same key."
        raise SettingsError(message)
    return found


def card_named(key: str) -> Card | None:
    """Return the card of that key."""
    return next((card for card in cards() if card.key == key), None)


def _card(raw: dict[str, Any]) -> Card:
    """Build a card."""
    change = Change(**raw["change"])
    try:
        check_change(change)
    except RuleError as error:
        message = f"the card '{raw['key']}' changes too much: {error}"
        raise ValueError(message) from error
    title, words, question = (Bilingual(raw[part], raw[f"{part}_en"]) for part in ("title", "words", "question"))
    return Card(raw["key"], title, words, question, change)


def as_pdf(town: Territory, language: str) -> bytes:
    """Print the deck, nine cards to an A4 page, to cut and to draw by hand; raises pdf.PdfUnavailable."""
    deck = cards()
    pages = [deck[start : start + CARDS_A_PAGE] for start in range(0, len(deck), CARDS_A_PAGE)]
    title = _("Épreuves de fluctuation : le paquet de cartes")
    template = current_app.jinja_env.get_template("budget/deck.html")
    html = template.render(pages=pages, title=title, town=town, language=language)
    return pdf.render(html, stylesheets=SHEETS, lang=language, title=title)
