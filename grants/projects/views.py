"""What templates need to show people's words. The pages themselves stand in the commons."""

from __future__ import annotations

from flask import Blueprint

from grants.projects.text import to_html

bp = Blueprint("projects", __name__)
bp.add_app_template_filter(to_html, "prose")
