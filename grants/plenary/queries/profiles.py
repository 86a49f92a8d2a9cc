"""What the projects of a call say of themselves, read for the affinities."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from grants.calls.models import Call
from grants.db import db
from grants.domain.affinity import Acquaintance, affinities
from grants.domain.importance import CRITERIA, USUAL, weights_for
from grants.domain.readings import Profile, Wish
from grants.domain.words import Lexicon, wish_lexicon
from grants.plenary.models import Importance, Participant, Plenary
from grants.plenary.queries.calls import plenary_of
from grants.plenary.queries.memory import met_before
from grants.plenary.queries.wishes import wishes_of
from grants.projects.models import Project
from grants.projects.search import stem
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from grants.domain.affinity import Affinities
    from grants.domain.territory import Territory
    from grants.projects.models import NeedOffer


def levels_of(plenary: Plenary | None) -> dict[str, str]:
    """Return the level of every criterion at an evening: as usual when nobody said otherwise."""
    kept = select(Importance.criterion, Importance.level)
    rows = db.session.execute(kept.where(Importance.plenary_id == plenary.id)) if plenary else ()
    return dict.fromkeys(CRITERIA, USUAL) | {criterion: level for criterion, level in rows if criterion in CRITERIA}


def affinities_of(
    evening: Plenary | Call, projects: Sequence[Project], *, levels: Mapping[str, str] | None = None
) -> Affinities:
    """Return who among these projects should meet whom, places counted as in `projects`.

    `levels` say how much each criterion counts, in place of what staff kept for the evening.
    """
    call = evening.call if isinstance(evening, Plenary) else evening
    plenary = plenary_of(call)
    town = territory(call.territory)
    seasons, wished = _seasons(call), _wished(plenary)
    profiles = [
        _profile(project, seasons.get(project.association_id, 0), wished.get(project.id, frozenset()))
        for project in projects
    ]
    return affinities(
        profiles,
        Lexicon(stem, _names(town)),
        wish_lexicon=wish_lexicon(stem),
        touches={place.key: place.touches for place in town.neighbourhoods},
        weights=weights_for(levels_of(plenary) if levels is None else levels),
        known=_acquainted(plenary),
    )


def _profile(project: Project, seasons: int, wished: frozenset[int]) -> Profile:
    return Profile(
        key=project.id,
        association=project.association_id,
        name=f"{project.association.name} {project.carried_group}",
        title=project.title,
        purpose=f"{project.hook}\n{project.what}",
        for_whom=project.for_whom,
        quarters=tuple(project.neighbourhoods),
        themes=tuple(project.themes),
        needs=_wishes(project.needs),
        offers=_wishes(project.offers),
        newcomer=project.first_time,
        seasons=seasons,
        commons=project.commons,
        when=project.when_text,
        wished=wished,
    )


def _wished(plenary: Plenary | None) -> dict[int, frozenset[int]]:
    """Return, for each project somebody comes for, the projects whose people they wish to meet."""
    if plenary is None:
        return {}
    lines = select(Participant.id, Participant.project_id).where(Participant.plenary_id == plenary.id)
    speaks_for = dict(db.session.execute(lines).all())
    found: dict[int, set[int]] = defaultdict(set)
    for participant_id, wished in wishes_of(plenary):
        project_id = speaks_for.get(participant_id)
        if project_id is not None:
            found[project_id].add(wished)
    return {project: frozenset(wished) for project, wished in found.items()}


def _acquainted(plenary: Plenary | None) -> dict[frozenset[Hashable], Acquaintance]:
    """Return which associations know one another from the evenings before."""
    met = met_before(plenary) if plenary else {}
    return {frozenset(pair): Acquaintance(before.tables, before.suites) for pair, before in met.items()}


def _wishes(rows: Sequence[NeedOffer]) -> tuple[Wish, ...]:
    return tuple(Wish(row.kind, row.sentence) for row in rows)


def _names(town: Territory) -> list[str]:
    """Return the names that everybody in this town uses: they bring nobody together."""
    places = [name for place in town.neighbourhoods for name in (place.name, *place.aliases)]
    return [town.name, town.demonyms, *places]


def _seasons(call: Call) -> dict[int, int]:
    """Count, for each association, the earlier years in which it carried a project."""
    earlier = (
        select(Project.association_id, func.count(Call.year.distinct()))
        .join(Call)
        .where(Call.year < call.year, Project.public_since.is_not(None))
        .group_by(Project.association_id)
    )
    return dict(db.session.execute(earlier).all())
