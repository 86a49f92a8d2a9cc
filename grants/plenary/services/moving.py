"""Changing seats by hand: what it would bring and cost is seen before anything is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants.audit import record
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.moves import moved
from grants.plenary.models import Passage, Programme, Seat
from grants.plenary.services.move_cautions import Seats, move_cautions, pairs_of
from grants.plenary.services.planning import Draft, kept_reason
from grants.plenary.services.plans import plan_of
from grants.plenary.services.programmes import COMMAND, keep_programme
from grants.plenary.services.seating import draft_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.domain.moves import Move
    from grants.domain.seating.programme import Rounds
    from grants.plenary.models import Plenary
    from grants.plenary.services.planning import Plan


@dataclass(frozen=True, slots=True)
class Encounter:
    """Two people (their ids) who meet in one case and not in the other, and the weightiest reason (empty when none)."""

    one: int
    other: int
    value: float
    why: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Effect:
    """What moves bring: both programmes described, encounters gained and lost, and cautions (`code`, `people`…)."""

    before: Draft
    after: Draft
    gained: tuple[Encounter, ...]
    lost: tuple[Encounter, ...]
    cautions: tuple[dict[str, Any], ...]


def effect_of(plenary: Plenary, programme: Programme, moves: Sequence[Move]) -> Effect:
    """Say what moves would bring, beside the version they start from, both read with the texts of today.

    Raises RuleError `move_unknown` for somebody, a round or a table that is not there, `kept_apart` (table, round) when
    it would bring together people who asked in private not to be.
    """
    plan = plan_of(plenary, programme)
    old = _seats_of(programme)
    plan = replace(plan, concessions=tuple(programme.notes.get("concessions", ())))
    _check_known(plan, old, moves)
    plan = _with_numbers(plan, old)
    new = moved(old, moves)
    _check_apart(plan, new, moves)
    before, after = (_described(plan, programme, seats) for seats in (old, new))
    met, will_meet = (pairs_of(seats) for seats in (old, new))
    return Effect(
        before,
        after,
        _encounters(plan, will_meet - met),
        _encounters(plan, met - will_meet),
        tuple(move_cautions(plan, old, new)),
    )


def keep_moves(
    plenary: Plenary, programme: Programme, moves: Sequence[Move], once: str, actor: str = COMMAND
) -> tuple[Programme, bool]:
    """Keep the moves as a new version, and tell whether it is new: a form keeps one version, however often it is sent.

    Raises what `effect_of` raises, and `people_changed`.
    """
    known = db.session.scalar(select(Programme).where(Programme.once == once))
    if known is not None:
        return known, False
    effect = effect_of(plenary, programme, moves)
    draft = replace(effect.after, origin="moved", based_on=programme.version, once=once)
    kept = keep_programme(plenary, draft)
    told = {"number": kept.version, "lines": len(moves)}
    record(actor, "programme_moved", f"programme:{kept.id}", told, year=plenary.call.year)
    return kept, True


def _seats_of(programme: Programme) -> Seats:
    rows = db.session.execute(
        select(Seat.round, Seat.participant_id, Seat.table).where(Seat.programme_id == programme.id)
    )
    return {(number, person): table for number, person, table in rows}


def _with_numbers(plan: Plan, seats: Seats) -> Plan:
    """Return the plan with the tables of the version too, should they have been laid otherwise since."""
    most = dict(zip(plan.numbers, plan.tables, strict=True))
    numbers = sorted({*most, *seats.values()})
    hosts = tuple((person, numbers.index(plan.numbers[table])) for person, table in plan.asked.hosts)
    return replace(
        plan,
        numbers=tuple(numbers),
        tables=tuple(most.get(number, (0, 0)) for number in numbers),
        asked=replace(plan.asked, hosts=hosts),
    )


def _check_known(plan: Plan, seats: Seats, moves: Iterable[Move]) -> None:
    people = {person.id for person in plan.people}
    tables = {0, *plan.numbers, *seats.values()}
    for move in moves:
        others = {move.person} if move.other is None else {move.person, move.other}
        if not others <= people or not 1 <= move.round <= plan.rounds or move.table not in tables:
            raise RuleError("move_unknown")


def _check_apart(plan: Plan, seats: Seats, moves: Iterable[Move]) -> None:
    """Hold what was asked in private, in the rounds that are touched."""
    ids = [person.id for person in plan.people]
    for number in sorted({move.round for move in moves}):
        for one, other in plan.asked.apart:
            table = seats.get((number, ids[one]))
            if table is not None and table == seats.get((number, ids[other])):
                raise RuleError("kept_apart", table=table, round=number)


def _rounds(plan: Plan, seats: Seats) -> Rounds:
    """Return the seats as rounds of tables of places, in the order of the plan."""
    place = {person.id: number for number, person in enumerate(plan.people)}
    table = {number: index for index, number in enumerate(plan.numbers)}
    rounds: Rounds = [[[] for _ in plan.numbers] for _ in range(plan.rounds)]
    for (number, person), at in sorted(seats.items()):
        rounds[number - 1][table[at]].append(place[person])
    return rounds


def _described(plan: Plan, programme: Programme, seats: Seats) -> Draft:
    """Describe seats with the running order of the version: moving somebody changes no presentation."""
    rows = db.session.scalars(
        select(Passage).where(Passage.programme_id == programme.id).order_by(Passage.position)
    ).all()
    columns = ("position", "project_id", "block", "seconds", "link")
    passages = [{name: getattr(row, name) for name in columns} for row in rows]
    return draft_of(plan, _rounds(plan, seats), programme.bound, seed=programme.seed, passages=passages)


def _encounters(plan: Plan, pairs: Iterable[tuple[int, int]]) -> tuple[Encounter, ...]:
    """Return pairs with why they should meet, those with most reasons first."""
    place = {person.id: number for number, person in enumerate(plan.people)}
    found = []
    for one, other in pairs:
        mine, theirs = plan.voices[place[one]], plan.voices[place[other]]
        best = plan.affinity.best_pair(mine, theirs)
        reasons = plan.affinity.reasons(*best) if best else []
        why = kept_reason(reasons[0]) | {"one": one, "other": other} if reasons else {}
        found.append(Encounter(one, other, plan.between(place[one], place[other]), why))
    return tuple(sorted(found, key=lambda each: (-each.value, each.one, each.other)))
