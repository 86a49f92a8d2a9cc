"""The day of the evening, without the database: who is there, where it stands, which tables are laid."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from grants.domain.day.arrivals import ABSENT, HERE, LATE, LEFT, WAITED, Gesture, absences, standings, town_instant
from grants.domain.day.clock import Hand, beginnings, resumed, seconds_left, shifted
from grants.domain.day.tables import tables_of_the_day

NOON = datetime(2027, 1, 30, 12, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def test_the_last_gesture_tells_in_whatever_order_devices_send_theirs():
    gestures = (Gesture(1, HERE, at(5)), Gesture(1, ABSENT, at(3)), Gesture(2, HERE, at(4)), Gesture(2, LEFT, at(9), 1))
    for order in permutations(gestures):
        found = standings(order)
        assert (found[1].state, found[1].came_at) == (HERE, at(5))
        assert (found[2].state, found[2].round, found[2].came_at) == (LEFT, 1, at(4))


def test_a_wrong_clock_on_a_device_neither_dates_a_gesture_in_the_future_nor_long_ago():
    day = timedelta(hours=12)
    assert town_instant(at(-90), at(-80), NOON, day) == at(-10)
    assert town_instant(at(500), at(400), NOON, day) == NOON
    assert town_instant(at(-50_000), at(0), NOON, day) == NOON - day


def test_each_misses_the_rounds_before_they_came_after_they_left_or_all_of_them():
    stand = standings(
        [
            Gesture(1, HERE, at(0)),
            Gesture(2, LATE, at(1), 2),
            Gesture(3, LEFT, at(2), 1),
            Gesture(4, ABSENT, at(3)),
            Gesture(5, HERE, at(45)),
            Gesture(7, WAITED, at(1)),
        ]
    )
    began = {1: at(10), 2: at(40)}
    people = range(1, 8)
    missed = absences(stand, people, 3, began, unseen_are_absent=True)
    rounds = {who: [number for number in (1, 2, 3) if (who, number) in missed] for who in people}
    assert rounds == {1: [], 2: [1], 3: [2, 3], 4: [1, 2, 3], 5: [1], 6: [1, 2, 3], 7: [1, 2, 3]}
    assert {who for who, _ in absences(stand, people, 3, began, unseen_are_absent=False)} == {2, 3, 4, 5}


def test_a_pause_takes_nothing_from_a_round_and_a_shift_never_ends_it_in_the_past():
    hand = Hand(2, at(0))
    assert seconds_left(1200, hand, at(5)) == 900
    paused = Hand(2, at(0), at(5))
    assert seconds_left(1200, paused, at(60)) == 900
    assert seconds_left(1200, resumed(paused, at(60)), at(60)) == 900
    assert seconds_left(1200, shifted(1200, hand, 120, at(5)), at(5)) == 1020
    assert seconds_left(1200, shifted(1200, hand, -3600, at(5)), at(5)) == 0
    assert seconds_left(60, shifted(60, hand, -600, at(5)), at(5)) == -240


def test_what_follows_waits_for_the_moment_under_way_and_is_never_earlier_than_planned():
    plan = [(at(0), at(15)), (at(15), at(35)), (at(38), at(58))]
    assert beginnings(plan, None, {}, at(-10)) == [at(0), at(15), at(38)]
    late = beginnings(plan, Hand(1, at(25)), {0: at(2), 1: at(25)}, at(30))
    assert late == [at(2), at(25), at(48)]
    early = beginnings(plan, Hand(1, at(10)), {0: at(0), 1: at(10)}, at(12))
    assert early[2] == at(38)


def test_the_emptiest_table_closes_keeps_its_number_and_others_open_for_walk_ins():
    planned = [(4, 6)] * 5
    few = tables_of_the_day(planned, [], [17, 18], [8, 2, 9, 8, 8])
    assert few.closed == (1,)
    assert few.tables[1] == (0, 0)
    assert tables_of_the_day(planned, [], [17, 18], [8, 2, 9, 8, 7], held={1}).closed == (4,)
    many = tables_of_the_day(planned, [(4, 6)], [33], [6] * 5)
    assert (many.opened, many.chairs, len(many.tables)) == (1, 0, 6)
    held = tables_of_the_day(planned, [], [33], [6] * 5)
    assert (held.opened, held.chairs) == (0, 3)
    assert tables_of_the_day([(2, 12)] * 3, [], [15], [5] * 3).tables == ((2, 6),) * 3


@given(
    planned=st.lists(st.tuples(st.integers(2, 5), st.integers(5, 9)), min_size=1, max_size=8),
    spare=st.lists(st.tuples(st.integers(2, 5), st.integers(5, 9)), max_size=3),
    sitting=st.lists(st.integers(0, 90), min_size=1, max_size=3),
    held=st.sets(st.integers(0, 7)),
)
def test_whoever_comes_the_tables_can_seat_them_in_every_round(planned, spare, sitting, held):
    room = tables_of_the_day(planned, spare, sitting, [0] * len(planned), held)
    assert len(room.tables) == len(planned) + room.opened
    assert not held.intersection(room.closed)
    for people in sitting:
        assert sum(fewest for fewest, _ in room.tables) <= people <= sum(most for _, most in room.tables)
