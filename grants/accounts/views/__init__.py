"""Sign-in pages, and the people of associations."""

from grants.accounts.views import associations, rights, sign_in
from grants.accounts.views.sign_in import bp, enter

__all__ = ["associations", "bp", "enter", "rights", "sign_in"]
