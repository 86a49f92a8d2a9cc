"""Looking for seats, and giving way step by step when not all that was asked can be had."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Any

from grants.domain.errors import RuleError
from grants.plenary.services.planning import Draft

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from grants.domain.seating import Infeasible, Seating
    from grants.domain.seating.programme import Rounds
    from grants.plenary.services.planning import Plan

MOST_STEPS = 60
"""How often one gives way before giving up: each step takes one thing asked out of the way."""
LONG_STEPS = 4
"""Of these, those that come after a whole search; they share the time that is left."""


def seat_people(plan: Plan, *, seconds: float, seed: int, moves: int | None = None) -> Draft:
    """Look for seats for about that many seconds, or for so many `moves` (repeatable), without the database.

    What contradicts something else gives way and is told in the draft's concessions, never what was asked in private;
    RuleError `infeasible` (reason) only when nothing is left that could give way.
    """
    plan, seating = _seated(plan, seconds, seed, moves)
    return draft_of(plan, seating.rounds, seating.bound, seed=seed)


def draft_of(
    plan: Plan, rounds: Rounds, bound: float, *, seed: int, passages: list[dict[str, Any]] | None = None
) -> Draft:
    """Describe a programme: what each meets and why, what the evening is worth, who speaks when.

    `passages`: the presentations, when they are not to be put in order anew. Only pairs who meet are looked at.
    """
    received = evenings_of(plan.between, rounds)
    value = sum(received.values()) / 2
    received = _evenings(plan, rounds, received)
    seats = plan.seats(rounds)
    return Draft(
        seed=seed,
        value=value,
        bound=max(bound, value),
        poorest=min(received.values(), default=0.0),
        notes=plan.notes(rounds) | {"figures": _figures(plan, rounds, received, seats)},
        seats=seats,
        passages=plan.passages() if passages is None else passages,
    )


def evenings_of(worth: Callable[[int, int], float], rounds: Rounds) -> dict[int, float]:
    """Return what each person who sits receives over the evening, whoever is met twice counted once."""
    met: dict[int, set[int]] = defaultdict(set)
    for tables in rounds:
        for places in tables:
            for place in places:
                met[place].update(places)
    return {place: sum(worth(place, other) for other in others if other != place) for place, others in met.items()}


def _evenings(plan: Plan, rounds: Rounds, received: dict[int, float]) -> dict[int, float]:
    """Return what each human being of whom something is known receives, announced once or more.

    Who comes late or leaves early is counted as if the whole evening went like the part they are there for.
    """
    first = {place: group[0] for group in plan.same_people for place in group}
    summed: dict[int, float] = defaultdict(float)
    for place, value in received.items():
        if place in plan.known:
            summed[first.get(place, place)] += value
    sat = Counter(
        human for tables in rounds for human in {first.get(place, place) for places in tables for place in places}
    )
    return {human: value * len(rounds) / sat[human] for human, value in summed.items()}


def _seated(plan: Plan, seconds: float, seed: int, moves: int | None) -> tuple[Plan, Seating]:
    from grants.domain.seating import Infeasible, seat  # noqa: PLC0415 - numpy is loaded where it works

    searched = 0
    for _ in range(MOST_STEPS):
        asked, shorter = plan.asked, 2 ** min(searched, LONG_STEPS)
        try:
            found = seat(
                plan.worth,
                plan.rounds,
                plan.tables,
                absent=asked.absent,
                apart=[*asked.apart, *asked.friends],
                together=asked.together,
                same_person=plan.same_people,
                hosts=asked.hosts,
                seed=seed,
                seconds=seconds / shorter,
                moves=None if moves is None else moves // shorter,
            )
        except Infeasible as error:
            searched += error.code == "not_found"
            plan = eased(plan, error)
        else:
            return plan, found
    raise RuleError("infeasible", reason="")


def eased(plan: Plan, error: Infeasible) -> Plan:
    """Return the plan without what stands in the way, and with the words for it; RuleError when nothing does."""
    step = _STEPS.get(error.code)
    made = step(plan, error.figures) if step else None
    if made is None:
        raise RuleError("infeasible", reason=str(error)) from error
    return made


def _without(plan: Plan, code: str = "", people: Sequence[int] = (), **changed: Any) -> Plan:  # noqa: ANN401
    """Return the plan with something asked otherwise, told under a code when staff should know."""
    told = ({"code": code, "people": [plan.people[place].id for place in people]},) if code else ()
    return replace(plan, asked=replace(plan.asked, **changed), concessions=(*plan.concessions, *told))


def _pair_gives_way(plan: Plan, figures: dict[str, Any]) -> Plan | None:
    """Two people who should meet cannot: friends may after all, others are told."""
    pair = (figures["person"], figures["other"])
    if pair in plan.asked.friends:
        return _without(plan, friends=tuple(each for each in plan.asked.friends if each != pair))
    left = tuple(each for each in plan.asked.together if tuple(sorted(each)) != pair)
    return None if left == plan.asked.together else _without(plan, "not_together", pair, together=left)


def _last_meeting_gives_way(plan: Plan, figures: dict[str, Any]) -> Plan | None:
    """Somebody should meet more people than there are seats beside them: the last one asked waits."""
    mine = [pair for pair in plan.asked.together if figures["person"] in pair]
    if not mine:
        return None
    left = tuple(pair for pair in plan.asked.together if pair != mine[-1])
    return _without(plan, "not_together", mine[-1], together=left)


def _host_gives_way(plan: Plan, figures: dict[str, Any]) -> Plan | None:
    """Two hosts cannot keep one table, or one human being two: the later one moves as everybody does."""
    person = figures.get("other")
    if person is None:
        at_table = [each for each, table in plan.asked.hosts if table == figures["table"] - 1]
        person = next(reversed(at_table), None)
    if person is None:
        return None
    left = tuple(each for each in plan.asked.hosts if each[0] != person)
    return None if left == plan.asked.hosts else _without(plan, "no_host", (person,), hosts=left)


def _tables_begin_empty(plan: Plan, _: dict[str, Any]) -> Plan | None:
    """Tables may stay smaller than they should."""
    if not any(fewest for fewest, _ in plan.tables):
        return None
    return replace(plan, tables=tuple((0, most) for _, most in plan.tables))


def _one_more_chair(plan: Plan, _: dict[str, Any]) -> Plan | None:
    return replace(plan, tables=tuple((fewest, most + 1) for fewest, most in plan.tables))


def _apart_gives_way(plan: Plan, figures: dict[str, Any]) -> Plan | None:
    """Friends first; then those asked for in private take turns at having a round without a table."""
    if plan.asked.friends:
        return _without(plan, friends=())
    return _free_rounds(plan, figures["people"] - figures["tables"])


def _search_gives_way(plan: Plan, figures: dict[str, Any]) -> Plan | None:
    """Give way in the same order where the best programme met still breaks something."""
    if plan.asked.friends:
        return _without(plan, friends=())
    if figures["together"] and plan.asked.together:
        pair = plan.asked.together[-1]
        return _without(plan, "not_together", pair, together=plan.asked.together[:-1])
    if figures["apart"] and plan.asked.hosts:
        return _without(plan, "no_host", [person for person, _ in plan.asked.hosts], hosts=())
    return _free_rounds(plan, 1)


def _free_rounds(plan: Plan, more: int) -> Plan | None:
    """Give `more` of those whom the private demands bind most a free round each time, in turn."""
    bound = Counter(person for pair in plan.asked.apart for person in pair)
    order = sorted(bound, key=lambda person: (-bound[person], person))
    away = set(plan.asked.absent)
    added = []
    for number in range(plan.rounds):
        turn = [order[(number * more + step) % len(order)] for step in range(len(order))]
        there = [person for person in turn if (person, number) not in away]
        added += [(person, number) for person in there[:more]]
    if not added:
        return None
    told = {"code": "free_round", "people": [], "rounds": [[plan.people[p].id, number + 1] for p, number in added]}
    asked = replace(plan.asked, absent=(*plan.asked.absent, *added))
    return replace(plan, asked=asked, concessions=(*plan.concessions, told))


_STEPS = {
    "apart_and_together": _pair_gives_way,
    "together_same_person": _pair_gives_way,
    "together_never_possible": _pair_gives_way,
    "too_many_to_meet": _last_meeting_gives_way,
    "too_many_hosts": _host_gives_way,
    "hosts_apart": _host_gives_way,
    "hosts_same_person": _host_gives_way,
    "too_few_people": _tables_begin_empty,
    "too_few_seats": _one_more_chair,
    "too_many_apart": _apart_gives_way,
    "not_found": _search_gives_way,
}
"""What gives way, for each reason why a programme cannot be had."""


def _figures(plan: Plan, rounds: Rounds, received: dict[int, float], seats: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return what an evening gives, in figures that are shown and compared."""
    times = Counter(
        (one, other) for tables in rounds for places in tables for one in places for other in places if one < other
    )
    meetings = {
        frozenset((seat["participant_id"], meeting["who"])): {reason["kind"] for reason in meeting["reasons"]}
        for seat in seats
        for meeting in seat["meets"]["people"]
    }
    least = min(received.values(), default=0.0)
    kept = [wish for wish in plan.wishes if _is_kept(wish, times)]
    return {
        "met": len(times),
        "twice": sum(count > 1 for count in times.values()),
        "reasons": len(meetings),
        "needs": sum(not kinds.isdisjoint(("need_met", "offer_meets")) for kinds in meetings.values()),
        "median": median(received.values()) if received else 0.0,
        "least": sorted(plan.people[place].id for place, value in received.items() if value <= least),
        "wishes": [len(kept), len(plan.wishes)],
    }


def _is_kept(wish: tuple[int, tuple[int, ...]], times: Counter[tuple[int, int]]) -> bool:
    """Tell whether somebody meets who they wished to meet: one of those who speak for a project, or a person."""
    return any((min(wish[0], other), max(wish[0], other)) in times for other in wish[1])
