"""The words of a report: its questions, what is said of its answers, what the staff write."""

from grants.reports.forms.staff import ClosingForm, LetterForm, PaperForm, WhyForm
from grants.reports.forms.words import (
    DECISIONS,
    GIFT_KIND_WORDS,
    GIFT_LICENCE_WORDS,
    QUESTIONS,
    RULES,
    STATUSES,
    money_words,
    question,
    say,
    unspent_words,
)

__all__ = [
    "DECISIONS",
    "GIFT_KIND_WORDS",
    "GIFT_LICENCE_WORDS",
    "QUESTIONS",
    "RULES",
    "STATUSES",
    "ClosingForm",
    "LetterForm",
    "PaperForm",
    "WhyForm",
    "money_words",
    "question",
    "say",
    "unspent_words",
]
