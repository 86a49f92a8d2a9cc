"""The blueprint, and what its views share: the report asked for, what a page shows of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, abort, request

from grants.applications.forms import choices
from grants.applications.views.blueprint import call_of_file, written
from grants.calls.schemes import scheme_of
from grants.domain.file import Answers, Field, Kind, clean, parse, texts_of
from grants.domain.report import check_report
from grants.domain.states import REPORTABLE, State
from grants.reports.forms import money_words, question, say, unspent_words
from grants.reports.queries import Tally, fields_of, report_of, tally_of
from grants.security import leads_to_call
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.applications.forms import Question
    from grants.applications.models import Application
    from grants.calls.models import Call
    from grants.reports.models import Report

bp = Blueprint("reports", __name__)


@leads_to_call("reports")
def _call_behind(places: Mapping[str, Any]) -> int | None:
    """Return the call of the file whose report an address names."""
    return call_of_file(places["public_id"]) if "public_id" in places else None


@dataclass(frozen=True, slots=True)
class ShownReport:
    """What a page shows of a report: texts, and under each question a word of help or what is missing."""

    answers: Answers
    fields: Mapping[str, Field]
    warnings: Mapping[str, str]
    errors: Mapping[str, str]
    licences: tuple[tuple[str, str], ...]

    def text(self, key: str) -> str:
        """Return a text as typed."""
        value = self.answers.get(key, "")
        return value if isinstance(value, str) else "\n".join(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the choices made."""
        return texts_of(self.answers, key)

    def filled(self, side: str) -> int:
        """Return the last line written of the money of one side, or of what is given."""
        rows = [key.split("_")[1] for key, value in self.answers.items() if value and key.startswith(f"{side}_")]
        return max((int(row) for row in rows if row.isdecimal()), default=0)

    def choices(self, field: Field) -> tuple[tuple[str, str], ...]:
        """Return the answers a choice can take: only licences are chosen so."""
        return self.licences if field.kind is Kind.LICENCE else ()

    def question(self, key: str) -> Question:
        """Return the words of a question."""
        return question(key)


def shown_report(application: Application, report: Report | None, answers: Answers, *, insist: bool) -> ShownReport:
    """Prepare a page: `insist` marks what is missing."""
    warnings: dict[str, str] = {}
    errors: dict[str, str] = {}
    call, fields = application.call, fields_of(report)
    scheme = scheme_of(call)
    for problem in check_report(answers, parse(application.answers), fields):
        missing = problem.code in {"missing", "spent_missing"}
        if missing and not insist:
            continue
        (errors if missing else warnings).setdefault(problem.field, say(problem, scheme))
    by_key = {field.key: field for field in fields}
    licences = tuple(choices(by_key["licence"], scheme, territory(call.territory)))
    return ShownReport(answers, by_key, warnings, errors, licences)


def reported(public_id: str) -> Application:
    """Return the file if the person may write its report; a page that cannot be yet does not exist."""
    application = written(public_id)
    return application if State(application.state) in REPORTABLE else abort(404)


def begun(application: Application) -> Report:
    """Return the report that was begun; else the page does not exist."""
    return report_of(application) or abort(404)


def writer_of_page() -> str:
    """Return the name of the open page that writes."""
    return clean(request.form.get("writer", ""))[:40]


def report_tally(call: Call) -> Tally:
    """Count the reports of a call, for the year's desk."""
    return tally_of(call)


bp.add_app_template_global(report_tally)
bp.add_app_template_global(money_words)
bp.add_app_template_global(unspent_words)
