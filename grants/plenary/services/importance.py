"""Saying how much each reason to meet counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from grants import audit
from grants.budget.services.ledger import actor_of
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.importance import CRITERIA, LEVELS, USUAL
from grants.plenary.models import Importance
from grants.plenary.queries import levels_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grants.accounts.models import Person
    from grants.plenary.models import Plenary


def set_importance(plenary: Plenary, levels: Mapping[str, str], seen: Mapping[str, str], author: Person) -> bool:
    """Keep the level of each criterion for this evening, and say in the log what moved; tell whether anything did.

    Raises RuleError `importance_moved` when somebody else changed them since `seen`, `importance_unknown` for a level
    or a criterion that does not exist.
    """
    audit.hold_pen()
    before = levels_of(plenary)
    if dict(seen) != before:
        raise RuleError("importance_moved")
    if not levels.keys() <= CRITERIA.keys() or not set(levels.values()) <= LEVELS.keys():
        raise RuleError("importance_unknown")
    wanted = before | dict(levels)
    moved = [criterion for criterion in CRITERIA if wanted[criterion] != before[criterion]]
    if not moved:
        return False
    _keep(plenary, wanted)
    told = {
        name: {f"counts_{criterion}": f"level_{levels[criterion]}" for criterion in moved}
        for name, levels in (("before", before), ("after", wanted))
    }
    audit.record(actor_of(author), "importance_set", f"plenary:{plenary.id}", told, year=plenary.call.year)
    return True


def take_importance(plenary: Plenary, like: Plenary) -> None:
    """Let the reasons to meet count at an evening as they did at another."""
    _keep(plenary, levels_of(like))


def _keep(plenary: Plenary, levels: Mapping[str, str]) -> None:
    db.session.execute(delete(Importance).where(Importance.plenary_id == plenary.id))
    db.session.add_all(
        Importance(plenary_id=plenary.id, criterion=criterion, level=level)
        for criterion, level in levels.items()
        if level != USUAL
    )
    db.session.flush()
