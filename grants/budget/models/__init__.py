"""Tables of the money, one module a topic. All sums in cents."""

from grants.budget.models.council import Councillor, Interest, RegisterLine, SilenceNotice
from grants.budget.models.foresight import PastSeason
from grants.budget.models.fund import Award, AwardShare, Deliberation, Envelope, InKindShare, LedgerEntry, Settlement

__all__ = [
    "Award",
    "AwardShare",
    "Councillor",
    "Deliberation",
    "Envelope",
    "InKindShare",
    "Interest",
    "LedgerEntry",
    "PastSeason",
    "RegisterLine",
    "Settlement",
    "SilenceNotice",
]
