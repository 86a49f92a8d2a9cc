"""Sign-in pages, and the people of associations."""

from grants.accounts.views import associations, rights, sheets, sign_in, team
from grants.accounts.views.sign_in import bp, enter

__all__ = ["associations", "bp", "enter", "rights", "sheets", "sign_in", "team"]
