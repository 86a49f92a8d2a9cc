"""What a programme is computed from and how, without the database: nobody waits while seats are looked for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise, product
from typing import TYPE_CHECKING, Any

from grants.domain.affinity import Affinities, sent_for
from grants.domain.reasons import Weights
from grants.domain.running_order import running_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grants.domain.reasons import Reason
    from grants.domain.seating.programme import Rounds

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
    """A programme made and not kept yet: figures of the seating, and the rows to write as plain values.

    `origin`, `based_on` and `once` are those of the version to be (see `Programme`).
    """

    seed: int
    value: float
    bound: float
    poorest: float
    notes: dict[str, Any]
    seats: list[dict[str, Any]]
    passages: list[dict[str, Any]]
    origin: str = "computed"
    based_on: int | None = None
    once: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What every programme holds to, people by their places in the plan, tables and rounds counted from 0.

    `absent` (person, round); `apart` were asked in private; `friends` come for one association, and are only kept
    apart where that is possible; `hosts` person → table; `met` know one another already.
    """

    absent: tuple[tuple[int, int], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()
    friends: tuple[tuple[int, int], ...] = ()
    together: tuple[tuple[int, int], ...] = ()
    hosts: tuple[tuple[int, int], ...] = ()
    met: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Plan:
    """All that a programme is computed from, as plain values: computing it holds no transaction.

    People are numbered as they sit, projects as in the affinities; `voices` are the projects each one speaks for.
    `tables` are bounds of seats, `numbers` what is written on each; `blocks` tells for each project in which blocks
    of presentations somebody is there to speak (any when empty); `wishes` are (person, people any of whom they wish to
    meet). `concessions` say what could not be held to: a `code` with `figures`, `people` or `rounds`.
    """

    people: tuple[Sitter, ...]
    voices: tuple[tuple[int, ...], ...]
    projects: tuple[Subject, ...]
    unheard: frozenset[int]
    affinity: Affinities
    rounds: int
    tables: tuple[tuple[int, int], ...]
    numbers: tuple[int, ...]
    same_people: tuple[tuple[int, ...], ...]
    pitch_seconds: int
    asked: Asked = field(default_factory=Asked)
    wishes: tuple[tuple[int, tuple[int, ...]], ...] = ()
    blocks: tuple[frozenset[int], ...] = ()
    concessions: tuple[dict[str, Any], ...] = ()

    @cached_property
    def worth(self) -> list[list[float]]:
        """What each pair of people is worth."""
        table = [[0.0] * len(self.people) for _ in self.people]
        for one, other in combinations(range(len(self.people)), 2):
            table[one][other] = table[other][one] = self.between(one, other)
        return table

    def between(self, one: int, other: int) -> float:
        """Return what two people are worth to one another; those who already met, nothing."""
        if (min(one, other), max(one, other)) in self._met:
            return 0.0
        best = self.affinity.between(self.voices[one], self.voices[other], self._sent)
        hoped = (one, other) in self.hopes or (other, one) in self.hopes
        return max(best, Weights().asked) if hoped else best

    @cached_property
    def _sent(self) -> Mapping[int, int]:
        return sent_for(self.voices)

    @cached_property
    def _met(self) -> frozenset[tuple[int, int]]:
        return frozenset(self.asked.met)

    @cached_property
    def hopes(self) -> frozenset[tuple[int, int]]:
        """Who wishes to meet whom (both ways counted apart), where one of the two speaks for no project.

        Between projects the affinities know of wishes.
        """
        return frozenset(
            (one, other)
            for one, whom in self.wishes
            for other in whom
            if other != one and not (self.voices[one] and self.voices[other])
        )

    @cached_property
    def known(self) -> frozenset[int]:
        """The people of whom something is known that says whom to meet: a project, or a wish."""
        return frozenset(place for place, voice in enumerate(self.voices) if voice) | {
            place for pair in self.hopes for place in pair
        }

    def notes(self, rounds: Rounds) -> dict[str, Any]:
        """Return what a programme remembers beside its seats: who speaks for what, and why each table sits."""
        return {
            "voices": {
                str(person.id): [self.projects[place].id for place in voice]
                for person, voice in zip(self.people, self.voices, strict=True)
            },
            "unheard": sorted(self.projects[place].id for place in self.unheard),
            "rounds": len(rounds),
            "tables": max((sum(map(bool, tables)) for tables in rounds), default=0),
            "concessions": list(self.concessions),
            "why": {
                f"{number}-{table}": why
                for number, tables in enumerate(rounds, start=1)
                for table, places in zip(self.numbers, tables, strict=False)
                if (why := self._most_shared(places))
            },
        }

    def seats(self, rounds: Rounds) -> list[dict[str, Any]]:
        """Return everybody's seats, with whom to meet at each and why."""
        return [
            {
                "round": number,
                "table": table,
                "participant_id": self.people[place].id,
                "meets": {"people": self._meetings(place, [other for other in places if other != place])},
            }
            for number, tables in enumerate(rounds, start=1)
            for table, places in zip(self.numbers, tables, strict=False)
            for place in places
        ]

    def passages(self) -> list[dict[str, Any]]:
        """Return the presentations of the projects somebody speaks for, those of one association in a row."""
        speakers = self._speakers()
        blocks = running_order(
            [self.projects[group[0]].theme for group in speakers],
            lambda one, other: max(self.affinity.known(*pair) for pair in product(speakers[one], speakers[other])),
            sizes=[len(group) for group in speakers],
            allowed=[self._blocks_of(group) for group in speakers],
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
        """Group the projects that one association or one human being presents: nobody speaks in two rooms at once."""
        first: dict[object, int] = {}
        home = list(range(len(self.projects)))

        def found(place: int) -> int:
            while home[place] != place:
                place = home[place]
            return place

        said = [(self.people[one].human, place) for one, voice in enumerate(self.voices) for place in voice]
        for key, place in [*((project.association_id, n) for n, project in enumerate(self.projects)), *said]:
            one, other = sorted((found(first.setdefault(key, place)), found(place)))
            home[other] = one
        groups: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self.projects)):
            if place not in self.unheard:
                groups[found(place)].append(place)
        return list(groups.values())

    def _blocks_of(self, group: Sequence[int]) -> frozenset[int]:
        """Return the blocks in which somebody is there for each of these projects; empty when any will do."""
        known = [self.blocks[place] for place in group if self.blocks and self.blocks[place]]
        return frozenset.intersection(*known) if known else frozenset()

    def _link(self, one: int, other: int) -> dict[str, Any]:
        return next((kept_reason(reason) for reason in self.affinity.reasons(one, other)), {})

    def _meetings(self, place: int, others: Iterable[int]) -> list[dict[str, Any]]:
        """Return those worth meeting, the ones with most reasons first."""
        found = []
        for other in others:
            pair = self.affinity.best_pair(self.voices[place], self.voices[other])
            if pair is None:
                found += self._hoped(place, other)
            else:
                found.append(
                    {
                        "who": self.people[other].id,
                        "mine": self.projects[pair[0]].id,
                        "theirs": self.projects[pair[1]].id,
                        "value": round(self.affinity.known(*pair), 2),
                        "reasons": [kept_reason(reason) for reason in self.affinity.reasons(*pair)[:REASONS_KEPT]],
                    }
                )
        return sorted(found, key=lambda each: (-float(str(each["value"])), str(each["who"])))

    def _hoped(self, place: int, other: int) -> list[dict[str, Any]]:
        """Return the meeting of two people of whom one has no project, when either wishes it."""
        kinds = {(True, True): "asked_both", (True, False): "asked", (False, True): "asked_by"}
        kind = kinds.get(((place, other) in self.hopes, (other, place) in self.hopes))
        if kind is None:
            return []
        mine, theirs = (
            next((self.projects[number].id for number in self.voices[each]), None) for each in (place, other)
        )
        reasons = [{"kind": kind, "params": {}}]
        met = {"who": self.people[other].id, "mine": mine, "theirs": theirs, "reasons": reasons}
        return [met | {"value": round(self.between(place, other), 2)}]

    def _most_shared(self, places: Sequence[int]) -> dict[str, Any]:
        """Return the reason that weighs most at a table, with the two people whom it joins best."""
        weights: dict[tuple[str, str], float] = defaultdict(float)
        best: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}
        for one, other in combinations(places, 2):
            pair = self.affinity.best_pair(self.voices[one], self.voices[other])
            for reason in self.affinity.reasons(*pair) if pair else ():
                key = (reason.kind, _subject(reason))
                weights[key] += reason.weight
                example = kept_reason(reason) | {"one": self.people[one].id, "other": self.people[other].id}
                best[key] = max(best.get(key, (0.0, {})), (reason.weight, example), key=lambda each: each[0])
        return best[max(weights, key=lambda key: (weights[key], key))][1] if weights else {}


def _subject(reason: Reason) -> str:
    """Return what makes two reasons of a kind the same one."""
    params = dict(reason.params)
    words = params.get("words")
    return str(words[0]) if isinstance(words, tuple) else str(sorted(params.items()))


def kept_reason(reason: Reason) -> dict[str, Any]:
    """Return a reason as a version keeps it, in plain values."""
    params = {name: list(value) if isinstance(value, tuple) else value for name, value in reason.params.items()}
    return {"kind": reason.kind, "params": params}
