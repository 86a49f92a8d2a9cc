from __future__ import annotations

from datetime import time
from itertools import pairwise

from grants.domain.schedule import half_day


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
