"""What the town notes of a report: received on paper, not asked for, closed with a word on what was not spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.applications.services import move_on
from grants.audit import record
from grants.db import now
from grants.domain.errors import RuleError
from grants.domain.file import clean
from grants.domain.states import State
from grants.reports.services.letters import people_of, tell
from grants.reports.services.writing import open_report

if TYPE_CHECKING:
    from grants.accounts.models import Person
    from grants.applications.models import Application
    from grants.reports.models import Report


def receive_on_paper(application: Application, author: Person, words: str) -> Report:
    """Note that the report came on paper; `words` say where it is kept. Raises RuleError `words_missing`."""
    words = _words(words)
    report = open_report(application)
    report.state, report.words, report.recorded_by = "paper", words, author.email
    report.received_at = report.received_at or now()
    if application.state != State.REPORTED:
        move_on(application, State.REPORTED, author, words)
    _write_down(report, author, "report_on_paper")
    return report


def exempt(application: Application, author: Person, words: str) -> Report:
    """Note that no report is asked of a file, and why; it may still send one. Raises RuleError `words_missing`."""
    words = _words(words)
    report = open_report(application)
    if report.state != "draft":
        raise RuleError("report_received")
    report.state, report.words, report.recorded_by = "exempted", words, author.email
    _write_down(report, author, "report_exempted")
    return report


def close(report: Report, author: Person, decision: str, words: str) -> None:
    """Close a report that was received; `decision` says what becomes of a grant not wholly spent.

    Raises RuleError `report_missing`, or `words_missing` when something must be paid back without a word.
    """
    if report.state not in {"sent", "paper"}:
        raise RuleError("report_missing")
    words = clean(words).strip()
    if decision == "repay" and not words:
        raise RuleError("words_missing")
    report.closed_at, report.decision, report.decision_words = now(), decision, words
    report.recorded_by = author.email
    report.version += 1
    _write_down(report, author, "report_closed")
    tell(report.application, "report_closed", people_of(report.application), report=report)


def reopen(report: Report, author: Person) -> None:
    """Let the association write again: a closed report, or one that was no longer asked."""
    report.closed_at, report.decision, report.decision_words = None, "", ""
    report.version += 1
    if report.state == "exempted":
        report.state, report.words = "draft", ""
    _write_down(report, author, "report_reopened")


def _write_down(report: Report, author: Person, act: str) -> None:
    """Write an act of the staff about a report in the log."""
    application = report.application
    record(f"person:{author.id}", act, f"application:{application.id}", year=application.call.year)


def _words(words: str) -> str:
    """Return words that say something; raises RuleError `words_missing`."""
    said = clean(words).strip()
    if not said:
        raise RuleError("words_missing")
    return said
