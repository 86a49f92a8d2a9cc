"""The verbs of a file: start, save, send, ask for a completion, redirect, withdraw."""

from grants.applications.services.drafts import Saved, new_key, save, settle_aside, start_draft
from grants.applications.services.moves import ask_completion, move_on, redirect_elsewhere, withdraw
from grants.applications.services.sending import check_before_sending, reserve_number, send

__all__ = [
    "Saved",
    "ask_completion",
    "check_before_sending",
    "move_on",
    "new_key",
    "redirect_elsewhere",
    "reserve_number",
    "save",
    "send",
    "settle_aside",
    "start_draft",
    "withdraw",
]
