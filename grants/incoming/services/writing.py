"""Writing past grants: each becomes a public project with its award, its act, its association and its call."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.accounts.models import Association
from grants.budget.models import Award, Deliberation
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.calendar import usual_dates
from grants.domain.guess import quarters_of, themes_of
from grants.domain.history_columns import plain
from grants.domain.past_title import formulas, title_of
from grants.domain.slugs import slug_of
from grants.incoming.models import HistoryLine, HistoryMade
from grants.projects.services import Story, publish_project
from grants.territories.queries import territory, territory_of_siren

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable

    from grants.domain.history import PastGrant
    from grants.domain.history_choices import Choices
    from grants.incoming.models import HistoryImport
    from grants.incoming.services.reading import Line

NO_FUNDER = "historique"


class Writer:
    """Writes grants read from one file, with the calls, associations and acts they need, each made once."""

    def __init__(self, source: HistoryImport, town: str, choices: Choices) -> None:
        """Know what is already there: calls, acts, associations."""
        self.source, self.town, self.choices = source, town, choices
        self.uses: Counter[str] = formulas(())
        self.calls = {(call.year, call.scheme): call for call in db.session.scalars(select(Call))}
        self.acts: dict[tuple[int, str], Deliberation] = {
            (act.call_id, act.number): act for act in db.session.scalars(select(Deliberation))
        }
        self.by_siret: dict[str, Association] = {}
        self.by_name: dict[str, Association] = {}
        for association in db.session.scalars(select(Association).order_by(Association.id.desc())):
            self._know(association)

    def learn(self, lines: Iterable[Line]) -> None:
        """Read all the lines of a file first: what stands on many of them is a formula, not a title."""
        self.uses = formulas(line.grant.purpose for line in lines if line.grant is not None)

    def write(self, lines: Iterable[Line]) -> None:
        """Write each grant as association, project, act and award."""
        for line in lines:
            if line.grant is None:
                continue
            award = self._award(line.grant, title_of(line.grant.purpose, line.grant.recipient, self.uses))
            told = {"award_id": award.id, "line": line.line, "fingerprint": line.grant.fingerprint}
            db.session.add(HistoryLine(import_id=self.source.id, **told))
        db.session.flush()

    def _award(self, grant: PastGrant, title: str) -> Award:
        """Write one grant."""
        call = self._call(grant)
        association = self._association(grant)
        project = publish_project(call, association, self._story(grant, call, title), author=self.source.file_name)
        if grant.decided_on:
            project.public_since = datetime.combine(grant.decided_on, time(12), UTC)
        act = self._act(call, grant)
        award = Award(project=project, deliberation_id=act.id, voted_cents=grant.amount_cents)
        db.session.add(award)
        db.session.flush()
        return award

    def _story(self, grant: PastGrant, call: Call, title: str) -> Story:
        """Tell a past grant with its own words only; quarters and themes are those its words name."""
        town = territory(call.territory)
        words = f"{grant.recipient} {grant.purpose}"
        ours = territory_of_siren(grant.funder_siren) is not None
        return Story(
            title=title,
            what=grant.purpose,
            neighbourhoods=tuple(quarters_of(words, town.neighbourhoods)) if ours else (),
            themes=tuple(themes_of(words, town.themes)),
            licence="",
        )

    def _call(self, grant: PastGrant) -> Call:
        """Return the call of past grants of this funder and year: never one that people apply to."""
        year = self.choices.year or grant.year or now().year
        scheme = self.choices.scheme or slug_of(f"subventions {grant.funder or NO_FUNDER}")
        known = self.calls.get((year, scheme))
        if known is not None and not known.imported:
            scheme = slug_of(f"subventions {scheme}")
        if (year, scheme) not in self.calls:
            town = territory_of_siren(grant.funder_siren) or territory(self.town)
            call = Call(
                year=year,
                scheme=scheme,
                title=f"{grant.funder or self.source.file_name} {year}",
                territory=town.key,
                cap_cents=town.cap_cents,
                imported=True,
                **asdict(usual_dates(year)),
            )
            self._make("call", call)
            self.calls[year, scheme] = call
        return self.calls[year, scheme]

    def _association(self, grant: PastGrant) -> Association:
        """Return the association of that SIRET, else of that name, made if unknown."""
        name = plain(grant.recipient)
        found = self.by_siret.get(grant.siret or "") or self.by_name.get(name)
        if found is None or (grant.siret and found.siret and found.siret != grant.siret):
            found = Association(
                name=grant.recipient, siret=grant.siret, siret_given=grant.siret_given or None, rna=grant.rna
            )
            self._make("association", found)
            self._know(found)
        return found

    def _know(self, association: Association) -> None:
        """Remember an association by its number and its name."""
        if association.siret:
            self.by_siret[association.siret] = association
        self.by_name[plain(association.name)] = association

    def _act(self, call: Call, grant: PastGrant) -> Deliberation:
        """Return the act that gave it; an act whose number is lost is known by its day."""
        number = grant.act or f"sans numéro, {grant.decided_on or 'sans date'}"
        known = self.acts.get((call.id, number))
        if known is not None and known.voted_on != grant.decided_on:
            number = f"{number} ({grant.decided_on or 'sans date'})"
            known = self.acts.get((call.id, number))
        if known is None:
            known = Deliberation(call_id=call.id, number=number, voted_on=grant.decided_on)
            self._make("deliberation", known)
            self.acts[call.id, number] = known
        return known

    def _make(self, kind: str, row: Call | Association | Deliberation) -> None:
        """Write what had to be made, and note that this import made it."""
        db.session.add(row)
        db.session.flush()
        db.session.add(HistoryMade(import_id=self.source.id, kind=kind, row_id=row.id))
