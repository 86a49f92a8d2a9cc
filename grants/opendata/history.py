"""Past years in: each line of a town's table becomes a public project and its award, or is told with its reason."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants.accounts.models import Association
from grants.budget.models import Award, Deliberation
from grants.calls.models import Call
from grants.db import db, now
from grants.domain.calendar import usual_dates
from grants.domain.guess import quarters_of, themes_of
from grants.domain.history import NoGrantError, PastGrant, Remark, clean, read_grant
from grants.domain.history_columns import find_header, plain, year_named
from grants.domain.past_title import formulas, title_of
from grants.domain.slugs import slug_of
from grants.opendata.models import HistoryImport, HistoryLine
from grants.opendata.sheets import UnreadableFileError, read_sheets
from grants.projects.services import Story, publish_project
from grants.territories.queries import territory, territory_of_siren

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from grants.opendata.sheets import Sheet

NO_FUNDER = "historique"


@dataclass(slots=True)
class Report:
    """What an import did. `flagged` lines were imported, `refused` ones (the word of the interface) were not."""

    lines: int = 0
    imported: int = 0
    already_there: int = 0
    total_cents: int = 0
    flagged: list[tuple[int, Remark]] = field(default_factory=list)
    left_out: list[tuple[int, Remark]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """A grant read at a line of a file, or the remark that says why there is none."""

    line: int
    grant: PastGrant | None
    remark: Remark | None = None


def import_history(path: Path, town: str, *, year: int | None, scheme: str | None, dry_run: bool) -> Report:
    """Import a file of past grants; a grant already there is left as it is.

    `town` is the territory of this instance, used for grants of a funder that config/territories does not know.
    Raises UnreadableFileError with the reason in words when the file holds no table of grants.
    """
    lines = [line for sheet in read_sheets(path) for line in read_lines(sheet, year)]
    if not lines:
        message = f"{path.name}: no line names a column of recipients and a column of amounts."
        raise UnreadableFileError(message)
    known = set(db.session.scalars(select(HistoryLine.fingerprint)))
    report, fresh = Report(lines=len(lines)), []
    for line in lines:
        if line.grant is None:
            report.left_out.append((line.line, line.remark or Remark("recipient", "empty")))
        elif (year or line.grant.year) is None:
            report.left_out.append((line.line, Remark("year", "missing")))
        elif line.grant.fingerprint in known:
            report.already_there += 1
        else:
            fresh.append(line)
            _count(report, line.line, line.grant)
    if fresh and not dry_run:
        _Writer(path, town, year, scheme).write(fresh, report)
    return report


def _count(report: Report, line: int, grant: PastGrant) -> None:
    """Add one grant to the report."""
    report.imported += 1
    report.total_cents += grant.amount_cents
    report.flagged.extend((line, remark) for remark in grant.remarks)


def read_lines(sheet: Sheet, year: int | None = None) -> Iterator[Line]:
    """Read the lines under the names of the columns; a sheet without them gives nothing, blank lines are passed.

    `year` is that of the whole file when it is given, else the name of the column of sums may tell it.
    """
    header = find_header([row.cells for row in sheet.rows], year)
    if header is None:
        return
    place, columns = header
    year = year or year_named(sheet.rows[place].cells[columns["amount"]])
    twins: Counter[tuple[str, ...]] = Counter()
    for row in sheet.rows[place + 1 :]:
        if row.blank:
            continue
        told = tuple(clean(cell) for cell in row.cells)
        cells = {name: row.cells[at] if at < len(row.cells) else None for name, at in columns.items()}
        try:
            yield Line(row.line, read_grant(cells, twins[told], year=year))
        except NoGrantError as error:
            yield Line(row.line, None, error.remark)
        twins[told] += 1


class _Writer:
    """Writes grants read from one file, with the calls, associations and acts they need, each made once."""

    def __init__(self, path: Path, town: str, year: int | None, scheme: str | None) -> None:
        self.path, self.town, self.year, self.scheme = path, town, year, scheme
        self.calls = {(call.year, call.scheme): call for call in db.session.scalars(select(Call))}
        self.acts: dict[tuple[int, str], Deliberation] = {
            (act.call_id, act.number): act for act in db.session.scalars(select(Deliberation))
        }
        self.by_siret: dict[str, Association] = {}
        self.by_name: dict[str, Association] = {}
        for association in db.session.scalars(select(Association).order_by(Association.id.desc())):
            self._know(association)

    def write(self, lines: Iterable[Line], report: Report) -> None:
        """Write each grant as association, project, act and award."""
        grants = [(line.line, line.grant) for line in lines if line.grant is not None]
        uses = formulas(grant.purpose for _, grant in grants)
        source = HistoryImport(
            file_name=self.path.name,
            file_sha256=hashlib.sha256(self.path.read_bytes()).hexdigest(),
            report=summary(report),
        )
        db.session.add(source)
        db.session.flush()
        for line, grant in grants:
            award = self._award(grant, title_of(grant.purpose, grant.recipient, uses))
            db.session.add(
                HistoryLine(import_id=source.id, award_id=award.id, line=line, fingerprint=grant.fingerprint)
            )
        db.session.flush()

    def _award(self, grant: PastGrant, title: str) -> Award:
        """Write one grant."""
        call = self._call(grant)
        association = self._association(grant)
        project = publish_project(call, association, self._story(grant, call, title), author=self.path.name)
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
        """Return the call of past grants of this funder and year."""
        year = self.year or grant.year or now().year
        scheme = self.scheme or slug_of(f"subventions {grant.funder or NO_FUNDER}")
        if (year, scheme) not in self.calls:
            town = territory_of_siren(grant.funder_siren) or territory(self.town)
            call = Call(
                year=year,
                scheme=scheme,
                title=f"{grant.funder or self.path.name} {year}",
                territory=town.key,
                cap_cents=town.cap_cents,
                imported=True,
                **asdict(usual_dates(year)),
            )
            db.session.add(call)
            db.session.flush()
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
            db.session.add(found)
            db.session.flush()
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
            db.session.add(known)
            db.session.flush()
            self.acts[call.id, number] = known
        return known


def summary(report: Report) -> dict[str, Any]:
    """Return the report with codes instead of words, as kept in the database."""
    return {
        "lines": report.lines,
        "imported": report.imported,
        "already_there": report.already_there,
        "total_cents": report.total_cents,
        "flagged": [_coded(line, remark) for line, remark in report.flagged],
        "left_out": [_coded(line, remark) for line, remark in report.left_out],
    }


def _coded(line: int, remark: Remark) -> Mapping[str, object]:
    """Return one remark as plain values."""
    return {"line": line, "field": remark.field, "code": remark.code, "given": remark.given}
