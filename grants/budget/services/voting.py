"""What the council voted, written down whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from grants.applications.models import Application
from grants.budget.models import Award, AwardShare, Deliberation, Envelope
from grants.budget.queries import deliberations_of, eligible, envelopes_of
from grants.budget.services.in_kind import commit_in_kind
from grants.budget.services.ledger import Note, Posting, actor_of, post, take_pen
from grants.budget.services.telling import note_vote
from grants.db import db, now
from grants.domain.awards import Request, equal_awards
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind
from grants.domain.states import State
from grants.territories.queries import territory

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.accounts.models import Person
    from grants.calls.models import Call

LONGEST_ACT = 60


@dataclass(frozen=True, slots=True)
class Vote:
    """An act as the council voted it: cents by application id; files left out stay receivable."""

    number: str
    voted_on: date
    amounts: Mapping[int, int]


def record_vote(call: Call, vote: Vote, author: Person, once: str = "") -> Deliberation | None:
    """Write down a vote, whole or not at all; None when done already under the same one-time key.

    Raises RuleError: `act_missing`, `act_too_long`, `act_exists`, `vote_in_future`, `vote_before_call`, `vote_empty`,
    `file_unknown`, `not_receivable`, `vote_zero`, `vote_over_request`, `vote_over_cap`, `vote_over_available` or
    `vote_over_in_kind` (asked, allowed).
    """
    note = Note(act=_number(vote), once=once)
    if not take_pen(note):
        return None
    _check_act(call, note.act, vote.voted_on)
    files = _files_to_vote(call, vote.amounts)
    envelopes = envelopes_of(call)
    drawn = _split(files, vote.amounts, envelopes)
    act = Deliberation(call_id=call.id, number=note.act, voted_on=vote.voted_on)
    db.session.add(act)
    db.session.flush()
    line, awards = 0, []
    for file in files:
        award = _award(file, act, vote.amounts[file.id])
        awards.append(award)
        for envelope in envelopes:
            cents = drawn.get((file.id, envelope.key), 0)
            if cents:
                line += 1
                _commit(award, envelope, cents)
                post(
                    Posting(
                        kind=Kind.COMMITMENT,
                        envelope_id=envelope.id,
                        cents=cents,
                        actor=actor_of(author),
                        note=note,
                        line=line,
                        application_id=file.id,
                        award_id=award.id,
                    )
                )
        note_vote(file, award.voted_cents, act.number, vote.voted_on, author)
    commit_in_kind(call, awards, author, note, line)
    return act


def _number(vote: Vote) -> str:
    """Return the act's number, trimmed; raises RuleError when there is none."""
    number = vote.number.strip()
    if not number:
        raise RuleError("act_missing")
    if len(number) > LONGEST_ACT:
        raise RuleError("act_too_long", most=LONGEST_ACT)
    return number


def _award(file: Application, act: Deliberation, cents: int) -> Award:
    """Add the award of one file."""
    award = Award(
        project_id=file.project_id,
        application_id=file.id,
        deliberation_id=act.id,
        voted_cents=cents,
        in_kind_cents=file.in_kind_cents,
    )
    db.session.add(award)
    db.session.flush()
    return award


def _commit(award: Award, envelope: Envelope, cents: int) -> None:
    """Add the part of an award that one envelope pays."""
    share = AwardShare(award_id=award.id, envelope_id=envelope.id, voted_cents=cents, committed_cents=cents)
    db.session.add(share)
    db.session.flush()


def _check_act(call: Call, number: str, voted_on: date) -> None:
    """Hold the act to its call and to the calendar."""
    if any(act.number == number for act in deliberations_of(call)):
        raise RuleError("act_exists", number=number)
    if voted_on > now().astimezone(ZoneInfo(territory(call.territory).zone)).date():
        raise RuleError("vote_in_future", voted_on=voted_on)
    if voted_on < call.opens_on:
        raise RuleError("vote_before_call", voted_on=voted_on, opens_on=call.opens_on)


def _files_to_vote(call: Call, amounts: Mapping[int, int]) -> list[Application]:
    """Return the files of the act, by number, each amount held to the file and to the call's cap."""
    if not amounts:
        raise RuleError("vote_empty")
    query = select(Application).where(Application.call_id == call.id, Application.id.in_(list(amounts)))
    files = list(db.session.scalars(query.order_by(Application.serial, Application.id)))
    if len(files) < len(amounts):
        raise RuleError("file_unknown")
    for file in files:
        if file.state != State.RECEIVABLE or file.project_id is None:
            raise RuleError("not_receivable", number=file.number, state=file.state)
        _check_amount(file, amounts[file.id], call.cap_cents)
    return files


def _check_amount(file: Application, cents: int, cap: int) -> None:
    """Hold one amount to its file and to the cap; nothing is voted only for who asked no money."""
    if cents < 0:
        raise RuleError("amount_negative", cents=cents, number=file.number)
    if cents == 0 and file.requested_cents:
        raise RuleError("vote_zero", number=file.number)
    if cents > file.requested_cents:
        raise RuleError("vote_over_request", number=file.number, asked=cents, allowed=file.requested_cents)
    if cents > cap:
        raise RuleError("vote_over_cap", number=file.number, asked=cents, allowed=cap)


def _split(
    files: Sequence[Application], amounts: Mapping[int, int], envelopes: list[Envelope]
) -> dict[tuple[Any, str], int]:
    """Say which envelope pays what, as the settlement would; the whole act fits or nothing is voted."""
    available = {each.key: each.allocated_cents - each.committed_cents for each in envelopes}
    requests = [
        Request(file.id, amounts[file.id], frozenset(each.key for each in eligible(file.priority_area, envelopes)))
        for file in files
    ]
    shared = equal_awards(requests, available, max(amounts.values()))
    asked, allowed = sum(amounts[file.id] for file in files), sum(shared.awarded.values())
    if allowed < asked:
        raise RuleError("vote_over_available", asked=asked, allowed=allowed)
    return dict(shared.drawn)
