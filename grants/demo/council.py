"""Four members of the town's council, and what ties three of them to associations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from grants.budget.queries import councillors
from grants.budget.services import Mandate, Stake, add_councillor, add_interest
from grants.domain.interests import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.accounts.models import Person

ELECTED_ON = date(2020, 7, 5)
MEMBERS = ("Anne-Marie Kerbrat", "Youssef Benali", "Gwenaël Postic", "Solange Quéméneur")
TIED = ("vice-présidente", "membre du conseil d’administration", "conjoint de la trésorière")


def seat_council(associations: Sequence[str], clerk: Person) -> None:
    """Put the council in the register, and tie three members to the first of these associations; once each."""
    known = {each.name: each for each in councillors()}
    for place, name in enumerate(MEMBERS):
        member = known.get(name) or add_councillor(Mandate(name, ELECTED_ON), clerk)
        if member is None or place >= min(len(TIED), len(associations)):
            continue
        association = associations[place]
        if folded(association) not in {folded(tie.association) for tie in member.interests}:
            add_interest(member, Stake(association, TIED[place], since=ELECTED_ON), clerk)
