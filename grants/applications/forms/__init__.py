"""The form's words, what it reads from a page, and the small forms of the staff."""

from grants.applications.forms.problems import WORDS, say
from grants.applications.forms.reading import read_fields, read_marks, shown_marks
from grants.applications.forms.staff import CompletionForm, RedirectionForm, WithdrawalForm
from grants.applications.forms.words import KINDS, LICENCES, QUESTIONS, SCREENS, STATES, Question, question

__all__ = [
    "KINDS",
    "LICENCES",
    "QUESTIONS",
    "SCREENS",
    "STATES",
    "WORDS",
    "CompletionForm",
    "Question",
    "RedirectionForm",
    "WithdrawalForm",
    "question",
    "read_fields",
    "read_marks",
    "say",
    "shown_marks",
]
