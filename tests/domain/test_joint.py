"""What several associations receive together is what was voted, to the cent, in each file that leaves the house."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grants.domain import scdl, state_file
from grants.domain.errors import RuleError
from grants.domain.joint import check_parts, parts_of, sums_of

CITY, CLUB = "21290999800016", "38047555800058"
OTHERS = st.lists(st.none() | st.integers(1, 10**7), max_size=8)


def written(voted, parts):
    """Return the lines of both files for one grant shared so."""
    people = tuple(scdl.Recipient(f"n{place}", CLUB, "", cents) for place, cents in enumerate(parts))
    day = date(2026, 12, 3)
    grant = scdl.VotedGrant("2026-1", "Ville", CITY, day, "2026-12-1", "Un jardin", voted, 0, people, day)
    gathered = state_file.GatheredGrant(grant, voted, 2026, "Appel", day)
    national = [dict(zip(scdl.COLUMNS, line, strict=True)) for line in scdl.lines([grant])]
    return national, [dict(zip(state_file.COLUMNS, line, strict=True)) for line in state_file.lines([gathered])]


@given(st.integers(1, 10**9), OTHERS)
def test_the_parts_and_the_lines_of_a_joint_project_make_its_award_to_the_cent(voted, others):
    parts = parts_of(voted, others)
    assert len(parts) == len(others) + 1
    assert sum(parts) == voted
    assert min(parts) >= 0
    national, gathered = written(voted, parts)
    assert len(national) == len(gathered) == len(parts)
    assert sum(Decimal(line["montantAccorde"]) for line in gathered) * 100 == voted
    assert {line["montant"] for line in national} == {scdl.euros(voted)}
    assert sum(Decimal(line["pourcentageSubvention"]) for line in national) == 1


def test_lines_cut_by_their_percentage_would_have_lost_cents():
    """The control: the rule before, which told each its share in ten-thousandths of the whole."""
    voted, parts = 100_001, parts_of(100_001, [None, None])
    assert sum(voted * share // scdl.WHOLE for share in scdl.shares(parts)) != voted


@given(st.integers(0, 10**9), st.integers(0, 10**9), OTHERS)
def test_money_and_kind_of_each_make_its_part_and_both_columns_what_was_voted(money, kind, others):
    sums = sums_of(money, kind, others)
    assert [sum(each) for each in sums] == parts_of(money + kind, others)
    assert (sum(each[0] for each in sums), sum(each[1] for each in sums)) == (money, kind)
    assert min(min(each) for each in sums) >= 0


def test_kind_rounded_for_each_alone_would_have_lost_cents():
    """The control: kind shared by a rounding of its own for each."""
    sums = sums_of(100, 100, [None, None])
    assert sum(100 * sum(each) // 200 for each in sums) != 100


@given(st.integers(2, 10**9), st.integers(2, 9))
def test_equal_parts_differ_by_a_cent_at_most(voted, number):
    parts = parts_of(voted, [None] * (number - 1))
    assert max(parts) - min(parts) <= 1


@given(st.integers(1, 10**6), st.lists(st.integers(1, 10**6), min_size=2, max_size=6))
def test_written_parts_are_held_to_the_award(voted, parts):
    check_parts(sum(parts), parts)
    assume(sum(parts) != voted)
    with pytest.raises(RuleError, match="parts_differ"):
        check_parts(voted, parts)
    with pytest.raises(RuleError, match="part_empty"):
        check_parts(sum(parts), [*parts, 0])
