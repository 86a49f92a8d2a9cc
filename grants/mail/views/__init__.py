"""Pages about mail: what each person chooses to receive, and the desk where texts are written and sendings watched."""

from flask import Blueprint

bp = Blueprint("mails", __name__)

from grants.mail.views import choices, sendings, sheets, texts  # noqa: E402 - they hang their routes on bp

__all__ = ["bp", "choices", "sendings", "sheets", "texts"]
