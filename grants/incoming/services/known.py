"""The associations that grants go to, known by their number and their name without holding them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.accounts.models import Association
from grants.db import db
from grants.domain.history_columns import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.domain.history import PastGrant


@dataclass(slots=True)
class Held:
    """An association: its id (zero until it is written) and its SIRET."""

    siret: str | None
    id: int = 0


class Associations:
    """What is known of the associations there are, and of those that the grants of a file name."""

    def __init__(self) -> None:
        """Read those that are there; of two with one name, the first counts."""
        self.by_siret: dict[str, Held] = {}
        self.by_name: dict[str, Held] = {}
        self.fresh: list[tuple[Held, Association]] = []
        there = select(Association.id, Association.siret, Association.name).order_by(Association.id.desc())
        for number, siret, name in db.session.execute(there):
            self._know(Held(siret, number), name)

    def of(self, grants: Sequence[PastGrant]) -> tuple[list[Association], list[Association]]:
        """Return the association of each grant, then those that had to be made for them."""
        held = [self._held(grant) for grant in grants]
        made = [row for _, row in self.fresh]
        db.session.add_all(made)
        db.session.flush()
        for each, row in self.fresh:
            each.id = row.id
        self.fresh.clear()
        named = select(Association).where(Association.id.in_({each.id for each in held}))
        rows = {row.id: row for row in db.session.scalars(named)}
        return [rows[each.id] for each in held], made

    def _held(self, grant: PastGrant) -> Held:
        """Return the association of that SIRET, else of that name, one to make if unknown."""
        found = self.by_siret.get(grant.siret or "") or self.by_name.get(plain(grant.recipient))
        if found is None or (grant.siret and found.siret and found.siret != grant.siret):
            found = Held(grant.siret)
            given = {"siret": grant.siret, "siret_given": grant.siret_given or None, "rna": grant.rna}
            self.fresh.append((found, Association(name=grant.recipient, **given)))
            self._know(found, grant.recipient)
        return found

    def _know(self, held: Held, name: str) -> None:
        """Remember an association by its number and its name."""
        if held.siret:
            self.by_siret[held.siret] = held
        self.by_name[plain(name)] = held
