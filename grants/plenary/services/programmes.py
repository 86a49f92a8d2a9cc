"""Building a programme: affinities, then seats, then the order of presentations; and publishing it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, Any

from grants.db import db
from grants.domain.affinity import Affinities
from grants.domain.errors import RuleError
from grants.domain.running_order import running_order
from grants.domain.tables import tables_for
from grants.plenary.models import Participant, Passage, Programme, Seat
from grants.plenary.queries import affinities_of, attendance, next_version, participants_of, projects_of
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.domain.reasons import Reason
    from grants.domain.seating import Seating
    from grants.plenary.models import Plenary

REASONS_KEPT = 3
"""Reasons remembered for each pair at a table, the weightiest."""


def build_programme(plenary: Plenary, *, seconds: float = 5.0, seed: int = 0) -> Programme:
    """Compute where everybody present sits and who speaks when; keep it as a new version, not yet published.

    `seconds` is the most time the seating may take. Raises RuleError: those of `tables_for`, and `infeasible` (reason).
    """
    from grants.domain.seating import Infeasible, seat  # noqa: PLC0415 - numpy is loaded where it works

    evening = _Evening.of(plenary)
    same = evening.same_people()
    tables = tables_for(
        len(evening.people) - sum(len(group) - 1 for group in same),
        fewest=plenary.fewest_seats,
        most=plenary.most_seats,
        count=plenary.tables,
    )
    try:
        seating = seat(
            evening.affinity.matrix(evening.voices),
            plenary.rounds,
            tables,
            apart=evening.colleagues(len(tables)),
            same_person=same,
            seed=seed,
            seconds=seconds,
        )
    except Infeasible as error:
        raise RuleError("infeasible", reason=str(error)) from error
    programme = Programme(
        plenary=plenary,
        version=next_version(plenary),
        seed=seed,
        value=float(seating.value),
        bound=float(seating.bound),
        poorest=float(seating.poorest),
        notes=evening.notes(seating),
        seats=evening.seats(seating),
        passages=evening.passages(plenary.pitch_seconds),
    )
    db.session.add(programme)
    db.session.flush()
    return programme


def publish(programme: Programme) -> None:
    """Show this version to everybody."""
    programme.plenary.published_version = programme.version
    db.session.flush()


@dataclass(frozen=True, slots=True)
class _Evening:
    """The people present, numbered as they sit, and the projects they speak for, numbered as in the affinities."""

    people: tuple[Participant, ...]
    voices: tuple[tuple[int, ...], ...]
    projects: Sequence[Project]
    unheard: frozenset[int]
    affinity: Affinities

    @classmethod
    def of(cls, plenary: Plenary) -> _Evening:
        """Read who comes and what brings them together."""
        projects = projects_of(plenary.call)
        there = attendance(participants_of(plenary), projects)
        place = {project.id: number for number, project in enumerate(projects)}
        voices = tuple(tuple(place[project.id] for project in spoken) for spoken in there.projects)
        unheard = frozenset(place[project.id] for project in there.unheard)
        return cls(there.present, voices, projects, unheard, affinities_of(plenary.call, projects))

    def same_people(self) -> list[list[int]]:
        """Return the groups of places that are one human being."""
        groups: dict[int, list[int]] = defaultdict(list)
        for place, person in enumerate(self.people):
            if person.person_id is not None:
                groups[person.person_id].append(place)
        return [group for group in groups.values() if len(group) > 1]

    def colleagues(self, tables: int) -> list[tuple[int, int]]:
        """Return the pairs of one association, who sit apart wherever there are tables enough."""
        groups: dict[int, list[int]] = defaultdict(list)
        for place, person in enumerate(self.people):
            if person.project is not None:
                groups[person.project.association_id].append(place)
        return [pair for group in groups.values() if len(group) <= tables for pair in combinations(group, 2)]

    def notes(self, seating: Seating) -> dict[str, Any]:
        """Return what a programme remembers beside its seats: who speaks for what, and why each table sits."""
        return {
            "voices": {
                str(person.id): [self.projects[place].id for place in voice]
                for person, voice in zip(self.people, self.voices, strict=True)
            },
            "unheard": sorted(self.projects[place].id for place in self.unheard),
            "rounds": len(seating.rounds),
            "tables": max((len(tables) for tables in seating.rounds), default=0),
            "why": {
                f"{number}-{table}": why
                for number, tables in enumerate(seating.rounds, start=1)
                for table, places in enumerate(tables, start=1)
                if (why := self._most_shared(places))
            },
        }

    def seats(self, seating: Seating) -> list[Seat]:
        """Return everybody's seats, with whom to meet at each and why."""
        return [
            Seat(
                round=number,
                table=table,
                participant_id=self.people[place].id,
                meets={"people": self._meetings(place, [other for other in places if other != place])},
            )
            for number, tables in enumerate(seating.rounds, start=1)
            for table, places in enumerate(tables, start=1)
            for place in places
        ]

    def passages(self, seconds: int) -> list[Passage]:
        """Return the presentations of the projects somebody speaks for, those of one association in a row."""
        speakers = self._speakers()
        blocks = running_order(
            [next(iter(self.projects[group[0]].themes), "") for group in speakers],
            lambda one, other: max(self.affinity.known(*pair) for pair in product(speakers[one], speakers[other])),
            sizes=[len(group) for group in speakers],
        )
        order = [(block.number, place) for block in blocks for speaker in block.places for place in speakers[speaker]]
        links = {other: self._link(one, other) for (block, one), (after, other) in pairwise(order) if block == after}
        return [
            Passage(
                position=position,
                project_id=self.projects[place].id,
                block=block,
                seconds=seconds,
                link=links.get(place, {}),
            )
            for position, (block, place) in enumerate(order, start=1)
        ]

    def _speakers(self) -> list[list[int]]:
        """Group the projects by association, so that nobody has to speak in two rooms at once."""
        groups: dict[int, list[int]] = defaultdict(list)
        for place, project in enumerate(self.projects):
            if place not in self.unheard:
                groups[project.association_id].append(place)
        return list(groups.values())

    def _link(self, one: int, other: int) -> dict[str, Any]:
        return next((_kept(reason) for reason in self.affinity.reasons(one, other)), {})

    def _meetings(self, place: int, others: Iterable[int]) -> list[dict[str, Any]]:
        """Return those worth meeting, the ones with most reasons first."""
        found = []
        for other in others:
            pair = self.affinity.best_pair(self.voices[place], self.voices[other])
            if pair is not None:
                found.append(
                    {
                        "who": self.people[other].id,
                        "mine": self.projects[pair[0]].id,
                        "theirs": self.projects[pair[1]].id,
                        "value": round(self.affinity.known(*pair), 2),
                        "reasons": [_kept(reason) for reason in self.affinity.reasons(*pair)[:REASONS_KEPT]],
                    }
                )
        return sorted(found, key=lambda each: (-float(str(each["value"])), str(each["who"])))

    def _most_shared(self, places: Sequence[int]) -> dict[str, Any]:
        """Return the reason that weighs most at a table, with the two people whom it joins best."""
        weights: dict[tuple[str, str], float] = defaultdict(float)
        best: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}
        for one, other in combinations(places, 2):
            pair = self.affinity.best_pair(self.voices[one], self.voices[other])
            for reason in self.affinity.reasons(*pair) if pair else ():
                key = (reason.kind, _subject(reason))
                weights[key] += reason.weight
                example = _kept(reason) | {"one": self.people[one].id, "other": self.people[other].id}
                best[key] = max(best.get(key, (0.0, {})), (reason.weight, example), key=lambda each: each[0])
        return best[max(weights, key=lambda key: (weights[key], key))][1] if weights else {}


def _subject(reason: Reason) -> str:
    """Return what makes two reasons of a kind the same one."""
    params = dict(reason.params)
    words = params.get("words")
    return str(words[0]) if isinstance(words, tuple) else str(sorted(params.items()))


def _kept(reason: Reason) -> dict[str, Any]:
    params = {name: list(value) if isinstance(value, tuple) else value for name, value in reason.params.items()}
    return {"kind": reason.kind, "params": params}
