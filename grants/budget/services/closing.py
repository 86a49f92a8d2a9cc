"""The end of a budget year: what becomes of what was voted and not ordered, file by file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grants import audit
from grants.budget.models import Award, YearEndChoice
from grants.budget.queries.payables import town_day
from grants.budget.queries.year_end import year_end
from grants.budget.services.ledger import Note, actor_of, take_pen
from grants.budget.services.moving import Mover
from grants.db import db
from grants.domain.errors import RuleError
from grants.domain.ledger import Kind
from grants.domain.year_end import Passing, check_passing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from grants.accounts.models import Person
    from grants.budget.queries.year_end import FileAt
    from grants.calls.models import Call


@dataclass(frozen=True, slots=True)
class Choice:
    """What becomes of one file, with the reason when its money is released."""

    passing: Passing
    reason: str = ""


def settle_year_end(call: Call, day: date, choices: Mapping[int, Choice], author: Person, once: str = "") -> int | None:
    """Decide, by award, what becomes of what was not ordered on that day; return how many, None when done already.

    Attached or carried, the award stays committed on its envelope. Released, its credits end with the year: the ledger
    says so. Whole or not at all. Raises RuleError `year_not_over`, `nothing_chosen`, `file_unknown`,
    `release_reason_missing`, `released_already` (number), and `release_over_unordered` (asked, allowed) when it was
    ordered since.
    """
    if not take_pen(Note(once=once)):
        return None
    if day > town_day(call):
        raise RuleError("year_not_over", day=day)
    files = {each.award_id: each for each in year_end(call, day).left}
    if not choices:
        raise RuleError("nothing_chosen")
    mover = Mover(Kind.RELEASE, author, Note(once=once), day)
    for award_id, choice in choices.items():
        if award_id not in files:
            raise RuleError("file_unknown")
        check_passing(choice.passing, choice.reason)
        _settle(files[award_id], choice, day, mover)
    actor = actor_of(author)
    audit.record(actor, "year_end_settled", f"call:{call.id}", {"day": day, "lines": len(choices)}, year=call.year)
    return len(choices)


def _settle(file: FileAt, choice: Choice, day: date, mover: Mover) -> None:
    """Keep the choice of one file; release its money when that is the choice."""
    before = file.choice
    if before is not None and (before.passing, before.reason) == (choice.passing, choice.reason):
        return
    if before is not None and before.passing == Passing.RELEASED:
        raise RuleError("released_already", number=file.number)
    db.session.add(
        YearEndChoice(
            award_id=file.award_id,
            closes_on=day,
            passing=choice.passing.value,
            cents=file.sums.unordered,
            reason=choice.reason.strip(),
            actor=actor_of(mover.author),
        )
    )
    if choice.passing is Passing.RELEASED:
        award = db.session.get_one(Award, file.award_id)
        if award.application is None:
            raise RuleError("file_unknown")
        mover.note = Note(reason=choice.reason, once=mover.note.once)
        mover.move(award, award.application, file.sums.unordered)
    db.session.flush()
