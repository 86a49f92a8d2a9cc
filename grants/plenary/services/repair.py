"""The rounds to come seated again for those who came: past rounds stay, promised meetings too, few people move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, count, islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants import audit
from grants.budget.services.ledger import actor_of
from grants.db import db
from grants.domain.day.tables import Room, tables_of_the_day
from grants.domain.errors import RuleError
from grants.plenary.models import Passage, Seat
from grants.plenary.queries.day import stage_of
from grants.plenary.queries.door import absences_of
from grants.plenary.queries.programmes import published_programme
from grants.plenary.queries.tables import named_tables
from grants.plenary.services.planning import Plan
from grants.plenary.services.plans import plan_of
from grants.plenary.services.programmes import keep_programme, publish
from grants.plenary.services.seating import MOST_STEPS, draft_of, eased

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.accounts.models import Person
    from grants.domain.seating import Seating
    from grants.plenary.models import Plenary, Programme
    from grants.plenary.services.planning import Draft

MOST_OPENED = 50
FEWEST_TO_MEET = 2

Rounds = tuple[tuple[tuple[int, ...], ...], ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """What is repaired, read whole: the plan with everybody there, and the rounds as they were seated, as its places.

    `past` rounds are over; `spoken` are the presentations as they stand.
    """

    plan: Plan
    based_on: int
    seated: Rounds
    past: int
    room: Room
    spoken: tuple[dict[str, Any], ...]


def plan_repair(plenary: Plenary, past: int, *, unseen_are_absent: bool) -> Repair:
    """Read who came and who sits where; raises RuleError `no_programme` (year), `all_rounds_over`, `nobody_came`."""
    base = published_programme(plenary)
    if base is None:
        raise RuleError("no_programme", year=plenary.call.year)
    rounds = int(base.notes["rounds"])
    if past >= rounds:
        raise RuleError("all_rounds_over")
    plan = plan_of(plenary, base)
    places = {person.id: place for place, person in enumerate(plan.people)}
    missed = absences_of(plenary, rounds, unseen_are_absent=unseen_are_absent)
    away = frozenset((places[who], number - 1) for who, number in missed if who in places)
    sitting = [_sitting(plan, away, number) for number in range(past, rounds)]
    if max(sitting) < FEWEST_TO_MEET:
        raise RuleError("nobody_came")
    return _laid(plenary, base, plan, past, away, sitting)


def _laid(  # noqa: PLR0913, PLR0917 - all that was read
    plenary: Plenary, base: Programme, plan: Plan, past: int, away: frozenset[tuple[int, int]], sitting: list[int]
) -> Repair:
    """Lay the tables of the programme for those who are there, each with its number."""
    rows = db.session.execute(
        select(Seat.round, Seat.table, Seat.participant_id).where(Seat.programme_id == base.id)
    ).all()
    used = sorted({table for _, table, _ in rows})
    named = {table.number: (table.fewest, table.most) for table in named_tables(plenary)}
    usual = (plenary.fewest_seats, plenary.most_seats)
    spare = [number for number in named if number not in used]
    numbers = [*used, *(spare if named else islice(count(max(used, default=0) + 1), MOST_OPENED))]
    seated = _seated(rows, {person.id: place for place, person in enumerate(plan.people)}, used, plan.rounds)
    here = [person for person in range(len(plan.people)) if (person, plan.rounds - 1) not in away]
    hosts = {
        person: numbers.index(plan.numbers[table]) for person, table in plan.asked.hosts if plan.numbers[table] in used
    }
    room = tables_of_the_day(
        [named.get(number, usual) for number in used],
        [named.get(number, usual) for number in numbers[len(used) :]],
        sitting,
        [sum((place, past) not in away for place in table) for table in seated[past]],
        {hosts[person] for person in here if person in hosts},
    )
    sat_before = {place for tables in seated for table in tables for place in table}
    asked = replace(
        plan.asked,
        absent=tuple(sorted(away)),
        friends=(*plan.asked.friends, *_strangers(plan, sat_before, len(room.tables) - len(room.closed))),
        hosts=tuple((person, table) for person, table in hosts.items() if table not in room.closed),
    )
    plan = replace(plan, tables=room.tables, numbers=tuple(numbers[: len(room.tables)]), asked=asked)
    spoken = tuple(_passage(each) for each in base.passages)
    return Repair(plan, base.version, seated, past, room, spoken)


def _strangers(plan: Plan, sat: set[int], tables: int) -> list[tuple[int, int]]:
    """Return the pairs without project of which one came unannounced: nothing brings them together, so share them out.

    Like those of one association, they give way where tables are too few.
    """
    guests = [place for place, voice in enumerate(plan.voices) if not voice]
    pairs = combinations(guests, 2) if len(guests) <= tables else ()
    return [pair for pair in pairs if not sat.issuperset(pair)]


def seat_again(repair: Repair, *, seconds: float, seed: int) -> Draft:
    """Look for seats without the database; what stands in the way gives way, as for a whole programme.

    Raises RuleError `infeasible` (reason) when nothing is left that could.
    """
    plan, seating = _seated_again(repair, seconds, seed)
    draft = draft_of(plan, seating.rounds, seating.bound, seed=seed)
    told = {
        "from": repair.based_on,
        "past": repair.past,
        "closed": [plan.numbers[place] for place in repair.room.closed],
        "opened": list(plan.numbers[len(plan.numbers) - repair.room.opened :]) if repair.room.opened else [],
        "chairs": repair.room.chairs,
    }
    return replace(
        draft,
        notes=draft.notes | {"repair": told},
        passages=_passages(repair),
        origin="repaired",
        based_on=repair.based_on,
    )


def keep_repair(plenary: Plenary, draft: Draft) -> Programme:
    """Keep a repair as a version to look at; raises RuleError `programme_changed` when another was published since."""
    if plenary.published_version != draft.notes["repair"]["from"]:
        raise RuleError("programme_changed")
    return keep_programme(plenary, draft)


def accept(plenary: Plenary, repaired: Programme, author: Person) -> None:
    """Show a repair to everybody, and say so in the log; accepting twice is accepting once.

    Raises RuleError `programme_changed` when another version was published since.
    """
    audit.hold_pen()
    db.session.refresh(plenary)
    if plenary.published_version == repaired.version:
        return
    base = repaired.notes["repair"]["from"]
    if plenary.published_version != base:
        raise RuleError("programme_changed")
    publish(repaired)
    told = {"before": {"version": base}, "after": {"version": repaired.version}}
    audit.record(actor_of(author), "tables_made_again", f"plenary:{plenary.id}", told, year=plenary.call.year)


def past_rounds(plenary: Plenary) -> int:
    """Return how many rounds are over or under way, by the clock."""
    stage = stage_of(plenary)
    return stage.rounds_begun if stage else 0


def _seated_again(repair: Repair, seconds: float, seed: int) -> tuple[Plan, Seating]:
    from grants.domain.seating import Infeasible, Seating, seat  # noqa: PLC0415 - numpy is loaded where it works

    plan = repair.plan
    rounds = [[list(table) for table in tables] for tables in repair.seated]
    for _ in range(MOST_STEPS):
        try:
            found = seat(
                plan.worth,
                plan.rounds,
                plan.tables,
                absent=plan.asked.absent,
                apart=[*plan.asked.apart, *plan.asked.friends],
                together=plan.asked.together,
                same_person=plan.same_people,
                hosts=plan.asked.hosts,
                keep=Seating(rounds, 0.0, 0.0, 0.0).after(repair.past),
                seed=seed,
                seconds=seconds,
            )
        except Infeasible as error:
            plan = eased(plan, error)
        else:
            return plan, found
    raise RuleError("infeasible", reason="")


def _passages(repair: Repair) -> list[dict[str, Any]]:
    known = {each["project_id"] for each in repair.spoken}
    last = repair.spoken[-1] if repair.spoken else {"position": 0, "block": 1}
    new = [each for each in repair.plan.passages() if each["project_id"] not in known]
    added = [
        each | {"position": last["position"] + nth, "block": last["block"], "link": {}}
        for nth, each in enumerate(new, start=1)
    ]
    return [*repair.spoken, *added]


def _passage(row: Passage) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("position", "project_id", "block", "seconds", "link")}


def _seated(rows: Iterable[Any], places: dict[int, int], used: list[int], rounds: int) -> Rounds:
    """Return the rounds of a version as places of the plan; who left the list since sits nowhere."""
    found: list[list[list[int]]] = [[[] for _ in used] for _ in range(rounds)]
    for number, table, who in rows:
        if who in places and number <= rounds:
            found[number - 1][used.index(table)].append(places[who])
    return tuple(tuple(tuple(sorted(table)) for table in each) for each in found)


def _sitting(plan: Plan, missed: frozenset[tuple[int, int]], number: int) -> int:
    """Return how many people sit in a round, one human being once."""
    here = {place for place in range(len(plan.people)) if (place, number) not in missed}
    return len(here) - sum(max(0, len(here & set(group)) - 1) for group in plan.same_people)
