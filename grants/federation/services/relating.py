"""Finding which of a neighbour's projects are alike ours, after each reading, so that no page ever computes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from grants.audit import record
from grants.db import db, now
from grants.domain.feeds.cousins import Text, ties
from grants.domain.words import Lexicon
from grants.federation.models import Cousin, Cousinage, Neighbour
from grants.federation.queries import last_change_of_ours, unrelated
from grants.projects.models import Project
from grants.projects.search import stem
from grants.settings import current_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Iterator


def relate_changed() -> Iterator[None]:
    """Compare again the neighbours' projects with ours when one of ours was published or changed since.

    Costs two short questions when none was.
    """
    numbers = unrelated()
    for number in numbers:
        yield from relate(number)
        yield


def relate(neighbour_id: int) -> Iterator[None]:
    """Write anew which of a neighbour's projects are alike ours; no transaction is open while words are compared."""
    change = last_change_of_ours()
    ours = {
        number: Text(title, f"{hook} {what}")
        for number, title, hook, what in db.session.execute(
            select(Project.id, Project.title, Project.hook, Project.what).where(Project.public_since.is_not(None))
        )
    }
    theirs = {
        number: Text(title, f"{hook} {themes}")
        for number, title, hook, themes in db.session.execute(
            select(Cousin.id, Cousin.title, Cousin.hook, Cousin.themes).where(Cousin.neighbour_id == neighbour_id)
        )
    }
    yield
    town = territory(current_settings().territory)
    lexicon = Lexicon(stem, [town.name, town.demonyms, *(place.name for place in town.neighbourhoods)])
    found = {(tie.ours, tie.theirs): tie for tie in ties(ours, theirs, lexicon)}
    neighbour = db.session.get(Neighbour, neighbour_id)
    if neighbour is not None:
        neighbour.related_at = change or now()
        _write(neighbour_id, {pair: (tie.nearness, list(tie.words)) for pair, tie in found.items()})


def _write(neighbour_id: int, found: dict[tuple[int, int], tuple[float, list[str]]]) -> None:
    """Replace what was known when it differs; projects that went away meanwhile are left out."""
    of_neighbour = select(Cousin.id).where(Cousin.neighbour_id == neighbour_id)
    chosen = select(Cousinage.project_id, Cousinage.cousin_id, Cousinage.nearness, Cousinage.words)
    known = {
        (ours, theirs): (nearness, list(words))
        for ours, theirs, nearness, words in db.session.execute(chosen.where(Cousinage.cousin_id.in_(of_neighbour)))
    }
    here = set(db.session.scalars(select(Project.id).where(Project.public_since.is_not(None))))
    there = set(db.session.scalars(of_neighbour))
    kept = {pair: tie for pair, tie in found.items() if pair[0] in here and pair[1] in there}
    if kept == known:
        return
    db.session.execute(delete(Cousinage).where(Cousinage.cousin_id.in_(of_neighbour)))
    rows = [
        {"project_id": ours, "cousin_id": theirs, "nearness": nearness, "words": words}
        for (ours, theirs), (nearness, words) in kept.items()
    ]
    if rows:
        db.session.execute(insert(Cousinage), rows)
    record("command", "cousins_found", f"neighbour:{neighbour_id}", {"ties": len(rows)})
