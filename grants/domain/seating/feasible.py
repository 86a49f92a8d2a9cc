"""The contradictions that can be proved before anybody is seated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grants.domain.seating.conditions import NOWHERE, Conditions, can_meet
from grants.domain.seating.infeasible import Infeasible

if TYPE_CHECKING:
    from numpy.typing import NDArray


def check_feasible(asked: Conditions) -> None:
    """Raise Infeasible when the conditions contradict one another; silence does not prove that they can be met."""
    over = len(asked.over)
    for to_come in range(len(asked.here)):
        _check_hosts(asked, to_come, over)
        _check_room(asked, to_come, over)
        _check_apart(asked, to_come, over)
    _check_together(asked)


def _hosts_here(asked: Conditions, to_come: int) -> NDArray[np.intp]:
    return np.flatnonzero(asked.here[to_come] & (asked.host != NOWHERE))


def _check_hosts(asked: Conditions, to_come: int, over: int) -> None:
    hosts = _hosts_here(asked, to_come)
    per_table = np.bincount(asked.host[hosts], minlength=asked.tables)
    for table in np.flatnonzero(per_table > asked.most):
        figures = {"table": int(table) + 1, "hosts": int(per_table[table]), "seats": int(asked.most[table])}
        raise Infeasible("too_many_hosts", round=over + to_come + 1, **figures)
    present = set(hosts.tolist())
    for group in asked.groups:
        both = [person for person in group if person in present]
        if len(both) > 1:
            raise Infeasible("hosts_same_person", round=over + to_come + 1, person=both[0], other=both[1])
    for one, other in asked.apart.tolist():
        if one in present and other in present and asked.host[one] == asked.host[other]:
            raise Infeasible("hosts_apart", person=one, other=other, table=int(asked.host[one]) + 1)


def _check_room(asked: Conditions, to_come: int, over: int) -> None:
    sitting = asked.sitting(to_come)
    seats = int(asked.most.sum())
    if sitting > seats:
        raise Infeasible("too_few_seats", round=over + to_come + 1, people=sitting, seats=seats)
    hosts = np.bincount(asked.host[_hosts_here(asked, to_come)], minlength=asked.tables)
    needed = int(np.maximum(asked.fewest, hosts).sum())
    if sitting < needed:
        raise Infeasible("too_few_people", round=over + to_come + 1, people=sitting, needed=needed)


def _check_apart(asked: Conditions, to_come: int, over: int) -> None:
    """Find people of whom each must stay apart from all the others, greedily, and count them against the tables."""
    alone: dict[int, set[int]] = {}
    doubles = {person for group in asked.groups for person in group}
    here = asked.here[to_come]
    for one, other in asked.apart.tolist():
        if here[one] and here[other] and not {one, other} & doubles:
            alone.setdefault(one, set()).add(other)
            alone.setdefault(other, set()).add(one)
    clique: set[int] = set()
    for person in sorted(alone, key=lambda person: (-len(alone[person]), person)):
        if clique <= alone[person]:
            clique.add(person)
    if len(clique) > asked.tables:
        raise Infeasible("too_many_apart", round=over + to_come + 1, people=len(clique), tables=asked.tables)


def _check_together(asked: Conditions) -> None:
    apart = set(map(tuple, asked.apart.tolist()))
    group_of = {person: group for group in asked.groups for person in group}
    possible = can_meet(asked.here, asked.host, asked.groups)
    partners = np.bincount(asked.together.ravel(), minlength=asked.people)
    for one, other in asked.together.tolist():
        pair = {"person": one, "other": other}
        if (one, other) in apart:
            raise Infeasible("apart_and_together", **pair)
        if other in group_of.get(one, ()):
            raise Infeasible("together_same_person", **pair)
        if not possible[one, other] or asked.most.max() < len(pair):
            raise Infeasible("together_never_possible", **pair)
    neighbours = asked.here.sum(axis=0) * (asked.most.max() - 1)
    for person in np.flatnonzero(partners > neighbours).tolist():
        figures = {"people": int(partners[person]), "seats": int(neighbours[person])}
        raise Infeasible("too_many_to_meet", person=person, **figures)
