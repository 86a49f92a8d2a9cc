"""The two pages as data: one `Field` per question; labels, hints and advice are words and live with the screens.

The online form, the two A4 pages and the checks all read this one definition. A call may show other fields: it then
brings its own tuple of `Field`s (see `Terms.fields`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

BUDGET_LINES: Final = 8
"""Lines on each side of the budget."""

WISH_LINES: Final = 4
"""Lines of needs, and lines of offers."""

MOST_THEMES: Final = 3

KINDS: Final = ("room", "equipment", "skill", "volunteers", "public", "communication", "partner", "money", "other")
"""What a need or an offer is about."""

LICENCES: Final = ("CC BY-SA 4.0", "CC BY 4.0", "none")
"""Under what the texts are shared, by their author's explicit choice; `none` keeps all rights."""

SCREENS: Final = ("association", "envie", "budget", "ensemble")
"""The screens of the form, in the order in which one writes; the review before sending comes after them."""


class Kind(StrEnum):
    """What a field takes."""

    LINE = "line"
    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    NUMBER = "number"
    EUROS = "euros"
    DATE = "date"
    TICK = "tick"
    YES_NO = "yes_no"
    PLACE = "place"
    PLACES = "places"
    THEMES = "themes"
    WISH_KIND = "wish_kind"
    LICENCE = "licence"
    SIRET = "siret"
    RNA = "rna"
    IBAN = "iban"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the file.

    `page` is the A4 page that shows it, `screen` the screen that asks it. `limit` counts characters, softly (0: none).
    `to_send`: without it the town cannot acknowledge. `to_complete`: without it the file waits for a completion.
    `public`: shown to everybody once the file is complete.
    """

    key: str
    page: int
    screen: str
    kind: Kind = Kind.LINE
    limit: int = 0
    to_send: bool = False
    to_complete: bool = False
    public: bool = False

    @property
    def is_list(self) -> bool:
        """Whether the answer is a list of keys."""
        return self.kind in {Kind.PLACES, Kind.THEMES}


def _budget() -> tuple[Field, ...]:
    """Charges then products: label and amount of each line."""
    return tuple(
        field
        for side in ("charge", "product")
        for row in range(1, BUDGET_LINES + 1)
        for field in (
            Field(f"{side}_{row}_label", 2, "budget", limit=38),
            Field(f"{side}_{row}_amount", 2, "budget", Kind.EUROS),
        )
    )


def _wishes() -> tuple[Field, ...]:
    """Needs then offers: kind and sentence of each line."""
    return tuple(
        field
        for side in ("need", "offer")
        for row in range(1, WISH_LINES + 1)
        for field in (
            Field(f"{side}_{row}_kind", 2, "ensemble", Kind.WISH_KIND, public=True),
            Field(f"{side}_{row}_text", 2, "ensemble", limit=90, public=True),
        )
    )


FIELDS: Final[tuple[Field, ...]] = (
    Field("name", 1, "association", limit=150, to_send=True, public=True),
    Field("siret", 1, "association", Kind.SIRET),
    Field("rna", 1, "association", Kind.RNA),
    Field("carrier", 1, "association", limit=150, public=True),
    Field("carrier_email", 1, "association", Kind.EMAIL),
    Field("address", 1, "association", Kind.TEXT, limit=200),
    Field("neighbourhood", 1, "association", Kind.PLACE, public=True),
    Field("contact_name", 1, "association", limit=100, to_send=True),
    Field("contact_role", 1, "association", limit=100),
    Field("contact_email", 1, "association", Kind.EMAIL, to_send=True),
    Field("contact_phone", 1, "association", Kind.PHONE, limit=40),
    Field("members", 1, "association", Kind.NUMBER),
    Field("volunteers", 1, "association", Kind.NUMBER),
    Field("staff", 1, "association", Kind.NUMBER),
    Field("first_time", 1, "association", Kind.YES_NO, public=True),
    Field("title", 2, "envie", limit=140, to_send=True, public=True),
    Field("hook", 2, "envie", limit=200, public=True),
    Field("what", 2, "envie", Kind.TEXT, limit=1100, to_send=True, public=True),
    Field("for_whom", 2, "envie", Kind.TEXT, limit=300, to_complete=True, public=True),
    Field("where", 2, "envie", Kind.PLACES, to_complete=True, public=True),
    Field("where_text", 2, "envie", limit=100, public=True),
    Field("when", 2, "envie", Kind.TEXT, limit=200, to_complete=True, public=True),
    Field("themes", 2, "envie", Kind.THEMES, to_complete=True, public=True),
    Field("requested", 2, "budget", Kind.EUROS),
    Field("in_kind", 2, "budget", Kind.TEXT, limit=200),
    Field("in_kind_value", 2, "budget", Kind.EUROS),
    *_budget(),
    Field("volunteers_value", 2, "budget", Kind.EUROS),
    Field("other_funders", 2, "budget", Kind.TEXT, limit=200),
    Field("iban", 1, "budget", Kind.IBAN),
    *_wishes(),
    Field("commons", 2, "ensemble", Kind.TEXT, limit=200, public=True),
    Field("cer_signed", 1, "ensemble", Kind.TICK, to_complete=True),
    Field("cer_name", 1, "ensemble", limit=100, to_complete=True),
    Field("cer_role", 1, "ensemble", limit=100, to_complete=True),
    Field("cer_date", 1, "ensemble", Kind.DATE),
    Field("licence", 2, "ensemble", Kind.LICENCE, public=True),
    Field("consent", 1, "ensemble", Kind.TICK, to_complete=True),
)
"""All the questions of the « appel à envie de faire », in the order in which they are asked."""

_BY_KEY: Final = {field.key: field for field in FIELDS}


def field_of(key: str) -> Field:
    """Return the field of that key; raises KeyError."""
    return _BY_KEY[key]


def fields_of_screen(screen: str, fields: Sequence[Field] = FIELDS) -> tuple[Field, ...]:
    """Return the fields asked on one screen, in order."""
    return tuple(field for field in fields if field.screen == screen)
