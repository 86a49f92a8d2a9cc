"""Help in kind: valued, committed under its own ceiling, released; never mixed with money, never paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.budget.models import Award, Envelope, InKindShare
from grants.budget.queries import balance_of, eligible, envelopes_of, in_kind_shares
from grants.budget.services.ledger import Note, Posting, actor_of, post, take_pen
from grants.db import db
from grants.domain.awards import Request, equal_awards
from grants.domain.errors import RuleError
from grants.domain.ledger import BELOW, Kind, check_amount, room

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from grants.accounts.models import Person
    from grants.calls.models import Call

IN_KIND = "in_kind"


def commit_in_kind(call: Call, awards: Sequence[Award], author: Person, note: Note, line: int) -> int:
    """Commit the help in kind of these awards where an envelope is open for it; return the number of the last line.

    `line` is the number of the act's last line so far. Raises RuleError `vote_over_in_kind` (asked, allowed).
    """
    envelopes = envelopes_of(call, IN_KIND)
    drawn = _drawn([award for award in awards if award.in_kind_cents and award.application], envelopes)
    for award in awards:
        for envelope in envelopes:
            cents = drawn.get((award.id, envelope.key), 0)
            if cents:
                line += 1
                _commit(award, envelope, cents)
                post(_posting(Kind.COMMITMENT, award, envelope.id, cents, author, note, line))
    return line


def release_in_kind(award_id: int, cents: int, author: Person, note: Note) -> bool:
    """Give back to its envelopes help in kind that will not be given; False when done already.

    Raises RuleError `award_unknown`, `reason_missing`, `amount_zero`, `amount_negative`, or `release_over_unordered`
    with what is allowed.
    """
    if not take_pen(note):
        return False
    award = db.session.get(Award, award_id)
    if award is None or award.application is None:
        raise RuleError("award_unknown")
    note.demand_reason()
    check_amount(Kind.RELEASE, cents)
    rooms = {each.envelope_id: room("committed", -1, balance_of(each)) for each in in_kind_shares(award)}
    if cents > sum(rooms.values()):
        raise RuleError(BELOW["committed"], asked=cents, allowed=sum(rooms.values()))
    for line, (envelope_id, most) in enumerate(rooms.items(), start=1):
        part = min(cents, most)
        if part:
            post(_posting(Kind.RELEASE, award, envelope_id, part, author, note, line))
            cents -= part
    return True


def _drawn(awards: Sequence[Award], envelopes: list[Envelope]) -> Mapping[tuple[Hashable, str], int]:
    """Say which envelope holds what; the whole act fits or nothing is voted. Files no envelope is for stay outside."""
    requests = [
        Request(
            award.id,
            award.in_kind_cents,
            frozenset(each.key for each in eligible(award.application.priority_area, envelopes)),
        )
        for award in awards
        if award.application
    ]
    requests = [each for each in requests if each.envelopes]
    if not requests:
        return {}
    available = {each.key: each.allocated_cents - each.committed_cents for each in envelopes}
    shared = equal_awards(requests, available, max(each.requested for each in requests))
    asked, allowed = sum(each.requested for each in requests), sum(shared.awarded.values())
    if allowed < asked:
        raise RuleError("vote_over_in_kind", asked=asked, allowed=allowed)
    return shared.drawn


def _commit(award: Award, envelope: Envelope, cents: int) -> None:
    """Add the part of an award that one envelope in kind holds."""
    db.session.add(InKindShare(award_id=award.id, envelope_id=envelope.id, voted_cents=cents, committed_cents=cents))
    db.session.flush()


def _posting(  # noqa: PLR0913, PLR0917 - a line has that many fields
    kind: Kind, award: Award, envelope_id: int, cents: int, author: Person, note: Note, line: int
) -> Posting:
    """Return a line about an award."""
    return Posting(
        kind=kind,
        envelope_id=envelope_id,
        cents=cents,
        actor=actor_of(author),
        note=note,
        line=line,
        application_id=award.application_id,
        award_id=award.id,
    )
