"""What is read to write to associations: whose two months run out, and what the council voted for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from grants.applications.models import Application, PaperForm
from grants.applications.queries import local_day
from grants.applications.services.stories import in_words
from grants.budget.models import Award, SilenceNotice
from grants.budget.queries.cumulated import marks_of
from grants.budget.queries.partners import WITH_CARRIERS, received_by
from grants.budget.queries.payments import payees_of
from grants.db import db
from grants.domain.calendar import holding_letter_warning, silence_limit
from grants.domain.file import parse
from grants.domain.states import UNDER_WAY, State
from grants.domain.thresholds import Mark, legal_person
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.accounts.models import Association
    from grants.calls.models import Call

WARNING, HOLDING = "warning", "holding"
OVER = frozenset({Mark.AGREEMENT, Mark.ANSWERED})


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter is for, as plain values; `by_mail` when an e-mail can reach somebody too."""

    file_id: int
    public_id: str
    number: str
    title: str
    association: str
    contact: str
    address: str
    language: str
    by_mail: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file without an answer: received on a day, the law's limit, the day staff look at it, the letter's if any."""

    recipient: Recipient
    state: State
    received_on: date
    silence_on: date
    warn_on: date
    held_on: date | None


@dataclass(frozen=True, slots=True)
class Share:
    """An association that carries a project with others: its part in cents, kind included; `over` as for a notice."""

    association: str
    address: str
    cents: int
    over: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """What the council voted for a file, in cents; `over`: the year's sums of the association pass 23,000 euros.

    `payable`: an account to pay to is known. `shares`: who carries the project, that of the file first; empty when it
    is alone.
    """

    recipient: Recipient
    award_id: int
    cents: int
    in_kind: str
    in_kind_cents: int
    act: str
    voted_on: date | None
    notified_on: date | None
    over: bool
    payable: bool
    shares: tuple[Share, ...]


def waiting_files(call: Call) -> list[Waiting]:
    """Return the files of a call that are under way, the nearest limit first; a constant number of queries."""
    held = dict(
        db.session.execute(
            select(SilenceNotice.application_id, SilenceNotice.day)
            .join(Application, SilenceNotice.application_id == Application.id)
            .where(Application.call_id == call.id, SilenceNotice.kind == HOLDING)
        ).all()
    )
    states = sorted(UNDER_WAY)
    found = [_waiting(call, file, held.get(file.id)) for file in _files(call, states) if file.sent_at]
    return sorted(found, key=lambda each: (each.silence_on, each.recipient.number))


def held_files(call: Call) -> list[Waiting]:
    """Return every file of a call that was sent a holding letter, by number, whatever became of it."""
    days = select(SilenceNotice.application_id, SilenceNotice.day).where(SilenceNotice.kind == HOLDING)
    held = {row.application_id: row.day for row in db.session.execute(days)}
    return [_waiting(call, file, held[file.id]) for file in _files(call, sorted(State)) if file.id in held]


def near_limit(call: Call, today: date) -> list[Waiting]:
    """Return the files whose limit is near or past and that no holding letter has left for, the nearest first."""
    return [each for each in waiting_files(call) if each.held_on is None and each.warn_on <= today]


def limits_near(call: Call, today: date) -> list[date]:
    """Return the limits that `near_limit` would tell, the nearest first; one light query, for pages of every day."""
    told = select(SilenceNotice.application_id).where(
        SilenceNotice.application_id == Application.id, SilenceNotice.kind == HOLDING
    )
    rows = db.session.execute(
        select(Application.sent_at, PaperForm.received_on)
        .outerjoin(PaperForm, PaperForm.application_id == Application.id)
        .where(Application.call_id == call.id, Application.state.in_(sorted(UNDER_WAY)))
        .where(Application.sent_at.is_not(None), ~told.exists())
    )
    days = (received_on or local_day(call, sent_at) for sent_at, received_on in rows if sent_at)
    return sorted(silence_limit(day) for day in days if holding_letter_warning(day) <= today)


def notices_of(call: Call) -> list[Notice]:
    """Return what was voted for each file of a call, by number."""
    query = (
        select(Award)
        .join(Application, Award.application_id == Application.id)
        .where(Application.call_id == call.id, Application.state != State.WITHDRAWN)
        .options(
            joinedload(Award.deliberation),
            joinedload(Award.application).joinedload(Application.association),
            joinedload(Award.application).joinedload(Application.project),
            joinedload(Award.application).joinedload(Application.person),
            joinedload(Award.project).options(*WITH_CARRIERS),
        )
        .order_by(Application.serial, Application.id)
    )
    marks, payees = marks_of(call.year), payees_of(call.id)
    return [_notice(call, award, marks, noted=award.application_id in payees) for award in db.session.scalars(query)]


def _files(call: Call, states: list[State]) -> list[Application]:
    """Return the files of a call in these states, with all that a letter says, by number."""
    options = [
        joinedload(part)
        for part in (Application.association, Application.project, Application.person, Application.paper)
    ]
    query = select(Application).where(Application.call_id == call.id, Application.state.in_(states))
    return list(db.session.scalars(query.options(*options).order_by(Application.serial, Application.id)))


def _recipient(file: Application) -> Recipient:
    """Return whom to write to about a file."""
    answers = parse(file.answers)
    return Recipient(
        file_id=file.id,
        public_id=file.public_id,
        number=file.number or "",
        title=file.project.title if file.project else answers.title,
        association=file.association.name if file.association else answers.name,
        contact=answers.contact_name,
        address=answers.address or (file.association.address if file.association else ""),
        language=file.person.language if file.person else "fr",
        by_mail=bool(answers.contact_email) or (file.person_id is not None and file.paper is None),
    )


def _waiting(call: Call, file: Application, held_on: date | None) -> Waiting:
    """Return one line of the two months' clock."""
    received = file.paper.received_on if file.paper else local_day(call, file.sent_at or file.created_at)
    limits = silence_limit(received), holding_letter_warning(received)
    return Waiting(_recipient(file), State(file.state), received, *limits, held_on)


def _notice(call: Call, award: Award, marks: dict[str, Mark], *, noted: bool) -> Notice:
    """Return what was voted for one file."""
    file = award.application
    if file is None:
        message = "an award without its file has no letter"
        raise ValueError(message)
    recipient, home = _recipient(file), file.association
    answers = in_words(parse(file.answers), territory(call.territory), recipient.language)
    person = legal_person(home.siret, home.id) if home else ""
    parts = received_by(award.project, award.voted_cents, award.in_kind_cents)
    return Notice(
        recipient=recipient,
        award_id=award.id,
        cents=award.voted_cents,
        in_kind=" ; ".join(filter(None, (" ".join(line.split()) for line in answers.in_kind.split("\n")))),
        in_kind_cents=award.in_kind_cents,
        act=award.deliberation.number,
        voted_on=award.deliberation.voted_on,
        notified_on=award.notified_on,
        over=marks.get(person, Mark.NONE) in OVER,
        payable=noted or bool(answers.iban),
        shares=tuple(_share(who, part.whole, marks) for who, part in parts if len(parts) > 1),
    )


def _share(who: Association, cents: int, marks: dict[str, Mark]) -> Share:
    """Return the part of one association in what was voted for a project that several carry."""
    over = marks.get(legal_person(who.siret, who.id), Mark.NONE) in OVER
    return Share(who.name, who.address, cents, over)
