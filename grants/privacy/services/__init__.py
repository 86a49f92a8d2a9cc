"""Erasing a person, keeping them erased, answering what they ask: one function per verb."""

from grants.privacy.services.again import mark_of, remember, write_list
from grants.privacy.services.clocks import forget_spent
from grants.privacy.services.erasing import Erased, erase
from grants.privacy.services.requests import answer_request, ask_erasure, note_given
from grants.privacy.services.restoring import erase_again
from grants.privacy.services.tidying import tidy_disk, tidy_files

__all__ = [
    "Erased",
    "answer_request",
    "ask_erasure",
    "erase",
    "erase_again",
    "forget_spent",
    "mark_of",
    "note_given",
    "remember",
    "tidy_disk",
    "tidy_files",
    "write_list",
]
