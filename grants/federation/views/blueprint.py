"""The blueprint, and what its pages and those that show cousins share."""

from __future__ import annotations

from flask import Blueprint

from grants.federation.forms import kind_words, state_of, trouble_words
from grants.federation.queries import cousins_of, matching

bp = Blueprint("federation", __name__)

bp.add_app_template_global(kind_words, "feed_kind")
bp.add_app_template_global(trouble_words, "feed_trouble")
bp.add_app_template_global(state_of, "neighbour_state")
bp.add_app_template_global(matching, "elsewhere_matching")
bp.add_app_template_global(cousins_of, "cousins_of")
