"""What is left to complete in a file, question by question: one banner, the same wherever it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from grants.applications.forms import say
from grants.applications.forms.completion import asked_label
from grants.applications.queries import asked_of, terms_for
from grants.applications.queries.sendings import last_sending
from grants.applications.queries.together import standing_of
from grants.calls.schemes import scheme_of
from grants.domain.file import Weight, check, corrected, question_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grants.applications.models import Application
    from grants.domain.file import Answers
    from grants.domain.scheme import Scheme


@dataclass(frozen=True, slots=True)
class Point:
    """One question to look at again: where it is asked, what the town or the form says of it, whether it is done."""

    key: str
    screen: str
    label: str
    words: str
    done: bool


@dataclass(frozen=True, slots=True)
class Completion:
    """The points of a file sent back to its writers, with the town's words about the whole."""

    words: str
    points: tuple[Point, ...]

    @property
    def left(self) -> int:
        """How many points still wait."""
        return sum(not point.done for point in self.points)

    @property
    def first(self) -> Point | None:
        """The first point that waits."""
        return next((point for point in self.points if not point.done), None)

    def remarks(self) -> dict[str, str]:
        """Return what stands under each question: the town's word, or that it is corrected."""
        generic, done = _("La ville vous demande de compléter cette réponse."), _("Corrigé.")
        return {point.key: done if point.done else point.words or generic for point in self.points}


def completion_of(application: Application, answers: Answers | None = None) -> Completion:
    """Gather what a file that is to be completed still needs: asked by the town, or missing when it was sent."""
    answers = application.answers if answers is None else answers
    scheme, asked, sent = scheme_of(application.call), asked_of(application), last_sending(application)
    screens = {field.key: field.screen for field in scheme.fields}
    lacking = {
        question_of(each.field): say(each, scheme)
        for each in reversed(check(answers, terms_for(application), standing_of(application)))
        if each.weight is not Weight.WARNING and each.field in screens
    }
    keys = [question_of(key) for key in (asked.details.get("fields", ()) if asked else ())]
    changed = corrected(sent.answers if sent else {}, answers, keys, scheme.fields)
    notes = asked.details.get("words", {}) if asked else {}
    return Completion(
        asked.words if asked else "",
        tuple(_points(scheme, {*keys, *lacking}, {**lacking, **notes}, changed - lacking.keys())),
    )


def _points(scheme: Scheme, keys: set[str], words: Mapping[str, str], done: frozenset[str]) -> Iterable[Point]:
    """Make the points, in the order of the form."""
    for field in scheme.fields:
        if (key := field.key) in keys:
            yield Point(key, field.screen, asked_label(scheme, key), words.get(key, ""), key in done)
