"""One `Field` per question of a file, and what the house knows of them whichever call asks.

A call brings its own tuple of fields (`grants.domain.scheme`): the online form, the two A4 pages, the blank form, the
checks and the public page all read that one definition.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

BUDGET_LINES: Final = 8
"""Lines on each side of the budget."""

WISH_LINES: Final = 4
"""Lines of needs, and lines of offers."""

MOST_THEMES: Final = 3

KINDS: Final = ("room", "equipment", "skill", "volunteers", "public", "communication", "partner", "money", "other")
"""What a need or an offer is about."""

LICENCES: Final = ("CC BY-SA 4.0", "CC BY 4.0", "none")
"""Under what the texts are shared, by their author's explicit choice; `none` keeps all rights."""

SIDES: Final = {"charges": "charge", "products": "product", "needs": "need", "offers": "offer"}
"""Blocks of lines a form may show, with the word their fields begin with."""


class Kind(StrEnum):
    """What a field takes."""

    LINE = "line"
    TEXT = "text"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"
    NUMBER = "number"
    EUROS = "euros"
    DATE = "date"
    TICK = "tick"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CHOICES = "choices"
    PLACE = "place"
    PLACES = "places"
    THEMES = "themes"
    WISH_KIND = "wish_kind"
    LICENCE = "licence"
    AIDS = "aids"
    SIRET = "siret"
    RNA = "rna"
    IBAN = "iban"


class Bilingual(NamedTuple):
    """The same words in French and in English."""

    fr: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """Return the words in a language of the pages: `en`, else French."""
        return self.en if language == "en" else self.fr


NO_WORDS: Final = Bilingual()


@dataclass(frozen=True, slots=True)
class Field:
    """One question of the file.

    `page` is the A4 page that shows it, `screen` the screen that asks it. `limit` counts characters, softly (0: none).
    `to_send`: without it the town cannot acknowledge. `to_complete`: without it the file waits for a completion.
    `public`: shown to everybody once the file is complete. Its words, empty where those of the house do; `options` are
    the answers of a choice, by key.
    """

    key: str
    page: int
    screen: str
    kind: Kind = Kind.LINE
    limit: int = 0
    to_send: bool = False
    to_complete: bool = False
    public: bool = False
    label: Bilingual = NO_WORDS
    hint: Bilingual = NO_WORDS
    advice: Bilingual = NO_WORDS
    options: tuple[tuple[str, Bilingual], ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether the answer is a list of keys."""
        return self.kind in {Kind.PLACES, Kind.THEMES, Kind.CHOICES, Kind.AIDS}

    @property
    def required(self) -> bool:
        """Whether a complete file answers it."""
        return self.to_send or self.to_complete


HOUSE: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(
        (
            "name",
            "carrier",
            "contact_name",
            "contact_role",
            "title",
            "hook",
            "where_text",
            "cer_name",
            "cer_role",
            "cer_met_detail",
        ),
        Kind.LINE,
    ),
    **dict.fromkeys(("address", "what", "for_whom", "when", "in_kind", "other_funders", "commons"), Kind.TEXT),
    **dict.fromkeys(("carrier_email", "contact_email"), Kind.EMAIL),
    **dict.fromkeys(("members", "volunteers", "staff"), Kind.NUMBER),
    **dict.fromkeys(("requested", "in_kind_value", "volunteers_value"), Kind.EUROS),
    "siret": Kind.SIRET,
    "rna": Kind.RNA,
    "iban": Kind.IBAN,
    "neighbourhood": Kind.PLACE,
    "where": Kind.PLACES,
    "themes": Kind.THEMES,
    "aids": Kind.AIDS,
    "contact_phone": Kind.PHONE,
    "first_time": Kind.YES_NO,
    "cer_met": Kind.CHOICE,
    "cer_signed": Kind.TICK,
    "cer_date": Kind.DATE,
    "licence": Kind.LICENCE,
    "consent": Kind.TICK,
}
"""The questions the house itself uses, whichever call asks them: it knows how to read them and has words for them."""

NEVER_PUBLIC: Final = frozenset(
    {
        "siret", "rna", "iban", "address", "carrier_email", "contact_name", "contact_role", "contact_email",
        "contact_phone", "cer_name", "cer_role", "cer_date", "cer_met_detail",
    }
)  # fmt: skip
"""What no call may publish."""


def lines_of(block: str, screen: str) -> tuple[Field, ...]:
    """Return the fields of a block of lines: label and amount for the budget, kind and sentence for wishes."""
    side = SIDES[block]
    if block in {"charges", "products"}:
        return tuple(
            field
            for row in range(1, BUDGET_LINES + 1)
            for field in (
                Field(f"{side}_{row}_label", 2, screen, limit=38),
                Field(f"{side}_{row}_amount", 2, screen, Kind.EUROS),
            )
        )
    return tuple(
        field
        for row in range(1, WISH_LINES + 1)
        for field in (
            Field(f"{side}_{row}_kind", 2, screen, Kind.WISH_KIND, public=True),
            Field(f"{side}_{row}_text", 2, screen, limit=90, public=True),
        )
    )
