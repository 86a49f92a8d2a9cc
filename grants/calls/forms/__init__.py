"""The form of a call with the words of its calendar, and the form of a role."""

from grants.calls.forms.call import (
    DATES,
    FIRST_YEAR,
    HELPS,
    LAST_YEAR,
    MILESTONES,
    SUMS,
    WORDS,
    CallForm,
    calendar_rows,
    worded,
    write_day,
)

__all__ = [
    "DATES",
    "FIRST_YEAR",
    "HELPS",
    "LAST_YEAR",
    "MILESTONES",
    "SUMS",
    "WORDS",
    "CallForm",
    "calendar_rows",
    "worded",
    "write_day",
]
