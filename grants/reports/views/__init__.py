"""Pages of a report: those who write it, those who read it, the staff who wait for it."""

from grants.reports.views import papers, sending, staff, writing
from grants.reports.views.blueprint import bp

__all__ = ["bp", "papers", "sending", "staff", "writing"]
