"""The two short questionnaires, as data: after the evening, and six months later. No mark is given to anybody."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its key, its choices in their order; `several` may be ticked at once. Without choices, a text."""

    key: str
    choices: tuple[str, ...] = ()
    several: bool = False


EVENING: Final = (
    Question("met_new", ("several", "one", "none")),
    Question("found_place", ("yes", "nearly", "no")),
    Question("time_at_table", ("short", "right", "long")),
    Question("took_part", ("yes", "partly", "no")),
    Question("words"),
)
HALF_YEAR: Final = (
    Question("followed", ("none", "one", "few", "many")),
    Question("shared", ("room", "equipment", "skill", "volunteers", "public", "idea", "project"), several=True),
    Question("missed", ("time", "contact", "place", "money", "occasion", "nothing"), several=True),
    Question("again", ("yes", "perhaps", "no")),
    Question("words"),
)
QUESTIONS: Final[Mapping[str, tuple[Question, ...]]] = {"evening": EVENING, "half_year": HALF_YEAR}
LONGEST_WORDS: Final = 1000

Answers = Mapping[str, str | Sequence[str]]


def read_answers(moment: str, typed: Mapping[str, Sequence[str]]) -> dict[str, str | list[str]]:
    """Keep what answers the questions of that moment; what is unknown, empty or too long is left out."""
    found: dict[str, str | list[str]] = {}
    for question in QUESTIONS[moment]:
        given = [each.strip() for each in typed.get(question.key, ())]
        if not question.choices:
            words = " ".join(given)[:LONGEST_WORDS]
            if words:
                found[question.key] = words
            continue
        known = [each for each in question.choices if each in given]
        if known:
            found[question.key] = known if question.several else known[0]
    return found


def counted(moment: str, given: Iterable[Answers]) -> dict[str, dict[str, int]]:
    """Count, for each question with choices, how many gave each answer, in the order of the choices."""
    counts: dict[str, Counter[str]] = {question.key: Counter() for question in QUESTIONS[moment]}
    for answers in given:
        for key, answer in answers.items():
            if key in counts:
                counts[key].update([answer] if isinstance(answer, str) else answer)
    return {
        question.key: {choice: counts[question.key][choice] for choice in question.choices}
        for question in QUESTIONS[moment]
        if question.choices
    }
