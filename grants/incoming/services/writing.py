"""Writing past grants: each becomes a public project with its award, its act, its association and its call."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import select

from grants.budget.models import Award, Deliberation
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.calendar import usual_dates
from grants.domain.guess import quarters_of, themes_of
from grants.domain.past_title import formulas, title_of
from grants.domain.slugs import slug_of
from grants.incoming.models import HistoryLine, HistoryMade
from grants.incoming.services.known import Associations
from grants.projects.services import Fresh, Story, publish_new
from grants.territories.queries import territory, territory_of_siren

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence
    from datetime import date

    from grants.accounts.models import Association
    from grants.domain.history import PastGrant
    from grants.domain.history_choices import Choices
    from grants.incoming.models import HistoryImport
    from grants.incoming.services.reading import Line

NO_FUNDER = "historique"
BATCH = 100
"""Lines written in one transaction, so that nobody who writes meanwhile waits for long."""


class Writer:
    """Writes grants read from one file, with the calls, associations and acts they need, each made once."""

    def __init__(self, source: HistoryImport, town: str, choices: Choices) -> None:
        """Know what is already there: calls, acts, associations."""
        self.source, self.town, self.choices = source, town, choices
        self.uses: Counter[str] = formulas(())
        self.calls = {(call.year, call.scheme): call for call in db.session.scalars(select(Call))}
        acts = select(Deliberation.call_id, Deliberation.number, Deliberation.id, Deliberation.voted_on)
        self.acts: dict[tuple[int, str], tuple[int, date | None]] = {
            (call_id, number): (act, voted_on) for call_id, number, act, voted_on in db.session.execute(acts)
        }
        self.associations = Associations()

    def learn(self, lines: Iterable[Line]) -> None:
        """Read all the lines of a file first: what stands on many of them is a formula, not a title."""
        self.uses = formulas(line.grant.purpose for line in lines if line.grant is not None)

    def write(self, lines: Sequence[Line]) -> None:
        """Write each grant as association, project, act and award."""
        for start in range(0, len(lines), BATCH):
            self._write(lines[start : start + BATCH])

    def _write(self, lines: Sequence[Line]) -> None:
        """Write some grants, all of them in a few statements."""
        kept = [(line.line, line.grant) for line in lines if line.grant is not None]
        grants = [grant for _, grant in kept]
        calls = [self._call(grant) for grant in grants]
        associations, made = self.associations.of(grants)
        self._note("association", made)
        projects = publish_new(
            [self._fresh(*each) for each in zip(grants, calls, associations, strict=True)], self.source.file_name
        )
        acts = self._acts_of([(call.id, grant) for call, grant in zip(calls, grants, strict=True)])
        awards = [
            Award(project=project, deliberation_id=act, voted_cents=grant.amount_cents)
            for project, act, grant in zip(projects, acts, grants, strict=True)
        ]
        db.session.add_all(awards)
        db.session.flush()
        for (line, grant), award in zip(kept, awards, strict=True):
            told = {"award_id": award.id, "line": line, "fingerprint": grant.fingerprint}
            db.session.add(HistoryLine(import_id=self.source.id, **told))
        db.session.flush()

    def _fresh(self, grant: PastGrant, call: Call, association: Association) -> Fresh:
        """Return the project of a grant, public since the day of its act."""
        title = title_of(grant.purpose, grant.recipient, self.uses)
        since = datetime.combine(grant.decided_on, time(12), UTC) if grant.decided_on else None
        return Fresh(call, association, self._story(grant, call, title), since)

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
            db.session.add(call)
            db.session.flush()
            self._note("call", [call])
            self.calls[year, scheme] = call
        return self.calls[year, scheme]

    def _acts_of(self, grants: Iterable[tuple[int, PastGrant]]) -> list[int]:
        """Return the act that gave each grant of a call, by its id; those that are missing are made."""
        keys, fresh = [], {}
        for call_id, grant in grants:
            key = self._act_key(call_id, grant)
            if key not in self.acts:
                self.acts[key] = (0, grant.decided_on)
                fresh[key] = Deliberation(call_id=call_id, number=key[1], voted_on=grant.decided_on)
            keys.append(key)
        db.session.add_all(fresh.values())
        db.session.flush()
        self._note("deliberation", fresh.values())
        for key, act in fresh.items():
            self.acts[key] = (act.id, act.voted_on)
        return [self.acts[key][0] for key in keys]

    def _act_key(self, call_id: int, grant: PastGrant) -> tuple[int, str]:
        """Return what an act is known by; one whose number is lost is known by its day."""
        number = grant.act or f"sans numéro, {grant.decided_on or 'sans date'}"
        known = self.acts.get((call_id, number))
        if known is not None and known[1] != grant.decided_on:
            number = f"{number} ({grant.decided_on or 'sans date'})"
        return call_id, number

    def _note(self, kind: str, rows: Iterable[Call | Association | Deliberation]) -> None:
        """Note that this import made what is now written."""
        db.session.add_all(HistoryMade(import_id=self.source.id, kind=kind, row_id=row.id) for row in rows)
