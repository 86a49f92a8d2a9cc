"""What staff do with money, one verb each. Every verb writes the ledger and its balances together, or nothing."""

from grants.budget.services.correspondence import correct_notice, hold, notify, warn_of_silence
from grants.budget.services.councillors import (
    Mandate,
    Stake,
    add_councillor,
    add_interest,
    change_councillor,
    end_interest,
)
from grants.budget.services.envelopes import amend, open_envelopes, transfer, withdraw
from grants.budget.services.foresight import mark_of, note_season, remove_season, season_of
from grants.budget.services.heads import publish_heads
from grants.budget.services.in_kind import release_in_kind
from grants.budget.services.keeping import (
    EnvelopeWords,
    NewEnvelope,
    close_envelope,
    describe_envelope,
    open_envelope,
    words_of,
)
from grants.budget.services.ledger import Note, actor_of, reverse
from grants.budget.services.paying import move_award, order_payments, record_payments
from grants.budget.services.scenarios import ScenarioDraft, change_scenario, keep_scenario, remove_scenario
from grants.budget.services.sharing import Settled, settle
from grants.budget.services.voting import Voices, Vote, Weighed, record_vote, record_votes, weigh

__all__ = [
    "EnvelopeWords",
    "Mandate",
    "NewEnvelope",
    "Note",
    "ScenarioDraft",
    "Settled",
    "Stake",
    "Voices",
    "Vote",
    "Weighed",
    "actor_of",
    "add_councillor",
    "add_interest",
    "amend",
    "change_councillor",
    "change_scenario",
    "close_envelope",
    "correct_notice",
    "describe_envelope",
    "end_interest",
    "hold",
    "keep_scenario",
    "mark_of",
    "move_award",
    "note_season",
    "notify",
    "open_envelope",
    "open_envelopes",
    "order_payments",
    "publish_heads",
    "record_payments",
    "record_vote",
    "record_votes",
    "release_in_kind",
    "remove_scenario",
    "remove_season",
    "reverse",
    "season_of",
    "settle",
    "transfer",
    "warn_of_silence",
    "weigh",
    "withdraw",
    "words_of",
]
