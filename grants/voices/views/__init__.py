"""Pages of open writing: for everybody, and the desk of the staff."""

from flask import Blueprint

bp = Blueprint("voices", __name__)

from grants.voices.views import desk, reading, writing  # noqa: E402 - they hang their routes on bp

__all__ = ["bp", "desk", "reading", "writing"]
