"""Pages of what is held of people: their own, and the town's."""

from grants.privacy.views import archives, desk, journal, mine
from grants.privacy.views.blueprint import bp

__all__ = ["archives", "bp", "desk", "journal", "mine"]
