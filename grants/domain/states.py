"""The states of a file and the moves between them. Every project is kept: there is no other way out than the two below.

A file leaves the call only when its applicant withdraws it, or when it is out of the call's scope and redirected, with
written reasons and somewhere to go. “Carried by” is not a state but an association on the file.
"""

from enum import StrEnum
from typing import Final

from grants.domain.errors import RuleError


class State(StrEnum):
    """Where a file is in its year."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    TO_COMPLETE = "to_complete"
    RECEIVABLE = "receivable"
    VOTED = "voted"
    PAID = "paid"
    REPORTED = "reported"
    WITHDRAWN = "withdrawn"
    REDIRECTED = "redirected"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.DRAFT: frozenset({State.SUBMITTED, State.WITHDRAWN}),
    State.SUBMITTED: frozenset({State.RECEIVABLE, State.TO_COMPLETE, State.WITHDRAWN, State.REDIRECTED}),
    State.TO_COMPLETE: frozenset({State.SUBMITTED, State.WITHDRAWN, State.REDIRECTED}),
    State.RECEIVABLE: frozenset({State.TO_COMPLETE, State.VOTED, State.WITHDRAWN, State.REDIRECTED}),
    State.VOTED: frozenset({State.PAID, State.WITHDRAWN, State.REPORTED}),
    State.PAID: frozenset({State.REPORTED}),
    State.REPORTED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.REDIRECTED: frozenset(),
}
"""From each state, the states a file may go to."""

EDITABLE: Final = frozenset({State.DRAFT, State.TO_COMPLETE})
"""The applicant may write in the file."""

KEPT: Final = frozenset({State.RECEIVABLE, State.VOTED, State.PAID, State.REPORTED})
"""The project is in the year: it has a public page."""

REPORTABLE: Final = frozenset({State.VOTED, State.PAID, State.REPORTED})
"""The council voted: the association may tell what happened, even before it is paid, and correct what it told."""

UNDER_WAY: Final = frozenset({State.SUBMITTED, State.TO_COMPLETE, State.RECEIVABLE})
"""Sent and not yet voted: the two months of silence run."""

CONTACT_OPEN: Final = UNDER_WAY | {State.VOTED, State.PAID}
"""Sent, and somebody may still have to be reached: the contact can change without sending the file again."""

NEEDS_WORDS: Final = frozenset({State.WITHDRAWN, State.REDIRECTED, State.TO_COMPLETE})
"""Moves that say why, in writing."""


def move(current: State, target: State, words: str = "") -> State:
    """Return the state after a move; raises RuleError `move_unknown` or `words_missing`.

    A draft that was never sent may be withdrawn, and a file found incomplete on sending asks no words: the missing
    fields say it.
    """
    if target not in MOVES[current]:
        raise RuleError("move_unknown", current=current.value, target=target.value)
    said_by_itself = current in {State.DRAFT, State.SUBMITTED} and target is not State.REDIRECTED
    if target in NEEDS_WORDS and not said_by_itself and not words.strip():
        raise RuleError("words_missing", target=target.value)
    return target
