from __future__ import annotations

from datetime import time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from grants.domain.moments import KINDS, Frame, Step
from grants.domain.schedule import half_day, lay_out, with_rounds


def hours(schedule):
    return [(moment.starts.strftime("%H:%M"), moment.kind, moment.blocks, moment.round) for moment in schedule.moments]


def test_forty_five_projects_and_three_rounds_fill_the_half_day_of_the_trade():
    schedule = half_day([15, 15, 15], 3)
    assert hours(schedule) == [
        ("13:45", "welcome", (), None),
        ("14:00", "opening", (), None),
        ("14:10", "presentations", (1,), None),
        ("14:35", "round", (), 1),
        ("14:58", "round", (), 2),
        ("15:20", "coffee", (), None),
        ("15:45", "presentations", (2, 3), None),
        ("16:25", "round", (), 3),
        ("16:48", "open_tables", (), None),
        ("17:20", "give_and_take", (), None),
    ]
    assert schedule.moments[-1].ends == time(17, 30)
    assert not schedule.cautions


def test_moments_never_overlap_whatever_the_settings():
    for projects in (0, 1, 7, 30, 61):
        for rounds in range(1, 6):
            moments = half_day([projects] if projects else [], rounds).moments
            assert all(one.ends <= other.starts for one, other in pairwise(moments))
            assert [moment.round for moment in moments if moment.round] == list(range(1, rounds + 1))


def test_three_hundred_projects_speak_in_several_rooms_at_once_and_end_in_time():
    schedule = half_day([15] * 19, 3)
    runs = [moment for moment in schedule.moments if moment.kind == "presentations"]
    assert [(moment.blocks, moment.rooms) for moment in runs] == [(tuple(range(1, 8)), 7), (tuple(range(8, 20)), 7)]
    assert schedule.moments[-1].ends == time(17, 30)
    assert not schedule.cautions


def test_too_many_presentations_are_said_with_what_to_change():
    cautions = {caution.code: caution.figures for caution in half_day([20] * 4, 4).cautions}
    assert cautions["too_long"] == {"minutes": 36, "ends": "18:06"}
    assert cautions["shorter_pitches"]["seconds"] < 75


def test_a_schedule_past_midnight_is_said():
    cautions = half_day([120] * 4, 3, starts=time(18), ends=time(22)).cautions
    assert "past_midnight" in [caution.code for caution in cautions]


def test_a_round_too_short_to_meet_is_said():
    assert [caution.code for caution in half_day([15], 2, round_minutes=4).cautions] == ["odd_round"]


def codes(steps, blocks, **frame):
    return {caution.code: caution.figures for caution in lay_out(steps, blocks, Frame(**frame)).cautions}


def test_minutes_left_empty_follow_the_projects_and_the_hour_of_the_end():
    steps = [Step("presentations"), Step("round", 15), Step("open_tables"), Step("coffee", 20, "Goûter")]
    schedule = lay_out(steps, [12], Frame(time(14), time(16)))
    assert [(moment.line, moment.minutes, moment.title) for moment in schedule.moments] == [
        (1, 20, ""), (2, 15, ""), (3, 60, ""), (4, 20, "Goûter"),
    ]  # fmt: skip
    assert schedule.moments[-1].ends == time(16)


def test_an_evening_that_ends_before_its_hour_or_after_it_is_said():
    steps = [Step("welcome"), Step("round", 30), Step("give_and_take")]
    assert codes(steps, [], starts=time(14), ends=time(16)) == {"too_soon": {"minutes": 62, "ends": "14:58"}}
    assert codes(steps, [], starts=time(14), ends=time(14, 50)) == {"too_long": {"minutes": 8, "ends": "14:58"}}


def test_presentations_get_the_blocks_their_minutes_hold_and_a_word_when_they_are_short():
    steps = [
        Step("presentations", 40),
        Step("coffee"),
        Step("presentations", 10),
        Step("round"),
        Step("presentations", 9),
    ]
    schedule = lay_out(steps, [15, 15, 12], Frame(time(14), time(17)))
    held = [moment.blocks for moment in schedule.moments if moment.kind == "presentations"]
    assert held == [(1, 2), (3,), ()]
    told = {caution.code: caution.figures for caution in schedule.cautions}
    assert told["short_run"] == {"minutes": 10, "needed": 17, "presentations": 12}
    assert told["idle_run"] == {"minutes": 9}
    assert "no_presentations" in codes([Step("round")], [15])


def test_two_hours_without_a_pause_are_said():
    steps = [Step("welcome"), *[Step("round", 30)] * 4, Step("coffee"), Step("round")]
    assert codes(steps, [], ends=time(17))["no_break"] == {"minutes": 129}


def test_a_programme_keeps_its_rounds_whatever_the_schedule_became():
    steps = [Step("round", 15), Step("coffee"), Step("round"), Step("give_and_take")]
    assert [step.kind for step in with_rounds(steps, 1)] == ["round", "coffee", "give_and_take"]
    assert [step.kind for step in with_rounds(steps, 3)] == ["round", "coffee", "round", "round", "give_and_take"]
    assert [step.kind for step in with_rounds([Step("welcome")], 1)] == ["welcome", "round"]


@given(
    st.lists(st.builds(Step, st.sampled_from(KINDS), st.none() | st.integers(1, 600)), max_size=12),
    st.lists(st.integers(1, 20), max_size=12),
)
def test_whatever_is_written_moments_follow_one_another_and_every_block_is_heard_once(steps, blocks):
    moments = lay_out(steps, blocks, Frame()).moments
    assert all(one.until <= other.at for one, other in pairwise(moments))
    heard = [number for moment in moments for number in moment.blocks]
    given_time = any(step.kind == "presentations" for step in steps)
    assert heard == (list(range(1, len(blocks) + 1)) if given_time else [])
    assert [moment.round for moment in moments if moment.round] == list(
        range(1, sum(step.kind == "round" for step in steps) + 1)
    )
