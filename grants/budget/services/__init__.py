"""What staff do with money, one verb each. Every verb writes the ledger and its balances together, or nothing."""

from grants.budget.services.councillors import (
    Mandate,
    Stake,
    add_councillor,
    add_interest,
    change_councillor,
    end_interest,
)
from grants.budget.services.envelopes import amend, open_envelopes, transfer
from grants.budget.services.ledger import Note, actor_of, reverse
from grants.budget.services.paying import move_award, order_payments, record_payments
from grants.budget.services.sharing import Settled, replay, settle
from grants.budget.services.voting import Vote, record_vote

__all__ = [
    "Mandate",
    "Note",
    "Settled",
    "Stake",
    "Vote",
    "actor_of",
    "add_councillor",
    "add_interest",
    "amend",
    "change_councillor",
    "end_interest",
    "move_award",
    "open_envelopes",
    "order_payments",
    "record_payments",
    "record_vote",
    "replay",
    "reverse",
    "settle",
    "transfer",
]
