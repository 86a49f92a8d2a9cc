"""Pages about calls, and who of the town works for which."""

from grants.calls.views import team
from grants.calls.views.calls import bp, call_key, today_in

__all__ = ["bp", "call_key", "team", "today_in"]
