"""What is asked of an evening, laid out as asked; what cannot be is proved before anybody is seated."""

from types import SimpleNamespace

import numpy as np
import pytest

from grants.domain.seating import Infeasible, Seating
from grants.domain.seating.board import Scale
from grants.domain.seating.conditions import (
    NOWHERE,
    can_meet,
    checked_affinity,
    checked_pairs,
    checked_past,
    checked_tables,
    clear,
    host_tables,
    known_person,
    merged_groups,
    past_rounds,
    planned_seats,
    prepare,
    presence,
)
from grants.domain.seating.feasible import check_feasible
from grants.domain.seating.wishes import broken_wishes, homes, weights

pytestmark = pytest.mark.one_database

PLAN = Seating(rounds=[[[0, 1], [2, 3]], [[0, 2], [1, 3]], [[0, 3], [1, 2]]], value=0, bound=0, poorest=0)


def asked(people=4, rounds=2, tables=((2, 2), (2, 2)), **conditions):
    plain = dict.fromkeys(("absent", "apart", "together", "same_person", "hosts", "met"), ())
    return prepare(1 - np.eye(people), rounds, list(tables), **{**plain, "keep": None, **conditions})


def why(**conditions):
    """Return why it cannot be, None when nothing proves so."""
    try:
        check_feasible(asked(**conditions))
    except Infeasible as reason:
        return reason.code, reason.figures
    return None


def test_affinities_are_whole_tables_that_say_the_same_both_ways():
    table = checked_affinity([[7, 1], [1, 7]])
    assert table.tolist() == [[0, 1], [1, 0]]
    assert table.dtype == np.float64
    assert checked_affinity([]).shape == checked_affinity([[]]).shape == (0, 0)
    given = np.ones((2, 2))
    checked_affinity(given)
    assert given.tolist() == [[1, 1], [1, 1]], "what was given is left as it was"
    assert checked_affinity([[0, 0], [0, 0]]).tolist() == [[0, 0], [0, 0]]
    assert checked_affinity([[0, 1], [1 + 1e-9, 0]])[0, 1] == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ([[0, 1]], "affinity must be a square table"),
        ([0, 1], "affinity must be a square table"),
        ([[[1]]], "affinity must be a square table"),
        ([[0, -1], [-1, 0]], "affinity must be finite and never negative"),
        ([[0, np.inf], [np.inf, 0]], "affinity must be finite and never negative"),
        ([[0, 1], [2, 0]], "affinity must be the same both ways"),
    ],
)
def test_affinities_that_mean_nothing_are_named(wrong, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        checked_affinity(wrong)


def test_tables_hold_from_their_fewest_to_their_most():
    fewest, most = checked_tables([(0, 0), (2, 2), (1, 6)])
    assert (fewest.tolist(), most.tolist()) == ([0, 2, 1], [0, 2, 6])
    assert fewest.base is most.base is None, "each is an array of its own"
    for wrong in ([], [(3, 2)], [(-1, 2)], [(1, 2), (3, 2)]):
        with pytest.raises(ValueError, match=r"^there must be a table, and each needs 0 ≤ fewest ≤ most seats$"):
            checked_tables(wrong)


def test_a_pair_is_one_however_it_is_said_and_nobody_pairs_with_oneself():
    assert checked_pairs([(3, 1), (1, 3), (2, 2), (0, 1)], 4).tolist() == [[0, 1], [1, 3]]
    assert checked_pairs([], 4).shape == (0, 2)


@pytest.mark.parametrize("person", [-1, 4])
def test_a_person_who_does_not_exist_is_named_wherever_they_are_named(person):
    for wrong in (
        lambda: known_person(person, 4),
        lambda: checked_pairs([(0, person)], 4),
        lambda: presence([(person, 0)], 2, 4),
        lambda: host_tables({person: 0}, 4, 2),
        lambda: merged_groups([(0, person)], 4),
    ):
        with pytest.raises(Infeasible) as reason:
            wrong()
        assert (reason.value.code, reason.value.figures) == ("unknown_person", {"person": person, "people": 4})
    known_person(0, 4)
    known_person(3, 4)


def test_who_misses_a_round_is_away_from_that_one_alone():
    assert presence([(1, 0), (2, 1)], 2, 3).tolist() == [[True, False, True], [True, True, False]]
    for missed in (-1, 2):
        with pytest.raises(Infeasible) as reason:
            presence([(0, missed)], 2, 3)
        assert (reason.value.code, reason.value.figures) == ("unknown_round", {"round": missed + 1, "rounds": 2})


def test_a_host_keeps_one_table_said_once_or_twice():
    assert host_tables({0: 1, 2: 0}, 3, 2).tolist() == [1, NOWHERE, 0]
    assert host_tables([(0, 1), (0, 1)], 2, 2).tolist() == [1, NOWHERE]
    for table in (-1, 2):
        with pytest.raises(Infeasible) as reason:
            host_tables({0: table}, 2, 2)
        assert (reason.value.code, reason.value.figures) == ("unknown_table", {"table": table + 1, "tables": 2})
    with pytest.raises(Infeasible) as reason:
        host_tables([(1, 0), (1, 2)], 2, 3)
    assert (reason.value.code, reason.value.figures) == ("host_of_two_tables", {"person": 1, "table": 1, "other": 3})


def test_groups_that_overlap_are_one_person_and_a_group_of_one_is_nobody_else():
    assert merged_groups([(0, 1), (2, 3), (4, 1), (5,)], 6) == ((2, 3), (0, 1, 4))
    assert merged_groups([(0, 1), (2, 3), (3, 1)], 6) == ((0, 1, 2, 3),)
    assert merged_groups([], 6) == ()


def test_rounds_over_are_those_lived_by_who_was_there():
    here = np.array([[True, False, True], [True, True, True], [True, True, True]])
    assert past_rounds(None, here, 3) == []
    assert past_rounds(PLAN, here, 3) == []
    assert past_rounds(PLAN.after(2), here, 3) == [[[0], [2]], [[0, 2], [1]]]


def test_no_fewer_rounds_are_asked_for_than_are_over():
    assert checked_past(None, 1) == 0
    assert checked_past(PLAN.after(2), 2) == 2
    for keep, rounds in ((None, 0), (PLAN.after(2), 1), (PLAN, 0)):
        with pytest.raises(ValueError, match=r"^there must be a round, and no fewer rounds than are over$"):
            checked_past(keep, rounds)


def test_the_seats_planned_are_those_of_the_rounds_to_come():
    assert planned_seats(None, 1, 2, 2).tolist() == [[NOWHERE, NOWHERE]]
    assert planned_seats(PLAN.after(1), 1, 5, 2).tolist() == [[0, 1, 0, 1, NOWHERE]]
    assert planned_seats(PLAN.after(2), 2, 4, 2).tolist() == [[0, 1, 1, 0], [NOWHERE] * 4]
    assert planned_seats(PLAN.after(2), 1, 4, 1).tolist() == [[0, NOWHERE, NOWHERE, 0]]


def test_a_pair_is_cleared_both_ways():
    table = np.ones((3, 3))
    clear(table, checked_pairs([(0, 2)], 3))
    assert table.tolist() == [[1, 1, 0], [1, 1, 1], [0, 1, 1]]


def test_two_people_can_meet_when_some_round_sees_both_and_no_host_or_double_forbids_it():
    here = np.array([[True, True, False, True, True], [False, True, True, True, True]])
    host = np.array([0, 1, NOWHERE, 0, NOWHERE])
    found = {tuple(pair) for pair in np.argwhere(can_meet(here, host, [(3, 4)])).tolist() if pair[0] < pair[1]}
    assert found == {(0, 3), (0, 4), (1, 2), (1, 4), (2, 3), (2, 4)}
    table = can_meet(here, host, [(2, 3, 4)])
    assert (table == table.T).all()
    assert not table.diagonal().any()
    assert not table[2:, 2:].any()


def test_an_evening_is_laid_out_as_it_is_asked():
    plain = asked(5, 3, [(1, 3), (2, 4)], absent=[(4, 2)], met=[(0, 3)], hosts={1: 1}, same_person=[(2, 4)])
    assert (plain.people, plain.tables, plain.repairs) == (5, 2, False)
    assert (plain.fewest.tolist(), plain.most.tolist()) == ([1, 2], [3, 4])
    assert plain.here.tolist() == [[True] * 5, [True] * 5, [True] * 4 + [False]]
    assert plain.host.tolist() == [NOWHERE, 1, NOWHERE, NOWHERE, NOWHERE]
    assert plain.home.tolist() == [[NOWHERE] * 5] * 3
    assert (plain.groups, plain.over) == (((2, 4),), [])
    assert [plain.sitting(number) for number in range(3)] == [4, 4, 4], "a group sits for one"
    assert plain.affinity[0, 3] == plain.affinity[3, 0] == 0
    assert plain.affinity[0, 1] == 1
    assert plain.worth[2, 4] == 0 < plain.affinity[2, 4]
    assert plain.worth.sum() == 5 * 4 - 2 - 2


def test_sitting_counts_a_group_that_is_away_for_nobody():
    away = asked(4, 1, [(0, 4)], same_person=[(0, 1)], absent=[(0, 0), (1, 0)])
    assert away.sitting(0) == 2
    assert asked(4, 1, [(0, 4)], same_person=[(0, 1, 2)]).sitting(0) == 2


def test_a_day_under_way_counts_whom_one_met_and_plans_the_rest():
    day = asked(4, 3, keep=PLAN.after(1), together=[(0, 1), (0, 2)], apart=[(3, 2), (0, 3)], absent=[(3, 0), (1, 2)])
    assert day.repairs
    assert day.over == [[[0, 1], [2]]]
    assert day.here.tolist() == [[True] * 4, [True, False, True, True]]
    assert day.home.tolist() == [[0, 1, 0, 1], [0, 1, 1, 0]]
    assert day.together.tolist() == [[0, 2]], "who met already has met"
    assert day.apart.tolist() == [[0, 3], [2, 3]]
    assert day.worth.tolist() == [[0, 0, 1, 0], [0, 0, 1, 1], [1, 1, 0, 0], [0, 1, 0, 0]]
    assert day.affinity[0, 1] == 1


def test_who_is_gone_brings_nothing_to_the_rounds_to_come_and_a_table_taken_away_seats_nobody():
    gone = asked(4, 3, keep=PLAN.after(1), absent=[(0, 1), (0, 2)])
    assert gone.worth[0].tolist() == [0, 0, 0, 0]
    assert asked(4, 3, [(0, 4)], keep=PLAN.after(1)).home.tolist() == [[0, -1, 0, -1], [0, -1, -1, 0]]


def test_nothing_forbids_an_evening_that_can_be():
    assert why() is None
    assert why(tables=[(0, 2), (0, 2)], apart=[(0, 1)], together=[(0, 2)], hosts={0: 0, 1: 1}) is None
    assert why(hosts={0: 0, 1: 0}) is None, "as many hosts as seats"
    assert why(tables=[(1, 2), (2, 2)], absent=[(0, 1)], rounds=2) is None
    assert why(tables=[(0, 4), (0, 0)], hosts={0: 0, 1: 0, 2: 0}) is None
    assert why(apart=[(0, 1), (1, 2)]) is None, "two of the three may sit together"
    assert why(apart=[(0, 1)], hosts={0: 0, 1: 1}) is None
    assert why(hosts={0: 0, 1: 0}, apart=[(0, 1)], absent=[(0, 0), (1, 1)], tables=[(0, 4), (0, 4)]) is None


def test_hosts_fit_their_table_in_every_round():
    too_many = {"round": 2, "table": 2, "hosts": 2, "seats": 1}
    assert why(tables=[(1, 3), (0, 1)], hosts={0: 1, 1: 1}, absent=[(0, 0)]) == ("too_many_hosts", too_many)


def test_one_person_hosts_once():
    both = {"round": 1, "person": 1, "other": 3}
    group = {"same_person": [(0, 1, 3)], "hosts": {1: 0, 3: 1}, "tables": [(0, 2), (0, 2)]}
    assert why(**group) == ("hosts_same_person", both)
    assert why(**group, absent=[(3, 0)]) == ("hosts_same_person", both | {"round": 2})
    assert why(**group, absent=[(3, 0), (1, 1)]) is None


def test_hosts_who_stay_apart_keep_two_tables():
    figures = {"person": 1, "other": 2, "table": 2}
    assert why(hosts={1: 1, 2: 1}, apart=[(2, 1)]) == ("hosts_apart", figures)


def test_seats_are_enough_and_tables_not_too_large_for_who_is_there():
    assert why(tables=[(0, 2), (0, 1)], absent=[(0, 0)]) == ("too_few_seats", {"round": 2, "people": 4, "seats": 3})
    assert why(tables=[(0, 2), (0, 1)], same_person=[(0, 1)]) is None
    assert why(absent=[(0, 1)]) == ("too_few_people", {"round": 2, "people": 3, "needed": 4})
    assert why(same_person=[(0, 1)]) == ("too_few_people", {"round": 1, "people": 3, "needed": 4})


def test_a_table_needs_its_hosts_beside_the_fewest_of_the_others():
    assert why(tables=[(1, 4), (3, 4)]) is None
    hosted = {"tables": [(1, 4), (2, 4)], "hosts": {0: 0, 1: 0, 2: 0}, "same_person": []}
    assert why(**hosted) == ("too_few_people", {"round": 1, "people": 4, "needed": 5})


def test_people_who_all_stay_apart_need_a_table_each():
    three = [(0, 1), (1, 2), (2, 0)]
    four = [*three, (0, 3), (1, 3), (2, 3)]
    assert why(apart=three) == ("too_many_apart", {"round": 1, "people": 3, "tables": 2})
    assert why(apart=four) == ("too_many_apart", {"round": 1, "people": 4, "tables": 2})
    later = why(apart=three, tables=[(0, 4), (0, 4)], absent=[(0, 0)])
    assert later == ("too_many_apart", {"round": 2, "people": 3, "tables": 2})
    assert why(apart=three, tables=[(0, 4), (0, 4)], absent=[(0, 0), (1, 1)]) is None
    assert why(people=5, apart=three, same_person=[(0, 4)], tables=[(0, 4), (0, 4)]) is None
    assert why(people=5, apart=[(0, 1), (1, 4), (0, 4)], same_person=[(3, 4)], tables=[(0, 4), (0, 4)]) is None
    assert why(apart=three, tables=[(0, 2), (0, 2), (0, 2)]) is None


def test_those_who_stay_apart_are_looked_for_among_those_who_have_most_to_avoid():
    many = [(0, 1), (1, 2), (1, 3), (1, 4), (2, 3), (2, 4), (3, 4)]
    found = why(people=5, apart=many, tables=[(0, 5)] * 3)
    assert found == ("too_many_apart", {"round": 1, "people": 4, "tables": 3})


def test_two_people_who_should_meet_can():
    assert why(apart=[(0, 1)], together=[(1, 0)]) == ("apart_and_together", {"person": 0, "other": 1})
    wide = {"tables": [(0, 4), (0, 4)], "together": [(0, 1)]}
    never = ("together_never_possible", {"person": 0, "other": 1})
    assert why(**wide, same_person=[(0, 1)]) == ("together_same_person", {"person": 0, "other": 1})
    assert why(**wide, same_person=[(2, 3)]) is None
    assert why(**wide, absent=[(0, 0), (1, 1)]) == never
    assert why(**wide, absent=[(0, 0)]) is None
    assert why(**wide, hosts={0: 0, 1: 1}) == never
    assert why(tables=[(0, 1)] * 4, together=[(0, 1)]) == never
    assert why(tables=[(0, 1), (0, 1), (0, 2)], together=[(0, 1)]) is None


def test_nobody_should_meet_more_people_than_they_sit_with():
    three = [(0, 1), (0, 2), (0, 3)]
    assert why(together=three) == ("too_many_to_meet", {"person": 0, "people": 3, "seats": 2})
    assert why(together=three, rounds=3) is None
    away = why(together=three, rounds=3, absent=[(0, 1)], tables=[(0, 2), (1, 2)])
    assert away == ("too_many_to_meet", {"person": 0, "people": 3, "seats": 2})
    assert why(together=three, tables=[(0, 4), (0, 1)], rounds=1) is None


def test_a_day_under_way_names_the_round_that_people_know():
    late = {"keep": PLAN.after(2), "rounds": 3, "tables": [(0, 4), (0, 4)]}
    assert why(**late, hosts={0: 0, 1: 0}, apart=[(0, 1)])[0] == "hosts_apart"
    assert why(**late | {"tables": [(0, 1), (0, 1)]})[1]["round"] == 3
    assert why(**late | {"tables": [(4, 4), (4, 4)]})[1]["round"] == 3
    assert why(**late, apart=[(0, 1), (1, 2), (0, 2)])[1]["round"] == 3
    assert why(**late | {"tables": [(0, 1), (0, 5)]}, hosts={0: 0, 1: 0})[1]["round"] == 3
    assert why(**late, hosts={0: 0, 1: 1}, same_person=[(0, 1)])[1]["round"] == 3


def test_a_wish_weighs_more_than_all_worths_together():
    evening = asked(4, 1, together=[(0, 1)], apart=[(2, 3)])
    scale = Scale(factor=1.0, broken=100)
    assert weights(evening, scale, evening.worth).tolist() == [
        [0, 101, 1, 1],
        [101, 0, 1, 1],
        [1, 1, 0, -100],
        [1, 1, -100, 0],
    ]
    assert evening.worth[0, 1] == 1, "what a pair is worth is left as it was"


def test_wishes_that_a_programme_breaks_are_counted():
    evening = asked(4, 2, together=[(0, 1), (2, 3), (0, 3)], apart=[(0, 2), (1, 3)])
    assert broken_wishes(evening, np.array([[0, 0, 1, 1], [0, 1, 0, 1]])) == (2, 1)
    assert broken_wishes(evening, np.array([[0, 1, 1, 0], [0, 0, 1, 1]])) == (0, 0)
    away = np.array([[2, 2, 2, 2], [0, 2, 1, 2]])
    assert broken_wishes(evening, away) == (0, 3), "who is away shares no table"


def test_a_planned_seat_is_worth_the_price_of_a_move():
    found = homes(SimpleNamespace(tables=2, home=np.array([[0, 1, NOWHERE], [1, 1, 0]])), 7)
    assert found.tolist() == [[[7, 0, 0], [0, 7, 0]], [[0, 0, 7], [7, 7, 0]]]
    assert found.dtype == np.int32
