"""What a report asks, as data: its questions, its lines of money and of commons, the words of its photographs."""

from collections.abc import Iterable
from typing import Final

from grants.domain.file.fields import BUDGET_LINES, Field, Kind

ROWS: Final = BUDGET_LINES + 2
"""Lines on each side of the money: those of the application, and room for what was not planned."""
GIFTS: Final = 4
MOST_PHOTOGRAPHS: Final = 6
AGREED: Final = "_agreed"
"""How the tick of a photograph ends: the people on it agree to be shown."""
GIFT_KINDS: Final = ("guide", "story", "pictures", "plans", "software", "other")
GIFT_LICENCES: Final = ("CC BY-SA 4.0", "CC BY 4.0", "CC0 1.0", "other", "none")
SIDES: Final = ("charge", "product")
SCREEN: Final = "report"


def _money_fields() -> tuple[Field, ...]:
    """Charges then products: a label where the application had none, and what was really spent or received."""
    return tuple(
        field
        for side in SIDES
        for row in range(1, ROWS + 1)
        for field in (
            Field(f"{side}_{row}_label", 1, SCREEN, limit=38),
            Field(f"{side}_{row}_amount", 1, SCREEN, Kind.EUROS),
        )
    )


def _gift_fields() -> tuple[Field, ...]:
    """Give in common: a title, where it is found, what it is, how it may be used."""
    return tuple(
        field
        for row in range(1, GIFTS + 1)
        for field in (
            Field(f"gift_{row}_title", 1, SCREEN, limit=100, public=True),
            Field(f"gift_{row}_link", 1, SCREEN, limit=300, public=True),
            Field(f"gift_{row}_kind", 1, SCREEN, public=True),
            Field(f"gift_{row}_licence", 1, SCREEN, public=True),
        )
    )


REPORT_FIELDS: Final[tuple[Field, ...]] = (
    Field("happened", 1, SCREEN, Kind.TEXT, limit=900, to_send=True, public=True),
    Field("unplanned", 1, SCREEN, Kind.TEXT, limit=400, public=True),
    Field("changed", 1, SCREEN, Kind.TEXT, limit=500, public=True),
    Field("worth", 1, SCREEN, Kind.TEXT, limit=400, public=True),
    Field("advice", 1, SCREEN, Kind.TEXT, limit=300, public=True),
    Field("people", 1, SCREEN, Kind.NUMBER, public=True),
    Field("met", 1, SCREEN, Kind.CHOICES, public=True),
    Field("met_text", 1, SCREEN, Kind.TEXT, limit=300, public=True),
    *_gift_fields(),
    *_money_fields(),
    Field("volunteers_value", 1, SCREEN, Kind.EUROS),
    Field("difference", 1, SCREEN, Kind.TEXT, limit=300),
    Field("unspent", 1, SCREEN, Kind.TEXT, limit=300),
    Field("licence", 1, SCREEN, Kind.LICENCE, public=True),
    Field("sign_name", 1, SCREEN, limit=100),
    Field("sign_role", 1, SCREEN, limit=100),
    Field("sign_date", 1, SCREEN, Kind.DATE),
)
"""All that a report says, in the order in which it is asked; the photographs come besides."""


def photograph_fields(numbers: Iterable[int]) -> tuple[Field, ...]:
    """Return the fields that go with photographs: a sentence on what is seen, and that the people on it agree."""
    return tuple(
        field
        for number in numbers
        for field in (
            Field(f"photo_{number}_alt", 1, SCREEN, limit=150, public=True),
            Field(f"photo_{number}{AGREED}", 1, SCREEN, Kind.TICK),
        )
    )
