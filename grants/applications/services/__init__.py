"""The verbs of a file: start, save, send, ask for a completion, redirect, withdraw."""

from grants.applications.services.again import confirm, start_again
from grants.applications.services.carrier import answer_carrier, ask_carrier
from grants.applications.services.contact import change_contact
from grants.applications.services.drafts import (
    NOBODY,
    Saved,
    Writer,
    new_key,
    put_numbers_right,
    save,
    settle_aside,
    start_draft,
)
from grants.applications.services.incoming import Outcome, receive
from grants.applications.services.messages import Words, mark_read, write
from grants.applications.services.moves import ask_completion, move_on, note_step, redirect_elsewhere, tell, withdraw
from grants.applications.services.paper import PaperPlan, change_paper, start_paper
from grants.applications.services.reminders import remind_of_closing
from grants.applications.services.sending import acting_association, check_before_sending, reserve_number, send
from grants.applications.services.writers import (
    answer_link,
    ask_for_association,
    invite_writer,
    note,
    remove_writer,
    take_on,
    turn_down,
)

__all__ = [
    "NOBODY",
    "Outcome",
    "PaperPlan",
    "Saved",
    "Words",
    "Writer",
    "acting_association",
    "answer_carrier",
    "answer_link",
    "ask_carrier",
    "ask_completion",
    "ask_for_association",
    "change_contact",
    "change_paper",
    "check_before_sending",
    "confirm",
    "invite_writer",
    "mark_read",
    "move_on",
    "new_key",
    "note",
    "note_step",
    "put_numbers_right",
    "receive",
    "redirect_elsewhere",
    "remind_of_closing",
    "remove_writer",
    "reserve_number",
    "save",
    "send",
    "settle_aside",
    "start_again",
    "start_draft",
    "start_paper",
    "take_on",
    "tell",
    "turn_down",
    "withdraw",
    "write",
]
