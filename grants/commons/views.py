"""Pages of this room."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("commons", __name__)
