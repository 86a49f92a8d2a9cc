"""The form that keeps a common cap, after its figures were seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectChoice  # type: ignore[attr-defined]

from grants.budget.forms.fields import OnceForm

if TYPE_CHECKING:
    from flask_babel.speaklater import LazyString

STEP_WORDS: dict[int, LazyString] = {
    1: _l("Au centime"),
    100: _l("À l’euro"),
    1000: _l("À dix euros"),
}
"""How the common cap is rounded down, by step in cents."""


def step_choices() -> list[SelectChoice]:
    """Return the steps as choices of a field."""
    return [SelectChoice(str(step), words) for step, words in STEP_WORDS.items()]


class StepForm(OnceForm):
    """What the common cap is rounded down to, and the mark of the figures that were seen before keeping it."""

    step = RadioField(_l("Arrondir le plafond commun vers le bas"), coerce=int, choices=step_choices)
    seen = HiddenField()
