"""What one person of the staff may see that others may not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants import audit
from grants.db import db

if TYPE_CHECKING:
    from grants.accounts.models import Person


def let_see_accounts(person: Person, actor: str, *, sees: bool) -> bool:
    """Give somebody of the staff the sight of account numbers in full, or take it away; False when it was so already.

    Administrators give it, to themselves too: the log says who gave it to whom.
    """
    if person.sees_bank_details == sees:
        return False
    person.sees_bank_details = sees
    audit.record(actor, "account_sight_given" if sees else "account_sight_taken", f"person:{person.id}")
    db.session.flush()
    return True
