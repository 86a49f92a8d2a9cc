"""Erasing a person, keeping them erased, answering what they ask: one function per verb."""

from grants.privacy.services.again import LIST, mark_of, remember, write_list
from grants.privacy.services.clocks import forget_spent
from grants.privacy.services.disposing import (
    Visa,
    carry_out,
    finish_disposals,
    listable,
    note_handed,
    prepare,
    sign,
    start,
    take_off,
)
from grants.privacy.services.ending import watch_clocks
from grants.privacy.services.erasing import Erased, erase
from grants.privacy.services.requests import answer_request, ask_erasure, note_given
from grants.privacy.services.restoring import Again, erase_again, is_shut, newest, reopen, shut
from grants.privacy.services.tidying import tidy_disk, tidy_files

__all__ = [
    "LIST",
    "Again",
    "Erased",
    "Visa",
    "answer_request",
    "ask_erasure",
    "carry_out",
    "erase",
    "erase_again",
    "finish_disposals",
    "forget_spent",
    "is_shut",
    "listable",
    "mark_of",
    "newest",
    "note_given",
    "note_handed",
    "prepare",
    "remember",
    "reopen",
    "shut",
    "sign",
    "start",
    "take_off",
    "tidy_disk",
    "tidy_files",
    "watch_clocks",
    "write_list",
]
