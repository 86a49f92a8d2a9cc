"""The blueprint, and what its views share: the file asked for, what a page shows of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, g, request
from flask_babel import get_locale

from grants.applications import papers
from grants.applications.forms import came_from, choices, here, part_label, question, say
from grants.applications.forms.completion import asked_label
from grants.applications.forms.money import balance_models, balance_words, this_call
from grants.applications.forms.paper import WAYS
from grants.applications.papers import Paper, Typed
from grants.applications.queries import (
    Unsent,
    application_named,
    application_seen_by,
    application_written_by,
    call_of,
    reachable,
    terms_for,
    unsent_of,
)
from grants.applications.queries.together import may_write, writers_of
from grants.calls.schemes import scheme_of
from grants.db import now
from grants.domain.bank import masked_answers
from grants.domain.file import Answers, Balance, Standing, Weight, check, parse, put_right, text_of, texts_of
from grants.domain.money import format_euros
from grants.domain.scheme import Scheme
from grants.domain.states import State
from grants.domain.territory import Territory
from grants.pdf import PdfUnavailable
from grants.projects.examples import earlier_lines
from grants.security import leads_to_call
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.applications.forms import Question
    from grants.applications.models import Application
    from grants.applications.room import Room
    from grants.calls.models import Call
    from grants.domain.file import Field, Problem
    from grants.domain.territory import Theme

bp = Blueprint("applications", __name__)


def call_of_file(public_id: str) -> int | None:
    """Return the call of the file of that name: its id, None when there is no such file."""
    found = application_named(public_id)
    return found.call_id if found else None


@leads_to_call("applications")
def _call_behind(places: Mapping[str, Any]) -> int | None:
    """Return the call of the file that an address names, or the call itself."""
    if "public_id" in places:
        return call_of_file(places["public_id"])
    call = call_of(places["year"], places.get("key", "")) if "year" in places else None
    return call.id if call else None


NOT_YET = {
    "missing", "identity_missing", "identity_unreadable", "wish_missing", "budget_missing", "carrier_email_missing",
}  # fmt: skip
"""What is simply not written yet: a draft does not insist on it."""

BELOW_THE_BUDGET = {"budget_short", "budget_over"}
"""What the form says under its two sides, rather than at one of their lines."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a file: texts, and under each question a word of help or what is missing.

    `unread`: by part of the file, where a copied text that nobody has read again comes from, in words.
    """

    answers: Answers
    scheme: Scheme
    town: Territory
    warnings: Mapping[str, str]
    errors: Mapping[str, str]
    unread: Mapping[str, str]
    cap: str
    earlier: Mapping[str, list[tuple[str, str]]]

    @property
    def balance(self) -> Balance:
        """The two sides of the budget."""
        return Balance.of(parse(self.answers))

    def text(self, key: str) -> str:
        """Return a text as typed."""
        value = self.answers.get(key, "")
        return value if isinstance(value, str) else "\n".join(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the choices made."""
        return texts_of(self.answers, key)

    def filled(self, side: str) -> int:
        """Return the last line written on a side of the budget, or of needs and offers."""
        rows = [key.split("_")[1] for key, value in self.answers.items() if value and key.startswith(f"{side}_")]
        return max((int(row) for row in rows if row.isdecimal()), default=0)

    @property
    def misplaced(self) -> Collection[str]:
        """The numbers of the association that stand in each other's place."""
        return put_right(self.answers, [field.key for field in self.scheme.fields]).keys()

    def choices(self, field: Field) -> list[tuple[str, str]]:
        """Return the answers a choice can take."""
        return choices(field, self.scheme, self.town)

    def question(self, key: str) -> Question:
        """Return the words of a question."""
        return question(self.scheme, key)

    def part(self, key: str) -> str:
        """Return the label of what is read in one go."""
        return part_label(self.scheme, key)


@dataclass(frozen=True, slots=True)
class How:
    """How a page is shown: what is known of the file beside its answers, and whether what is missing is marked."""

    standing: Standing
    insist: bool


def shown(
    answers: Answers,
    application: Application,
    how: How,
    asked: Mapping[str, str] | None = None,
    sides: Iterable[str] = (),
) -> Shown:
    """Prepare a page: `asked` is what stands under the questions to complete.

    `sides` (`need`, `offer`) are those that the page shows with lines of earlier years.
    """
    warnings: dict[str, str] = {}
    errors: dict[str, str] = {}
    call, scheme, terms = application.call, scheme_of(application.call), terms_for(application)
    for problem in check(answers, terms, replace(how.standing, unread={})):
        if problem.code in BELOW_THE_BUDGET or (problem.code in NOT_YET and not how.insist):
            continue
        place = errors if how.insist and problem.weight is not Weight.WARNING else warnings
        place.setdefault(problem.field, say(problem, scheme))
    warnings |= {key: words for key, words in (asked or {}).items() if key not in errors}
    cap = format_euros(call.cap_cents, str(get_locale() or "fr"))
    earlier = {side: earlier_lines(call, side, texts_of(answers, "themes")) for side in sides}
    unread = {part: came_from(since) for part, since in how.standing.unread.items()}
    return Shown(answers, scheme, territory(call.territory), warnings, errors, unread, cap, earlier)


def remarks(
    problems: Iterable[Problem], fields: Iterable[Field], scheme: Scheme, asked: Mapping[str, str]
) -> dict[str, str]:
    """Return, for these fields, the word to show at once: what the town asks, else a help; empty when there is none."""
    said: dict[str, str] = {field.key: asked.get(field.key, "") for field in fields}
    for problem in problems:
        if problem.field in said and problem.code not in NOT_YET | BELOW_THE_BUDGET:
            said[problem.field] = said[problem.field] or say(problem, scheme)
    return said


def words_of(call: Call) -> dict[str, Any]:
    """Give a template the description of a call, and its words in the reader's language."""
    scheme, cap = scheme_of(call), format_euros(call.cap_cents, str(get_locale() or "fr"))
    return {
        "scheme": scheme,
        "here": lambda words: here(words, cap),
        "question": lambda key: question(scheme, key),
    }


def theme_name(theme: Theme) -> str:
    """Return a theme's name in the reader's language."""
    return theme.name_in(str(get_locale()))


def label_of(call: Call, key: str) -> str:
    """Return the label of a question of a call."""
    return str(question(scheme_of(call), key).label)


def say_of(call: Call, problem: Problem) -> str:
    """Say a problem of a file of a call."""
    return say(problem, scheme_of(call))


def asked_label_of(call: Call, key: str) -> str:
    """Return the label of a question as the town asks about it."""
    return asked_label(scheme_of(call), key)


bp.add_app_template_global(theme_name)
bp.add_app_template_global(balance_words)
bp.add_app_template_global(balance_models)
bp.add_app_template_global(this_call)
bp.add_app_template_global(label_of, "question_label")
bp.add_app_template_global(asked_label_of, "asked_label")
bp.add_app_template_global(say_of, "say_problem")


def seen(public_id: str) -> Application:
    """Return the file if the person may see it; else the page does not exist."""
    return application_seen_by(g.person, public_id) or abort(404)


def written(public_id: str) -> Application:
    """Return the file if the person may write in it; else the page does not exist."""
    return application_written_by(g.person, public_id) or abort(404)


def last_screen(application: Application) -> str:
    """Return the screen where one wrote last, the first one when nothing is written."""
    order = scheme_of(application.call).order
    return application.screen if application.screen in order else order[0]


def unsent() -> Unsent:
    """Return what the person of this page has begun and can send now: asked of every page, by one query at most.

    The town's staff are left in peace: the drafts they may write in are paper forms, which their desk shows.
    """
    said = request.path.startswith(("/gestion", "/mon-espace", "/dossiers/")) or request.path.endswith("/proposer")
    writer = g.get("person")
    return Unsent(0, "") if said or writer is None or writer.works_here else unsent_of(writer, now())


bp.add_app_template_global(unsent)


def measured(public_id: str, paper: Paper) -> Room | None:
    """Measure the two pages in the file's turn, if this machine can."""
    with papers.turn(public_id):
        try:
            return papers.room(paper)
        except PdfUnavailable:
            return None


def paper_of(application: Application, answers: Answers | None = None) -> Paper:
    """Gather what is printed of a file: as it stands, or with these answers of an earlier day."""
    sent = application.state != State.DRAFT
    answers = application.answers if answers is None else answers
    return Paper(
        answers=answers,
        number=application.number or "" if sent else "",
        year=application.call.year,
        title=text_of(answers, "title"),
        town=territory(application.call.territory),
        terms=terms_for(application),
        scheme=scheme_of(application.call),
        typed=_typed(application),
    )


def readable(application: Application, answers: Answers | None = None) -> Answers:
    """Return the answers of a file as the reader may see them: account numbers are whole to its writers alone."""
    answers = application.answers if answers is None else answers
    return answers if may_write(g.person, application) else masked_answers(answers)


def read_paper(application: Application, answers: Answers | None = None) -> Paper:
    """Gather what is printed of a file for whoever reads it."""
    return paper_of(application, readable(application, answers))


def others_of(application: Application) -> list[str]:
    """Return the addresses of those who write the file beside the reader."""
    return [row.person.email for row in writers_of(application) if row.person_id != g.person.id]


def _typed(application: Application) -> Typed | None:
    """Say where a file typed in by staff comes from."""
    paper = application.paper
    return Typed(paper.typed_by, paper.asked_by, str(WAYS[paper.way]), paper.kept_at) if paper else None


bp.add_app_template_global(reachable, "is_reachable")
bp.add_app_template_global(lambda way: str(WAYS[way]), "paper_way")
bp.add_app_template_global(last_screen, "paper_screen")


def pdf_answer(content: bytes, name: str) -> Response:
    """Serve a PDF that the browser shows and that keeps its name when saved."""
    disposition = f'inline; filename="{name}.pdf"'
    return Response(content, mimetype="application/pdf", headers={"Content-Disposition": disposition})
