"""Erasing a person, keeping them erased, answering what they ask: one function per verb."""

from grants.privacy.services.again import LIST, mark_of, remember, write_list
from grants.privacy.services.clocks import forget_spent
from grants.privacy.services.erasing import Erased, erase
from grants.privacy.services.requests import answer_request, ask_erasure, note_given
from grants.privacy.services.restoring import Again, erase_again, is_shut, newest, reopen, shut
from grants.privacy.services.tidying import tidy_disk, tidy_files

__all__ = [
    "LIST",
    "Again",
    "Erased",
    "answer_request",
    "ask_erasure",
    "erase",
    "erase_again",
    "forget_spent",
    "is_shut",
    "mark_of",
    "newest",
    "note_given",
    "remember",
    "reopen",
    "shut",
    "tidy_disk",
    "tidy_files",
    "write_list",
]
