"""Pages of the money: the desk of the staff, and what everybody may read."""

from flask import Blueprint

bp = Blueprint("budget", __name__)

from grants.budget.views import desk, files, public  # noqa: E402 - they hang their routes on bp

__all__ = ["bp", "desk", "files", "public"]
