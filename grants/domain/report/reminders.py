"""When a report is asked for again: four times around the day it is due, and never after."""

from datetime import date
from typing import Final

from grants.domain.calendar import add_months

REMINDERS: Final = ("two_months", "two_weeks", "the_day", "month_after")
"""The four reminders, in their order; each is written once to each file that has not reported."""


def reminder_due(report_by: date, today: date) -> str:
    """Return the reminder of that day, empty when none is: a late start of the machine skips to the latest one.

    The last one stays due for a month, so that nobody is written to about a year long past.
    """
    begins = [
        (add_months(report_by, -2), "two_months"),
        (date.fromordinal(report_by.toordinal() - 14), "two_weeks"),
        (report_by, "the_day"),
        (add_months(report_by, 1), "month_after"),
    ]
    if today >= add_months(report_by, 2):
        return ""
    return next((kind for day, kind in reversed(begins) if today >= day), "")
