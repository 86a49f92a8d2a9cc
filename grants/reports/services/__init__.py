"""The verbs of a report: open, save, show photographs, send, receive on paper, exempt, close, remind."""

from grants.reports.services.photographs import Drawn, add_photograph, draw, move_photograph, remove_photograph
from grants.reports.services.reminders import ask_for_report, remind_reports
from grants.reports.services.sending import check_before_sending, send
from grants.reports.services.staff import close, exempt, receive_on_paper, reopen
from grants.reports.services.writing import Saved, open_report, save, settle_aside

__all__ = [
    "Drawn",
    "Saved",
    "add_photograph",
    "ask_for_report",
    "check_before_sending",
    "close",
    "draw",
    "exempt",
    "move_photograph",
    "open_report",
    "receive_on_paper",
    "remind_reports",
    "remove_photograph",
    "reopen",
    "save",
    "send",
    "settle_aside",
]
