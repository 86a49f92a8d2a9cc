"""Pages about mail: what each person chooses to receive, and the desk where texts are written and sendings watched."""

from flask import Blueprint

bp = Blueprint("mails", __name__)

from grants.mail.views import choices  # noqa: E402 - it hangs its routes on bp

__all__ = ["bp", "choices"]
