"""The file of an applicant: two A4 pages, defined as data, read as typed values, checked without ever losing a word."""

from grants.domain.file.answers import BudgetLine, File, Line, link_of, number_of, parse
from grants.domain.file.balance import Balance, keep_in_step
from grants.domain.file.changes import Change, changes, corrected, question_of
from grants.domain.file.checks import Problem, Terms, Weight, check, complete, ready_to_send
from grants.domain.file.drafts import (
    LARGEST_DRAFT,
    LARGEST_TEXT,
    Answer,
    Answers,
    Merge,
    clean,
    keep,
    mark,
    merge,
    text_of,
    texts_of,
)
from grants.domain.file.fields import (
    BUDGET_LINES,
    HOUSE,
    KINDS,
    LICENCES,
    WISH_LINES,
    Bilingual,
    Field,
    Kind,
)
from grants.domain.file.identity import put_right

__all__ = [
    "BUDGET_LINES",
    "HOUSE",
    "KINDS",
    "LARGEST_DRAFT",
    "LARGEST_TEXT",
    "LICENCES",
    "WISH_LINES",
    "Answer",
    "Answers",
    "Balance",
    "Bilingual",
    "BudgetLine",
    "Change",
    "Field",
    "File",
    "Kind",
    "Line",
    "Merge",
    "Problem",
    "Terms",
    "Weight",
    "changes",
    "check",
    "clean",
    "complete",
    "corrected",
    "keep",
    "keep_in_step",
    "link_of",
    "mark",
    "merge",
    "number_of",
    "parse",
    "put_right",
    "question_of",
    "ready_to_send",
    "text_of",
    "texts_of",
]
