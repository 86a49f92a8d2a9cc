"""The forms of what comes after the vote: parts, money asked back, year ends, agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectChoice, SelectField, StringField  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from grants.budget.forms.fields import LONGEST_ACT, LONGEST_REASON, DayField, EurosField, OnceForm, one_line, read_sum
from grants.budget.forms.words import WORDS
from grants.budget.forms.words.obstacles import RETURNS, WAITS
from grants.budget.services.closing import Choice
from grants.domain.instalments import MOST_PARTS, Part, When
from grants.domain.year_end import Passing, Return

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.budget.queries.year_end import FileAt

_REASON = (InputRequired(WORDS["reason_missing"]), Length(max=LONGEST_REASON))
NUMBERS = range(1, MOST_PARTS + 1)


class PlanForm(OnceForm):
    """Up to four parts: how much (percent or euros), when, which day; a part without a size is not there."""

    def parts(self) -> list[Part]:
        """Return the parts as typed, in order."""
        fields = [(self[f"size_{each}"], self[f"when_{each}"], self[f"day_{each}"]) for each in NUMBERS]
        return [Part(size.data, When(when.data), day.data) for size, when, day in fields if size.data is not None]

    @staticmethod
    def typed(parts: Sequence[Part]) -> dict[str, Any]:
        """Return what fills the form with a plan."""
        found: dict[str, Any] = {}
        for number, part in enumerate(parts, start=1):
            found |= {f"size_{number}": part.size, f"when_{number}": part.when.value, f"day_{number}": part.day}
        return found


class PercentField(EurosField):
    """A whole percentage; `data` is None when nothing was typed."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a whole number of hundredths."""
        typed = str(valuelist[0]).strip().removesuffix("%").strip() if valuelist else ""
        self.data = None
        if typed:
            if not typed.isdecimal() or len(typed) > 3:  # noqa: PLR2004 - 100 has three digits
                raise ValueError(_("Écrivez un nombre entier, par exemple 80."))
            self.data = int(typed)


class PartField(EurosField):
    """A sum that may be left empty."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the sum, if there is one."""
        self.data = read_sum(str(valuelist[0])) if valuelist and str(valuelist[0]).strip() else None


def _plan_form(name: str, size: type[EurosField], label: Any) -> type[PlanForm]:  # noqa: ANN401 - a lazy text
    """Make the form of a plan whose sizes are of that kind."""
    fields: dict[str, Any] = {}
    for each in NUMBERS:
        fields[f"size_{each}"] = size(label)
        fields[f"when_{each}"] = SelectField(
            _l("Quand"), choices=[SelectChoice(when.value, WAITS[when]) for when in When], default=When.NOW.value
        )
        fields[f"day_{each}"] = DayField(_l("Si c’est à une date, laquelle"), validators=[Optional()])
    return type(name, (PlanForm,), fields)


CallPlanForm = _plan_form("CallPlanForm", PercentField, _l("Part, en %"))
AwardPlanForm = _plan_form("AwardPlanForm", PartField, _l("Somme"))


class AskBackForm(OnceForm):
    """Money asked back: how much, why, under which act, since when."""

    cents = EurosField(_l("Somme demandée"), validators=[InputRequired(_l("Écrivez une somme."))])
    reason = StringField(_l("Motif"), filters=[one_line], validators=_REASON)
    act = StringField(_l("Numéro du titre de recette"), filters=[one_line], validators=[Length(max=LONGEST_ACT)])
    asked_on = DayField(_l("Demandé le"), validators=[InputRequired(_l("Écrivez la date."))])


class ReceiveForm(OnceForm):
    """Money that came back."""

    cents = EurosField(_l("Somme reçue"), validators=[InputRequired(_l("Écrivez une somme."))])
    received_on = DayField(_l("Reçu le"), validators=[InputRequired(_l("Écrivez la date."))])
    booked = RadioField(
        _l("Comment est-ce compté ?"),
        choices=[SelectChoice(each.value, RETURNS[each]) for each in Return],
        default=Return.REVENUE.value,
    )


class EndForm(OnceForm):
    """Why nothing more is expected."""

    reason = StringField(_l("Motif"), filters=[one_line], validators=_REASON)


class CloseForm(OnceForm):
    """A year end; what becomes of each file stands beside."""


class AgreementForm(OnceForm):
    """An agreement that was signed."""

    reference = StringField(
        _l("Référence de la convention"),
        filters=[one_line],
        validators=[InputRequired(WORDS["agreement_missing"]), Length(max=LONGEST_ACT)],
    )
    signed_on = DayField(_l("Signée le"), validators=[InputRequired(_l("Écrivez la date."))])


def read_passings(typed: Mapping[str, str], files: Sequence[FileAt]) -> tuple[dict[int, Choice], dict[str, str]]:
    """Read what becomes of each file, blanks left out, and the sentence of each reason that is wrong."""
    choices: dict[int, Choice] = {}
    wrong: dict[str, str] = {}
    for file in files:
        passing = typed.get(f"passing_{file.award_id}", "")
        reason = one_line(typed.get(f"reason_{file.award_id}", ""))
        if passing not in set(Passing):
            continue
        if len(reason) > LONGEST_REASON:
            wrong[f"reason_{file.award_id}"] = _("Le motif a %(most)s signes au plus.", most=LONGEST_REASON)
        if passing == Passing.RELEASED and not reason:
            wrong[f"reason_{file.award_id}"] = str(WORDS["release_reason_missing"])
        choices[file.award_id] = Choice(Passing(passing), reason)
    return choices, wrong


PASSING_CHOICES = [
    (Passing.ATTACHED.value, _l("rattaché")),
    (Passing.CARRIED.value, _l("reporté")),
    (Passing.RELEASED.value, _l("dégagé")),
]
