"""Asking for a report: four reminders around the day it is due, and the letters the staff write themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from grants.applications.queries import local_day
from grants.audit import record
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.report import reminder_due
from grants.reports.models import ReportReminder
from grants.reports.queries import calls_with_reports_due, files_without_report
from grants.reports.services.letters import people_of, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.accounts.models import Person
    from grants.applications.models import Application

LONGEST_KEY = 64
"""Signs kept of what names a press of the button."""


def remind_reports() -> None:
    """Write the reminder of the day to each file voted or paid whose report has not come; once each."""
    for call in calls_with_reports_due():
        kind = reminder_due(call.report_by, local_day(call, now()))
        if not kind:
            continue
        noted = set(db.session.scalars(select(ReportReminder.application_id).where(ReportReminder.kind == kind)))
        for application in files_without_report(call):
            if application.id not in noted and _note(application, kind, ""):
                tell(application, "report_reminder", people_of(application), kind=kind)


def ask_for_report(files: Iterable[Application], author: Person, words: str, key: str) -> int:
    """Write the staff's words to these files; the same `key` writes once. Return how many files were written to.

    Raises RuleError `words_missing`.
    """
    words, key = clean(words).strip(), clean(key)[:LONGEST_KEY]
    if not words:
        raise RuleError("words_missing")
    written = 0
    for application in files:
        if _note(application, f"by_hand:{key}", author.email):
            tell(application, "report_asked", people_of(application), words=words)
            written += 1
            subject = f"application:{application.id}"
            record(f"person:{author.id}", "report_asked", subject, year=application.call.year)
    return written


def _note(application: Application, kind: str, author: str) -> bool:
    """Note a letter; False when it was written before, by this machine or another."""
    try:
        with db.session.begin_nested():
            db.session.add(ReportReminder(application_id=application.id, kind=kind, author=author))
    except IntegrityError:
        return False
    return True
