"""What a programme is computed from, read from the rows: who comes, for what, at which tables, held to what."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, Any

from grants.domain.attending import heard_blocks, loosened, missed_rounds
from grants.plenary.queries import affinities_of, attendance, day_of, participants_of, projects_of
from grants.plenary.queries.demands import demands_of
from grants.plenary.queries.tables import laid_for
from grants.plenary.queries.vetoes import vetoes_of
from grants.plenary.queries.wishes import guest_wishes_of, wishes_of
from grants.plenary.services.planning import Asked, Plan, Sitter, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grants.domain.moments import Schedule
    from grants.domain.tables import Laid, TableSeats
    from grants.plenary.models import Demand, Participant, Plenary, Programme
    from grants.projects.models import Project

    Pairs = tuple[tuple[int, int], ...]


def plan_programme(plenary: Plenary) -> Plan:
    """Read who comes for what, and what is asked; raises RuleError `nobody_comes` or `somebody_alone`."""
    projects = projects_of(plenary.call)
    there = attendance(participants_of(plenary), projects)
    return _plan(plenary, projects, list(zip(there.present, there.projects, strict=True)), plenary.rounds)


def plan_of(plenary: Plenary, programme: Programme) -> Plan:
    """Read the same for the people of a version, in its rounds; whoever was announced since can be seated too."""
    projects = projects_of(plenary.call)
    known = {project.id: project for project in projects}
    everybody = participants_of(plenary)
    there = attendance(everybody, projects)
    spoken = {each.id: voice for each, voice in zip(there.present, there.projects, strict=True)}
    for number, voice in programme.notes.get("voices", {}).items():
        spoken[int(number)] = tuple(known[project] for project in voice if project in known)
    present = [(each, spoken[each.id]) for each in everybody if each.id in spoken]
    return _plan(plenary, projects, present, int(programme.notes["rounds"]))


def _plan(
    plenary: Plenary,
    projects: Sequence[Project],
    present: Sequence[tuple[Participant, tuple[Project, ...]]],
    rounds: int,
) -> Plan:
    place = {project.id: number for number, project in enumerate(projects)}
    people = [each for each, _ in present]
    voices = tuple(tuple(place[project.id] for project in spoken) for _, spoken in present)
    heard = {number for voice in voices for number in voice}
    day = day_of(plenary, None, len(heard))
    absent = _absences(plenary, people, day, rounds)
    same = _same_people(people)
    sitting = [_sitting(len(people), same, absent, number) for number in range(rounds)]
    laid = laid_for(plenary, max(sitting, default=0))
    asked, told = _asked(plenary, people, laid.tables, absent)
    return Plan(
        people=tuple(_sitter(each) for each in people),
        voices=voices,
        projects=tuple(Subject(each.id, each.association_id, next(iter(each.themes), "")) for each in projects),
        unheard=frozenset(range(len(projects))) - heard,
        affinity=affinities_of(plenary, projects),
        rounds=rounds,
        tables=tuple(loosened([(table.fewest, table.most) for table in laid.tables], min(sitting, default=0))),
        numbers=tuple(table.number for table in laid.tables),
        same_people=same,
        pitch_seconds=plenary.pitch_seconds,
        asked=asked,
        wishes=_wishes(plenary, people, voices, place),
        blocks=_blocks(plenary, people, voices, day, len(projects)),
        concessions=(*_cautions(laid), *told),
    )


def _asked(
    plenary: Plenary, people: Sequence[Participant], tables: Sequence[TableSeats], absent: Pairs
) -> tuple[Asked, list[dict[str, Any]]]:
    """Return what the programme holds to, and what of it cannot be from the start."""
    place = {each.id: number for number, each in enumerate(people)}
    demands = [
        each
        for each in demands_of(plenary)
        if {each.participant_id, each.other_id or each.participant_id} <= place.keys()
    ]
    apart = tuple((place[one], place[other]) for one, other in vetoes_of(plenary) if {one, other} <= place.keys())
    hosts, told = _hosts(demands, place, tables)
    seated, missing = _accessible(people, tables, hosts, apart)
    asked = Asked(
        absent=absent,
        apart=apart,
        friends=_friends(people, len(tables)),
        together=_pairs(demands, "together", place),
        hosts=tuple(sorted((hosts | seated).items())),
        met=_pairs(demands, "met", place),
    )
    return asked, told + missing


def _pairs(demands: Iterable[Demand], kind: str, place: Mapping[int, int]) -> Pairs:
    return tuple(
        (min(one, other), max(one, other))
        for each in demands
        if each.kind == kind and each.other_id is not None
        for one, other in [(place[each.participant_id], place[each.other_id])]
    )


def _hosts(
    demands: Iterable[Demand], place: Mapping[int, int], tables: Sequence[TableSeats]
) -> tuple[dict[int, int], list[dict[str, Any]]]:
    """Return who keeps which table; one asked for a table that is not laid moves as everybody does."""
    laid = {table.number: number for number, table in enumerate(tables)}
    hosts, told = {}, []
    for each in demands:
        if each.kind == "host" and each.number is not None:
            if each.number in laid:
                hosts[place[each.participant_id]] = laid[each.number]
            else:
                figures = {"table": each.number}
                told.append({"code": "no_table_to_host", "people": [each.participant_id], "figures": figures})
    return hosts, told


def _accessible(
    people: Sequence[Participant], tables: Sequence[TableSeats], hosts: Mapping[int, int], apart: Pairs
) -> tuple[dict[int, int], list[dict[str, Any]]]:
    """Give who needs an accessible table one for the whole evening: the others come to them.

    They are shared out among these tables, away from whom they would rather not sit with.
    """
    waiting = [number for number, each in enumerate(people) if each.accessible_seat and number not in hosts]
    good = [number for number, table in enumerate(tables) if table.accessible]
    if len(good) == len(tables):
        return {}, []
    taken = Counter(hosts.values())
    seated: dict[int, int] = {}
    missing = []
    for person in waiting:
        shunned = {other for pair in apart if person in pair for other in pair}
        free = [
            table
            for table in good
            if taken[table] < tables[table].most
            and not any(seated.get(other, hosts.get(other)) == table for other in shunned)
        ]
        if free:
            seated[person] = min(free, key=lambda table: (taken[table], table))
            taken[seated[person]] += 1
        else:
            missing.append(people[person].id)
    return seated, [{"code": "no_accessible_seat", "people": missing}] if missing else []


def _friends(people: Sequence[Participant], tables: int) -> Pairs:
    """Return the pairs who come for one association, kept apart; more of them than tables share out evenly."""
    groups: dict[int, list[int]] = defaultdict(list)
    for place, each in enumerate(people):
        if each.project is not None:
            for who in each.project.carrier_ids:
                groups[who].append(place)
    parts = [
        group[start :: -(-len(group) // tables)]
        for group in groups.values()
        for start in range(-(-len(group) // tables))
    ]
    return tuple(dict.fromkeys(pair for part in parts for pair in combinations(part, 2)))


def _absences(plenary: Plenary, people: Sequence[Participant], day: Schedule, rounds: int) -> Pairs:
    """Return the rounds that those miss who come late or leave early."""
    return tuple(
        (place, number - 1)
        for place, each in enumerate(people)
        if each.arrives_at or each.leaves_at
        for number in missed_rounds(day.moments, plenary.starts_at, each.arrives_at, each.leaves_at)
        if number <= rounds
    )


def _blocks(
    plenary: Plenary,
    people: Sequence[Participant],
    voices: Sequence[Sequence[int]],
    day: Schedule,
    projects: int,
) -> tuple[frozenset[int], ...]:
    """Return, for each project, the blocks in which somebody is there to present it; empty when any will do."""
    found: list[list[frozenset[int]]] = [[] for _ in range(projects)]
    for each, voice in zip(people, voices, strict=True):
        bound = each.arrives_at or each.leaves_at
        heard = heard_blocks(day.moments, plenary.starts_at, each.arrives_at, each.leaves_at) if bound else frozenset()
        for project in voice:
            found[project].append(heard)
    return tuple(frozenset().union(*each) if all(each) else frozenset() for each in found)


def _wishes(
    plenary: Plenary, people: Sequence[Participant], voices: Sequence[Sequence[int]], project: Mapping[int, int]
) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return who wishes to meet any of whom."""
    place = {each.id: number for number, each in enumerate(people)}
    speaking: dict[int, list[int]] = defaultdict(list)
    for person, voice in enumerate(voices):
        for number in voice:
            speaking[number].append(person)
    wanted = [(one, speaking[project[other]]) for one, other in wishes_of(plenary) if other in project]
    guests = [(one, [place[other]]) for one, other in guest_wishes_of(plenary) if other in place]
    return tuple((place[one], tuple(whom)) for one, whom in [*wanted, *guests] if one in place and whom)


def _cautions(laid: Laid) -> list[dict[str, Any]]:
    """Return what the room has to hear of, as concessions of the programme."""
    return [{"code": caution.code, "figures": dict(caution.figures)} for caution in laid.cautions]


def _sitter(participant: Participant) -> Sitter:
    project = participant.project
    return Sitter(participant.id, project.association_id if project else None, participant.human)


def _same_people(people: Sequence[Participant]) -> tuple[tuple[int, ...], ...]:
    """Return the groups of places that are one human being."""
    groups: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, each in enumerate(people):
        groups[each.human].append(place)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def _sitting(people: int, same: Sequence[Sequence[int]], absent: Pairs, number: int) -> int:
    """Return how many sit in a round: those there, each human being once."""
    away = {person for person, missed in absent if missed == number}
    doubles = sum(max(0, len(set(group) - away) - 1) for group in same)
    return people - len(away) - doubles
