"""Pages of what is held of people: their own, and the town's."""

from grants.privacy.views import desk, mine
from grants.privacy.views.blueprint import bp

__all__ = ["bp", "desk", "mine"]
