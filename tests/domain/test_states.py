"""The states of a file: everybody is kept, and the two ways out say why."""

import itertools

import pytest

from grants.domain.errors import RuleError
from grants.domain.states import EDITABLE, MOVES, NEEDS_WORDS, State, move


def test_a_file_lives_its_year_from_draft_to_report():
    year = [State.DRAFT, State.SUBMITTED, State.RECEIVABLE, State.VOTED, State.PAID, State.REPORTED]
    for before, after in itertools.pairwise(year):
        assert move(before, after) is after


def test_only_withdrawal_and_redirection_lead_out_before_the_report():
    ends = {state for state, targets in MOVES.items() if not targets}
    assert ends == {State.REPORTED, State.WITHDRAWN, State.REDIRECTED}


def test_every_file_sent_can_still_reach_the_vote():
    def reach(state, seen=frozenset()):
        return state is State.VOTED or any(reach(target, seen | {state}) for target in MOVES[state] - seen)

    for state in (State.DRAFT, State.SUBMITTED, State.TO_COMPLETE, State.RECEIVABLE):
        assert reach(state)


@pytest.mark.parametrize("current", [State.SUBMITTED, State.TO_COMPLETE, State.RECEIVABLE])
def test_nothing_is_redirected_without_a_written_reason(current):
    with pytest.raises(RuleError, match="words_missing"):
        move(current, State.REDIRECTED, "  ")
    assert move(current, State.REDIRECTED, "Voyez le fonds culture.") is State.REDIRECTED


def test_a_file_already_kept_is_asked_for_more_with_words_only():
    with pytest.raises(RuleError, match="words_missing"):
        move(State.RECEIVABLE, State.TO_COMPLETE)
    with pytest.raises(RuleError, match="words_missing"):
        move(State.VOTED, State.WITHDRAWN)


def test_a_move_that_does_not_exist_is_a_rule_broken():
    for state in State:
        for target in set(State) - MOVES[state]:
            with pytest.raises(RuleError, match="move_unknown"):
                move(state, target, "des mots")


def test_a_voted_file_is_no_longer_written():
    assert {State.DRAFT, State.TO_COMPLETE} == EDITABLE
    assert State.DRAFT not in NEEDS_WORDS
