"""How a rule says no: with a code and its figures, worded later in the reader's language."""

from __future__ import annotations


class RuleError(ValueError):
    """A rule of the trade that an act would break.

    `code` names the rule; `figures` hold what the sentence shown to people needs (cents, dates, names).
    """

    def __init__(self, code: str, **figures: object) -> None:
        """Keep the code and the figures; the message serves logs and terminals."""
        self.code = code
        self.figures = figures
        detail = ", ".join(f"{key}={value}" for key, value in figures.items())
        super().__init__(f"{code} ({detail})" if detail else code)
