"""The report of a project: one page in the association's own words, and the money on the lines of its application.

There is no measure of success in it: what happened, what it changed, how its own people know that it was worth it.
"""

from grants.domain.report.fields import (
    AGREED,
    GIFT_KINDS,
    GIFT_LICENCES,
    GIFTS,
    MOST_PHOTOGRAPHS,
    REPORT_FIELDS,
    ROWS,
    photograph_fields,
)
from grants.domain.report.reading import (
    Gift,
    MoneyLine,
    Story,
    check_report,
    gifts_of,
    gives_commons,
    link_of,
    planned_lines,
    read_report,
)
from grants.domain.report.reminders import REMINDERS, reminder_due

__all__ = [
    "AGREED",
    "GIFTS",
    "GIFT_KINDS",
    "GIFT_LICENCES",
    "MOST_PHOTOGRAPHS",
    "REMINDERS",
    "REPORT_FIELDS",
    "ROWS",
    "Gift",
    "MoneyLine",
    "Story",
    "check_report",
    "gifts_of",
    "gives_commons",
    "link_of",
    "photograph_fields",
    "planned_lines",
    "read_report",
    "reminder_due",
]
