"""Sign-in pages, and the people of associations."""

from grants.accounts.views import associations, devices, factor, leaving, proconnect, rights, sheets, sign_in, team
from grants.accounts.views.sign_in import bp, enter

__all__ = [
    "associations",
    "bp",
    "devices",
    "enter",
    "factor",
    "leaving",
    "proconnect",
    "rights",
    "sheets",
    "sign_in",
    "team",
]
