"""The simple budget: its two sides, what is lacking between them, and the row this call fills."""

from dataclasses import dataclass
from typing import Final

from grants.domain.file.answers import File
from grants.domain.file.drafts import Answer, Answers, text_of

ROW: Final = "product_1"
"""The row where what is asked of this call stands, unless somebody writes something else there."""


@dataclass(frozen=True, slots=True)
class Balance:
    """The totals of both sides in cents, volunteers apart."""

    charges: int
    products: int

    @classmethod
    def of(cls, file: File) -> "Balance":
        """Add a file up."""
        return cls(file.charges_cents, file.products_cents)

    @property
    def difference(self) -> int:
        """How far apart the sides are, in cents, never negative."""
        return abs(self.charges - self.products)

    @property
    def state(self) -> str:
        """`empty`, `even`, `short` (income lacking) or `over`."""
        if not self.charges and not self.products:
            return "empty"
        if self.charges == self.products:
            return "even"
        return "short" if self.products < self.charges else "over"


def keep_in_step(stored: Answers, typed: Answers, name: str, names: frozenset[str]) -> dict[str, Answer]:
    """Return what a page brings, the sum asked copied to the first line of income when nobody wrote otherwise there.

    `name` is what the line is called in the writer's language, `names` in any. The line follows the sum as long as it
    bears that name and the sum asked before; an empty line is filled when a sum is first asked. A page that does not
    bring all three answers changes nothing.
    """
    changes = dict(typed)
    label, amount = f"{ROW}_label", f"{ROW}_amount"
    if not {"requested", label, amount} <= typed.keys():
        return changes
    asked, before = text_of(typed, "requested"), text_of(stored, "requested")
    row = (text_of(typed, label), text_of(typed, amount))
    follows = row[0] in names and row[1] == before and text_of(stored, amount) == before
    if asked != before and (follows or row == ("", "")):
        changes |= {label: row[0] or name if asked else "", amount: asked}
    return changes
