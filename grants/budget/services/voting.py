"""What the council voted, written down whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from grants.accounts.models import Person
from grants.applications.models import Application
from grants.budget.models import Award, AwardShare, Deliberation, Envelope
from grants.budget.queries import deliberations_of, eligible, envelopes_of, latest_settlement
from grants.budget.queries.payables import town_day
from grants.budget.services.in_kind import commit_in_kind
from grants.budget.services.ledger import Note, Posting, actor_of, post, take_pen
from grants.budget.services.telling import note_vote
from grants.db import db
from grants.domain.awards import Request, equal_awards
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind
from grants.domain.states import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grants.calls.models import Call

LONGEST_ACT = 60
MARK = 16
"""Figures of the mark that says what was read before voting."""


@dataclass(frozen=True, slots=True)
class Voices:
    """How the councillors voted, when that was noted; `apart` names those who took no part."""

    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    apart: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vote:
    """An act as the council voted it: cents by application id; files left out stay receivable."""

    number: str
    voted_on: date
    amounts: Mapping[int, int]
    voices: Voices = Voices()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What acts would take: `drawn` in cents by file and envelope key; `mark` changes with any figure behind them."""

    files: tuple[Application, ...]
    drawn: Mapping[tuple[Any, str], int]
    available: Mapping[str, int]
    mark: str

    def drawn_on(self, key: str) -> int:
        """Return the cents that one envelope would pay."""
        return sum(cents for (_, envelope), cents in self.drawn.items() if envelope == key)


def record_vote(call: Call, vote: Vote, author: Person, once: str = "") -> Deliberation | None:
    """Write down a vote, whole or not at all; None when done already under the same one-time key.

    Raises RuleError: `act_missing`, `act_too_long`, `act_exists`, `vote_in_future`, `vote_before_call`, `vote_empty`,
    `file_unknown`, `not_receivable`, `vote_withdrawn`, `vote_zero`, `vote_over_request`, `vote_over_cap`,
    `vote_over_available` or `vote_over_in_kind` (asked, allowed).
    """
    acts = record_votes(call, [vote], author, once)
    return acts[0] if acts else None


def record_votes(
    call: Call, votes: Sequence[Vote], author: Person, once: str = "", seen: str = ""
) -> list[Deliberation] | None:
    """Write down several acts, all or none of them; None when done already under the same one-time key.

    `seen`: the mark of the figures that were read (`weigh`). Raises RuleError `figures_moved` when they changed since,
    or as `record_vote`.
    """
    if not take_pen(Note(once=once)):
        return None
    weighed = weigh(call, votes)
    if seen and seen != weighed.mark:
        raise RuleError("figures_moved")
    envelopes = envelopes_of(call)
    acts, line = [], 0
    for vote in votes:
        act, line = _write(call, vote, weighed, envelopes, _Pen(author, once, line))
        acts.append(act)
    return acts


def weigh(call: Call, votes: Sequence[Vote]) -> Weighed:
    """Hold acts to every rule and say what they would take, writing nothing; raises RuleError as `record_vote`."""
    numbers: set[str] = set()
    for vote in votes:
        number = _number(vote)
        if number in numbers:
            raise RuleError("act_exists", number=number)
        numbers.add(number)
        _check_act(call, number, vote.voted_on)
    amounts = {key: cents for vote in votes for key, cents in vote.amounts.items()}
    files, envelopes = _files_to_vote(call, amounts), envelopes_of(call)
    available = {each.key: each.allocated_cents - each.committed_cents for each in envelopes}
    figures = [sorted(amounts.items()), sorted(available.items()), [file.requested_cents for file in files]]
    last = latest_settlement(call)
    mark = sha256(repr((figures, call.cap_cents, last and last.id)).encode()).hexdigest()[:MARK]
    return Weighed(tuple(files), _split(files, amounts, envelopes), available, mark)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Who writes an act, under which one-time key, after which line."""

    author: Person
    once: str
    line: int


def _write(call: Call, vote: Vote, weighed: Weighed, envelopes: list[Envelope], pen: _Pen) -> tuple[Deliberation, int]:
    """Write down one act that fits; return it with the number of its last line."""
    voices, line = vote.voices, pen.line
    act = Deliberation(
        call_id=call.id,
        number=_number(vote),
        voted_on=vote.voted_on,
        votes_for=voices.votes_for,
        votes_against=voices.votes_against,
        abstentions=voices.abstentions,
        apart=list(voices.apart),
        recorded_by=pen.author.email,
    )
    db.session.add(act)
    db.session.flush()
    note, awards = Note(act=act.number, once=pen.once), []
    for file in (each for each in weighed.files if each.id in vote.amounts):
        award = _award(file, act, vote.amounts[file.id])
        for envelope in envelopes:
            cents = weighed.drawn.get((file.id, envelope.key), 0)
            if cents:
                line += 1
                _commit(award, envelope, cents)
                post(
                    Posting(
                        kind=Kind.COMMITMENT,
                        envelope_id=envelope.id,
                        cents=cents,
                        actor=actor_of(pen.author),
                        note=note,
                        line=line,
                        application_id=file.id,
                        award_id=award.id,
                    )
                )
        awards.append(award)
        note_vote(file, award.voted_cents, act.number, vote.voted_on, pen.author)
    return act, commit_in_kind(call, awards, pen.author, note, line)


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
    if voted_on > town_day(call):
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
        if file.state == State.WITHDRAWN:
            raise RuleError("vote_withdrawn", number=file.number, asked=amounts[file.id])
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
