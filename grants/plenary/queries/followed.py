"""The staff's list of encounters: who wants to go on, and how it lived at one and at six months."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants.db import db
from grants.domain.following import MONTHS
from grants.plenary.models import Encounter, EncounterNews
from grants.plenary.queries.encounters import encounters_of

if TYPE_CHECKING:
    from grants.plenary.models import Plenary


@dataclass(frozen=True, slots=True)
class Followed:
    """An encounter as staff read it: what was said of it, and the last news at each time. Contact details stay out."""

    encounter: Encounter
    words: tuple[str, ...]
    news: dict[int, EncounterNews | None]

    @property
    def agreed(self) -> bool:
        """Whether both sides want it."""
        return self.encounter.agreed_at is not None


@dataclass(frozen=True, slots=True)
class Tally:
    """The encounters of an evening in figures."""

    said: int
    agreed: int
    exchanged: int
    month: int
    half_year: int


def followed(plenary: Plenary, shown: str = "all") -> list[Followed]:
    """Return the encounters asked for: `all`, `agreed`, `one_side`, or those without news at `month` or `half_year`."""
    return [each for each in map(_read, encounters_of(plenary)) if _is_shown(each, shown)]


def tally(rows: list[Followed]) -> Tally:
    """Count encounters: said by a side, wanted by both, details exchanged, told of at each time."""
    return Tally(
        len(rows),
        sum(row.agreed for row in rows),
        sum(row.encounter.exchanged_at is not None for row in rows),
        sum(row.news[MONTHS["month"]] is not None for row in rows),
        sum(row.news[MONTHS["half_year"]] is not None for row in rows),
    )


def news_of(plenary: Plenary, number: int) -> EncounterNews | None:
    """Return one piece of news of an evening."""
    news = db.session.get(EncounterNews, number)
    return news if news and db.session.get_one(Encounter, news.encounter_id).plenary_id == plenary.id else None


def encounter_of_evening(plenary: Plenary, number: int) -> Encounter | None:
    """Return one encounter of an evening."""
    encounter = db.session.get(Encounter, number)
    return encounter if encounter and encounter.plenary_id == plenary.id else None


def _read(encounter: Encounter) -> Followed:
    words = tuple(dict.fromkeys(side.words for side in encounter.sides if side.words))
    told = sorted(encounter.news, key=lambda each: (each.at, each.id))
    last = {each.months: each for each in told}
    return Followed(encounter, words, {months: last.get(months) for months in MONTHS.values()})


def _is_shown(row: Followed, shown: str) -> bool:
    if shown in MONTHS:
        return row.agreed and row.news[MONTHS[shown]] is None
    return {"agreed": row.agreed, "one_side": not row.agreed}.get(shown, True)
