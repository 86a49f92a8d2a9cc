"""Tables of the money, one module a topic. All sums in cents."""

from grants.budget.models.council import Councillor, Interest, RegisterLine, SilenceNotice
from grants.budget.models.foresight import PastSeason
from grants.budget.models.fund import Award, AwardShare, Deliberation, Envelope, InKindShare, LedgerEntry, Settlement
from grants.budget.models.heads import PublishedHead
from grants.budget.models.payments import (
    Agreement,
    Instalment,
    Payee,
    PaymentBatch,
    PaymentBatchLine,
    PaymentPlan,
    RepaymentClaim,
    RepaymentReceipt,
    YearEndChoice,
)
from grants.budget.models.scenarios import Scenario

__all__ = [
    "Agreement",
    "Award",
    "AwardShare",
    "Councillor",
    "Deliberation",
    "Envelope",
    "InKindShare",
    "Instalment",
    "Interest",
    "LedgerEntry",
    "PastSeason",
    "Payee",
    "PaymentBatch",
    "PaymentBatchLine",
    "PaymentPlan",
    "PublishedHead",
    "RegisterLine",
    "RepaymentClaim",
    "RepaymentReceipt",
    "Scenario",
    "Settlement",
    "SilenceNotice",
    "YearEndChoice",
]
