"""How what is prepared changes: one clerk after the other, each change counted and written in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from grants.audit import record
from grants.budget.services.ledger import actor_of
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.plenary.models import Plenary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.accounts.models import Person


def take_turn(plenary: Plenary, seen: int | None) -> None:
    """Count one more change, alone until commit; raises RuleError `prepared_meanwhile` when `seen` is not the last one.

    `seen` is the revision that was before the eyes, None when nothing was.
    """
    db.session.flush()
    turn = update(Plenary).where(
        Plenary.id == plenary.id, Plenary.revision == (plenary.revision if seen is None else seen)
    )
    taken = db.session.execute(
        turn.values(revision=Plenary.revision + 1, changed_at=now()).execution_options(synchronize_session=False)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError("prepared_meanwhile")
    db.session.refresh(plenary, ["revision", "changed_at"])


def write_down(plenary: Plenary, author: Person | None, act: str, told: Mapping[str, Any]) -> None:
    """Write an act in the log; what a command does has no author."""
    actor = actor_of(author) if author else "command"
    record(actor, act, f"plenary:{plenary.id}", told, year=plenary.call.year)
