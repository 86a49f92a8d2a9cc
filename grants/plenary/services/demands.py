"""What staff ask of every programme: hosts, people who must meet, people who already know one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary.models import Demand
from grants.plenary.queries.demands import demands_of

if TYPE_CHECKING:
    from grants.plenary.models import Participant, Plenary

PAIRS = ("together", "met")
MOST_DEMANDS = 500


def ask_host(plenary: Plenary, person: Participant, table: int) -> Demand:
    """Ask that somebody keep one table all along; what was asked of them before is replaced."""
    for each in demands_of(plenary):
        if each.kind == "host" and each.participant_id == person.id:
            each.number = table
            db.session.flush()
            return each
    return _added(plenary, Demand(plenary_id=plenary.id, kind="host", participant_id=person.id, number=table))


def ask_pair(plenary: Plenary, kind: str, person: Participant, other: Participant) -> Demand:
    """Ask that two people meet, or say that they know one another; raises RuleError `two_people` or `already_asked`."""
    if person.human == other.human:
        raise RuleError("two_people")
    pair = {person.id, other.id}
    if any({each.participant_id, each.other_id} == pair and each.kind in PAIRS for each in demands_of(plenary)):
        raise RuleError("already_asked", one=person.name, other=other.name)
    return _added(plenary, Demand(plenary_id=plenary.id, kind=kind, participant_id=person.id, other_id=other.id))


def withdraw_demand(demand: Demand) -> None:
    """Ask no more for it."""
    db.session.delete(demand)
    db.session.flush()


def _added(plenary: Plenary, demand: Demand) -> Demand:
    if len(demands_of(plenary)) >= MOST_DEMANDS:
        raise RuleError("too_many_demands", most=MOST_DEMANDS)
    db.session.add(demand)
    db.session.flush()
    return demand
