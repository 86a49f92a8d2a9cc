"""The file of an applicant: two A4 pages, defined as data, read as typed values, checked without ever losing a word."""

from grants.domain.file.answers import BudgetLine, File, Line, number_of, parse
from grants.domain.file.checks import Problem, Terms, Weight, check, complete, ready_to_send
from grants.domain.file.drafts import LARGEST_DRAFT, LARGEST_TEXT, Answer, Answers, clean, keep, text_of, texts_of
from grants.domain.file.fields import (
    BUDGET_LINES,
    FIELDS,
    KINDS,
    LICENCES,
    SCREENS,
    WISH_LINES,
    Field,
    Kind,
    field_of,
    fields_of_screen,
)

__all__ = [
    "BUDGET_LINES",
    "FIELDS",
    "KINDS",
    "LARGEST_DRAFT",
    "LARGEST_TEXT",
    "LICENCES",
    "SCREENS",
    "WISH_LINES",
    "Answer",
    "Answers",
    "BudgetLine",
    "Field",
    "File",
    "Kind",
    "Line",
    "Problem",
    "Terms",
    "Weight",
    "check",
    "clean",
    "complete",
    "field_of",
    "fields_of_screen",
    "keep",
    "number_of",
    "parse",
    "ready_to_send",
    "text_of",
    "texts_of",
]
