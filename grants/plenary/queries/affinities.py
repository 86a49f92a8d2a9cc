"""Who should meet whom at an evening, as staff read it, and what another choice of weights would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.domain.affinity import Acquaintance
from grants.domain.effect import Parts, moved, shares
from grants.domain.importance import weights_for
from grants.domain.reasons import Reason
from grants.plenary.queries.calls import projects_of
from grants.plenary.queries.profiles import affinities_of, levels_of
from grants.projects.models import Project

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grants.domain.affinity import Affinities
    from grants.plenary.models import Plenary

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two projects that should meet, the reasons from the side of `one`, and how they already know one another."""

    one: Project
    other: Project
    reasons: tuple[Reason, ...]
    known: Acquaintance


@dataclass(frozen=True, slots=True)
class Change:
    """A project whose closest ones would change: those that come in, those that go out."""

    project: Project
    come: tuple[Project, ...]
    go: tuple[Project, ...]


class AffinitiesPage:
    """All the pairs of an evening at some levels (those kept, or those tried)."""

    def __init__(self, plenary: Plenary, levels: Mapping[str, str] | None = None, slug: str = "") -> None:
        """Read the projects once; `slug` keeps the pairs of one project alone."""
        self.projects: Sequence[Project] = projects_of(plenary.call)
        self.kept = levels_of(plenary)
        self.levels = self.kept | dict(levels or {})
        self.project = next((project for project in self.projects if project.slug == slug), None)
        usual = affinities_of(plenary, self.projects, levels={})
        self._parts = Parts(usual)
        self._affinities: Affinities = usual.weighing(weights_for(self.levels))
        self._places = self._ordered()

    @property
    def tried(self) -> bool:
        """Whether these levels are not the ones kept."""
        return self.levels != self.kept

    @property
    def count(self) -> int:
        """How many pairs have a reason to meet."""
        return len(self._places)

    @property
    def pages(self) -> int:
        """How many pages they make."""
        return max(1, -(-self.count // PER_PAGE))

    @property
    def alone(self) -> list[Project]:
        """The projects that nothing brings near to any other, by title."""
        near = {place for pair in self._parts.values(self.levels) for place in pair}
        return [project for place, project in enumerate(self.projects) if place not in near]

    def pairs(self, page: int | None = None) -> list[Pair]:
        """Return the pairs of a page (from 1), or all of them, those with most reasons first."""
        places = self._places if page is None else self._places[(page - 1) * PER_PAGE : page * PER_PAGE]
        return [
            Pair(
                self.projects[one],
                self.projects[other],
                tuple(self._affinities.reasons(one, other)),
                self._affinities.acquaintance(one, other),
            )
            for one, other in places
        ]

    def shares(self) -> dict[str, tuple[int, int]]:
        """Return what part of the reasons each criterion gives, in percent: as kept, as tried."""
        kept, tried = shares(self._parts, self.kept), shares(self._parts, self.levels)
        return {criterion: (kept[criterion], tried[criterion]) for criterion in kept}

    def changes(self) -> list[Change]:
        """Return the projects whose closest ones would change, by title."""
        found = moved(self._parts, self.kept, self.levels) if self.tried else {}
        return [
            Change(
                self.projects[place],
                tuple(self.projects[other] for other in come),
                tuple(self.projects[other] for other in go),
            )
            for place, (come, go) in found.items()
        ]

    def _ordered(self) -> list[tuple[int, int]]:
        """Return the pairs, those with most reasons first; of one project, seen from its side."""
        values = self._parts.values(self.levels)
        pairs = sorted(values, key=lambda pair: (-values[pair], pair))
        if self.project is None:
            return pairs
        mine = self.projects.index(self.project)
        return [(mine, one if other == mine else other) for one, other in pairs if mine in {one, other}]
