"""The form's words, what it reads from a page, how it tells a file, and the small forms of the staff."""

from grants.applications.forms.problems import WORDS, say
from grants.applications.forms.reading import is_live, read_fields, read_marks, shown_marks
from grants.applications.forms.staff import CompletionForm, OwnWithdrawalForm, RedirectionForm, WithdrawalForm
from grants.applications.forms.telling import Told, asked_for, tell, wish_words
from grants.applications.forms.together import CarrierForm, InviteForm, JoinForm
from grants.applications.forms.words import (
    KINDS,
    STATES,
    Question,
    came_from,
    choices,
    here,
    part_label,
    printed,
    question,
)

__all__ = [
    "KINDS",
    "STATES",
    "WORDS",
    "CarrierForm",
    "CompletionForm",
    "InviteForm",
    "JoinForm",
    "OwnWithdrawalForm",
    "Question",
    "RedirectionForm",
    "Told",
    "WithdrawalForm",
    "asked_for",
    "came_from",
    "choices",
    "here",
    "is_live",
    "part_label",
    "printed",
    "question",
    "read_fields",
    "read_marks",
    "say",
    "shown_marks",
    "tell",
    "wish_words",
]
