"""Pages of workshops: for everybody, and the desk of the staff."""

from grants.workshops.views import desk, public
from grants.workshops.views.blueprint import bp

__all__ = ["bp", "desk", "public"]
