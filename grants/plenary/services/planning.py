"""What a programme is computed from and how, without the database: nobody waits while seats are looked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, Any

from grants.domain.affinity import Affinities
from grants.domain.running_order import running_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grants.domain.reasons import Reason
    from grants.domain.seating import Seating

REASONS_KEPT = 3
"""Reasons remembered for each pair at a table, the weightiest."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """Somebody present: the id of their line, of their association, and who stands behind it (`Participant.human`)."""

    id: int
    association_id: int | None
    human: tuple[str, int]


@dataclass(frozen=True, slots=True)
class Subject:
    """A project somebody may speak for: its id, its association's, its first theme (empty when none)."""

    id: int
    association_id: int
    theme: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A programme computed and not kept yet: figures of the seating, and the rows to write as plain values."""

    seed: int
    value: float
    bound: float
    poorest: float
    notes: dict[str, Any]
    seats: list[dict[str, Any]]
    passages: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a programme is computed from, as plain values: computing it holds no transaction.

    People are numbered as they sit, projects as in the affinities; `voices` are the projects each one speaks for.
    """

    people: tuple[Sitter, ...]
    voices: tuple[tuple[int, ...], ...]
    projects: tuple[Subject, ...]
    unheard: frozenset[int]
    affinity: Affinities
    rounds: int
    tables: tuple[tuple[int, int], ...]
    same_people: tuple[tuple[int, ...], ...]
    pitch_seconds: int

    def colleagues(self) -> list[tuple[int, int]]:
        """Return the pairs of one association, who sit apart wherever there are tables enough."""
        groups: dict[int, list[int]] = defaultdict(list)
        for place, person in enumerate(self.people):
            if person.association_id is not None:
                groups[person.association_id].append(place)
        return [pair for group in groups.values() if len(group) <= len(self.tables) for pair in combinations(group, 2)]

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

    def seats(self, seating: Seating) -> list[dict[str, Any]]:
        """Return everybody's seats, with whom to meet at each and why."""
        return [
            {
                "round": number,
                "table": table,
                "participant_id": self.people[place].id,
                "meets": {"people": self._meetings(place, [other for other in places if other != place])},
            }
            for number, tables in enumerate(seating.rounds, start=1)
            for table, places in enumerate(tables, start=1)
            for place in places
        ]

    def passages(self) -> list[dict[str, Any]]:
        """Return the presentations of the projects somebody speaks for, those of one association in a row."""
        speakers = self._speakers()
        blocks = running_order(
            [self.projects[group[0]].theme for group in speakers],
            lambda one, other: max(self.affinity.known(*pair) for pair in product(speakers[one], speakers[other])),
            sizes=[len(group) for group in speakers],
        )
        order = [(block.number, place) for block in blocks for speaker in block.places for place in speakers[speaker]]
        links = {other: self._link(one, other) for (block, one), (after, other) in pairwise(order) if block == after}
        return [
            {
                "position": position,
                "project_id": self.projects[place].id,
                "block": block,
                "seconds": self.pitch_seconds,
                "link": links.get(place, {}),
            }
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
