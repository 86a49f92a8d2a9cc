"""Reads for the public pages: what was voted, its dated steps, and whether anything public changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.orm import contains_eager, selectinload

from grants.applications.models import Application
from grants.applications.queries.together import acts_for, written_by
from grants.budget.models import Award, AwardShare, Deliberation, Envelope, LedgerEntry
from grants.db import db
from grants.files import StoredFile
from grants.projects.models import Project, Revision
from grants.voices.models import Voice, VoicePhotograph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Select

    from grants.accounts.models import Person
    from grants.calls.models import Call

MARKS = text(
    "SELECT (SELECT max(updated_at) FROM project), (SELECT max(updated_at) FROM call),"
    " (SELECT max(id) FROM ledger_entry), (SELECT max(id) FROM award), (SELECT max(id) FROM deliberation),"
    " (SELECT max(id) FROM application_event), (SELECT max(id) FROM audit_entry)"
)
ADDRESSES = 10_000
"""Addresses in one file of the site map; the protocol takes 50,000."""
STEPS = ("payment_order", "payment", "repayment")
"""Moves of the ledger that a project's page tells."""
AWARDED = (
    select(Award.project_id, func.sum(Award.voted_cents + Award.in_kind_cents))
    .where(Award.project_id.in_(bindparam("projects", expanding=True)))
    .group_by(Award.project_id)
)
VOTES = (
    select(
        Award.id,
        Award.voted_cents,
        Award.in_kind_cents,
        Award.notified_on,
        Deliberation.number,
        Deliberation.voted_on,
        Envelope.name.label("envelope"),
        AwardShare.committed_cents,
        AwardShare.paid_cents,
        AwardShare.repaid_cents,
    )
    .join(Award.deliberation)
    .outerjoin(Award.shares)
    .outerjoin(AwardShare.envelope)
    .where(Award.project_id == bindparam("project"))
    .order_by(Deliberation.voted_on, Award.id, AwardShare.envelope_id)
)
"""A line for each envelope of each award."""
MONEY_STEPS = (
    select(LedgerEntry.at, LedgerEntry.kind, LedgerEntry.amount_cents)
    .join(Application, Application.id == LedgerEntry.application_id)
    .where(Application.project_id == bindparam("project"), LedgerEntry.kind.in_(STEPS))
    .order_by(LedgerEntry.id)
)


@dataclass(frozen=True, slots=True)
class Vote:
    """What the council voted for a project: cents of money and of kind, and the envelopes that pay.

    Past years may have lost the day of the vote.
    """

    cents: int
    in_kind_cents: int
    number: str
    voted_on: date | None
    notified_on: date | None
    envelopes: tuple[tuple[str, int], ...]
    paid_cents: int


@dataclass(frozen=True, slots=True)
class Step:
    """A dated move of money after the vote; `kind` is the ledger's word."""

    day: datetime
    kind: str
    cents: int


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A call at a glance: projects, associations, newcomers, cents voted (None before the vote)."""

    projects: int
    associations: int
    newcomers: int
    voted_cents: int | None


def public_stamp() -> str:
    """Return a mark that changes with anything the public pages show; one query over primary keys and short indexes."""
    marks = db.session.connection().execute(MARKS).one()
    return "|".join(str(mark) for mark in marks)


def awarded(project_ids: Sequence[int]) -> dict[int, int]:
    """Return what was voted for each of these projects, money and kind together, in cents."""
    rows = db.session.execute(AWARDED, {"projects": project_ids}) if project_ids else ()
    return {project_id: int(cents) for project_id, cents in rows}


def votes(project_id: int) -> list[Vote]:
    """Return what the council voted for a project, oldest first."""
    rows = db.session.execute(VOTES, {"project": project_id}).all()
    shares: dict[int, list[Any]] = {row.id: [] for row in rows}
    for row in rows:
        shares[row.id] += [row] if row.envelope is not None else []
    return [
        Vote(
            cents=row.voted_cents,
            in_kind_cents=row.in_kind_cents,
            number=row.number,
            voted_on=row.voted_on,
            notified_on=row.notified_on,
            envelopes=tuple((share.envelope, share.committed_cents) for share in shares[row.id]),
            paid_cents=sum(share.paid_cents - share.repaid_cents for share in shares[row.id]),
        )
        for row in {row.id: row for row in rows}.values()
    ]


def money_steps(project_id: int) -> list[Step]:
    """Return the dated moves of a project's money after the vote, oldest first."""
    rows = db.session.execute(MONEY_STEPS, {"project": project_id})
    return [Step(at, kind, abs(cents)) for at, kind, cents in rows]


def year_figures(call: Call) -> YearFigures:
    """Count a call's public projects and what was voted for them."""
    public = (Project.call_id == call.id, Project.public_since.is_not(None))
    projects, associations = db.session.execute(
        select(func.count(), func.count(func.distinct(Project.association_id))).where(*public)
    ).one()
    newcomers = db.session.scalar(select(func.count()).where(*public, Project.first_time)) or 0
    voted = db.session.scalar(
        select(func.sum(Award.voted_cents)).join(Deliberation).where(Deliberation.call_id == call.id)
    )
    return YearFigures(projects, associations, newcomers, None if voted is None else int(voted))


def revisions(project_id: int) -> Sequence[Revision]:
    """Return every version of a project's page, oldest first."""
    return db.session.scalars(select(Revision).where(Revision.project_id == project_id).order_by(Revision.number)).all()


def hidden_versions(project_id: int) -> dict[int, str]:
    """Return the versions made by corrections that were hidden since, by number, with the public reason."""
    rows = db.session.execute(
        select(Voice.revision, Voice.hidden_why).where(
            Voice.project_id == project_id,
            Voice.kind == "correction",
            Voice.state == "hidden",
            Voice.revision.is_not(None),
        )
    )
    return {number: why for number, why in rows if number is not None}


def slug_of_number(number: int) -> str | None:
    """Return the lasting address of a public project by its number."""
    return db.session.scalar(select(Project.slug).where(Project.id == number, Project.public_since.is_not(None)))


def news_of(project_id: int, most: int) -> Sequence[Voice]:
    """Return the latest news of a project that are shown, newest first, with their photographs; two queries."""
    return db.session.scalars(_news().where(Voice.project_id == project_id).limit(most)).all()


def latest_news(number: int) -> Sequence[Voice]:
    """Return the latest news of all the public projects, newest first, each with its project."""
    chosen = select(Voice).join(Voice.project).options(contains_eager(Voice.project))
    shown = chosen.where(Voice.kind == "news", Voice.state == "shown", Project.public_since.is_not(None))
    return db.session.scalars(shown.order_by(Voice.at.desc(), Voice.id.desc()).limit(number)).all()


def news_numbered(project_id: int, number: int) -> Voice | None:
    """Return a piece of news of a project, also one that was withdrawn or hidden since; never one that is held."""
    chosen = select(Voice).options(*_PHOTOGRAPHS).where(Voice.id == number, Voice.project_id == project_id)
    return db.session.scalar(chosen.where(Voice.kind == "news", Voice.state != "held"))


def news_photograph(slug: str, name: str) -> StoredFile | None:
    """Return a photograph that everybody may see: of news that are shown, on a public project."""
    return db.session.scalar(
        select(StoredFile)
        .join(VoicePhotograph, StoredFile.id.in_((VoicePhotograph.large_id, VoicePhotograph.small_id)))
        .join(Voice, Voice.id == VoicePhotograph.voice_id)
        .join(Project, Project.id == Voice.project_id)
        .where(StoredFile.public_id == name, Project.slug == slug, Project.public_since.is_not(None))
        .where(Voice.kind == "news", Voice.state == "shown")
    )


def may_tell(person: Person | None, project: Project) -> bool:
    """Tell whether somebody is of a project's own people: its association's, or those who wrote its file."""
    if person is None:
        return False
    if project.association_id in acts_for(person):
        return True
    files = select(Application.id).where(Application.project_id == project.id, Application.id.in_(written_by(person)))
    return db.session.scalar(files.limit(1)) is not None


_PHOTOGRAPHS = (
    selectinload(Voice.photographs).joinedload(VoicePhotograph.large),
    selectinload(Voice.photographs).joinedload(VoicePhotograph.small),
)


def _news() -> Select[Voice]:
    """Choose the news that are shown, newest first."""
    return (
        select(Voice)
        .options(*_PHOTOGRAPHS)
        .where(Voice.kind == "news", Voice.state == "shown")
        .order_by(Voice.at.desc(), Voice.id.desc())
    )


def count_public() -> int:
    """Count the public projects."""
    return db.session.scalar(select(func.count()).where(Project.public_since.is_not(None))) or 0


def public_addresses(page: int) -> list[tuple[str, datetime]]:
    """Return the slug and the last change of the public projects of one page (from 1), by id."""
    chosen = select(Project.slug, Project.updated_at).where(Project.public_since.is_not(None)).order_by(Project.id)
    rows = db.session.execute(chosen.limit(ADDRESSES).offset((max(page, 1) - 1) * ADDRESSES))
    return [(slug, day) for slug, day in rows]
