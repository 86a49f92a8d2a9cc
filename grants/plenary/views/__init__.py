"""Pages of the evening: the programme for everybody, who comes, and the staff's desk."""

from flask import Blueprint

bp = Blueprint("plenary", __name__)

from grants.plenary.views import desk, people, prints, programmes, public, sheets  # noqa: E402 - they hang their routes on bp

__all__ = ["bp", "desk", "people", "prints", "programmes", "public", "sheets"]
