"""Pages of the network of territories: for everybody, and for the staff."""

from grants.federation.views import desk, public
from grants.federation.views.blueprint import bp

__all__ = ["bp", "desk", "public"]
