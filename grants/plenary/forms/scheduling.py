"""The schedule of the evening, line by line, with the buttons that move a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, SelectField, StringField
from wtforms.validators import Length, NumberRange, Optional

from grants.domain.moments import KINDS, Step
from grants.plenary.forms.fields import WholeField, one_line
from grants.plenary.forms.preparing import RevisedForm, Row
from grants.plenary.hours import MOMENTS
from grants.plenary.services.scheduling import LONGEST_MOMENT, MOST_MOMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_TITLE = 80
MINUTES = NumberRange(1, LONGEST_MOMENT, _l("Choisissez entre 1 et 600 minutes."))


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of moments with their names."""
    named = {**MOMENTS, "presentations": _("Présentations"), "round": _("Tour de tables")}
    return [(kind, str(named[kind])) for kind in KINDS]


class StepRow(Row):
    """A moment of the day."""

    kind = SelectField(_l("Moment"), choices=kinds)
    title = StringField(_l("Vos mots"), validators=[Length(max=LONGEST_TITLE, message=_l("Ce texte est trop long."))])
    minutes = WholeField(_l("Minutes"), validators=[Optional(), MINUTES])

    def step(self) -> Step:
        """Return it as plain values."""
        return Step(self.kind.data or "", self.minutes.data, one_line(self.title.data))


class NewStepRow(StepRow):
    """A moment to add, and its place in the day (the end when empty)."""

    kind = SelectField(_l("Moment à ajouter"), choices=lambda: [("", _("Choisissez…")), *kinds()])
    place = WholeField(
        _l("Sa place dans la journée"),
        description=_l("1 pour commencer la journée\u00a0; vide pour la finir."),
        validators=[Optional(), NumberRange(1, MOST_MOMENTS, _l("Choisissez entre 1 et 40."))],
    )


class ScheduleForm(RevisedForm):
    """All the moments, in their order, and one to add."""

    steps = FieldList(FormField(StepRow), max_entries=MOST_MOMENTS)
    new = FormField(NewStepRow)

    def written(self, button: str) -> list[Step]:
        """Return the moments as typed, the new one at its place, one of them moved when its button was pressed."""
        steps = [row.form.step() for row in self.steps]
        act, _dash, number = button.partition("-")
        place = int(number) - 1 if number.isascii() and number.isdigit() and len(number) <= 2 else -1  # noqa: PLR2004 - lines have two digits at most
        if 0 <= place < len(steps):
            _moved(steps, act, place)
        new = self.new.form
        if new.kind.data:
            steps.insert(len(steps) if new.place.data is None else new.place.data - 1, new.step())
        return steps

    def fill(self, steps: Sequence[Step]) -> None:
        """Show these moments."""
        for step in steps:
            shown: dict[str, Any] = {"kind": step.kind, "title": step.title, "minutes": step.minutes}
            self.steps.append_entry(shown)


def _moved(steps: list[Step], act: str, place: int) -> None:
    if act == "remove":
        del steps[place]
    elif act in {"up", "down"}:
        other = min(max(place + (1 if act == "down" else -1), 0), len(steps) - 1)
        steps[place], steps[other] = steps[other], steps[place]
