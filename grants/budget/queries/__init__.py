"""What is read of the money: figures of envelopes and files, and the ledger. All in cents."""

from grants.budget.queries.awards import AssociationSum, award_of, awards_of, deliberations_of, sums_by_association
from grants.budget.queries.figures import (
    EnvelopeFigures,
    FileFigures,
    eligible,
    envelopes_of,
    figures_of,
    files_of,
    names_of,
    numbers_of,
    receivable_files,
    years,
)
from grants.budget.queries.ledger import (
    balance_of,
    entries_of,
    entries_of_file,
    entry_of,
    ledger_head,
    line_of,
    verify_ledger,
)
from grants.budget.queries.settlements import (
    Sharing,
    common_caps,
    is_outdated,
    latest_settlement,
    proposals,
    sharing_of,
)

__all__ = [
    "AssociationSum",
    "EnvelopeFigures",
    "FileFigures",
    "Sharing",
    "award_of",
    "awards_of",
    "balance_of",
    "common_caps",
    "deliberations_of",
    "eligible",
    "entries_of",
    "entries_of_file",
    "entry_of",
    "envelopes_of",
    "figures_of",
    "files_of",
    "is_outdated",
    "latest_settlement",
    "ledger_head",
    "line_of",
    "names_of",
    "numbers_of",
    "proposals",
    "receivable_files",
    "sharing_of",
    "sums_by_association",
    "verify_ledger",
    "years",
]
