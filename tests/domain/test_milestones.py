"""The steps of a file keep their order, whatever happened and in whatever year it is read."""

from __future__ import annotations

from datetime import date

from grants.domain.calendar import usual_dates
from grants.domain.milestones import Step, milestones
from grants.domain.states import State

DATES = usual_dates(2026)
SENT = {"submitted": date(2026, 9, 1)}
TODAY = date(2026, 9, 20)


def test_what_is_to_come_is_planned_and_the_first_of_it_is_now():
    told = milestones(State.TO_COMPLETE, SENT, DATES, TODAY)
    assert [(each.step, each.on, each.moment) for each in told[:3]] == [
        (Step.RECEIVED, date(2026, 9, 1), "past"),
        (Step.COMPLETE, DATES.complete_by, "now"),
        (Step.VOTED, DATES.council_on, "next"),
    ]
    order = [each.step for each in told]
    assert order.index(Step.ORDERED) < order.index(Step.PAID) < order.index(Step.REPORTED)


def test_each_day_replaces_the_planned_one_once_it_is_known():
    happened = SENT | {"receivable": date(2026, 9, 3), "voted": date(2026, 12, 4), "ordered": date(2026, 12, 20)}
    told = {each.step: each for each in milestones(State.VOTED, happened, DATES, date(2026, 12, 21))}
    assert told[Step.VOTED].on == date(2026, 12, 4)
    assert told[Step.ORDERED].done
    assert not told[Step.PAID].done
    assert not told[Step.PLENARY].done
    later = {each.step: each for each in milestones(State.VOTED, happened, DATES, date(2027, 2, 1))}
    assert later[Step.PLENARY].done


def test_a_file_sent_back_is_no_longer_complete():
    happened = SENT | {"receivable": date(2026, 9, 3), "to_complete": date(2026, 9, 9)}
    told = {each.step: each for each in milestones(State.TO_COMPLETE, happened, DATES, TODAY)}
    assert not told[Step.COMPLETE].done


def test_help_in_kind_alone_is_neither_ordered_nor_paid():
    steps = {each.step for each in milestones(State.VOTED, SENT, DATES, TODAY, money=False)}
    assert not steps & {Step.ORDERED, Step.PAID}


def test_a_file_that_left_the_call_ends_there():
    told = milestones(State.WITHDRAWN, SENT | {"withdrawn": date(2026, 9, 8)}, DATES, TODAY)
    assert [(each.step, each.on) for each in told] == [
        (Step.RECEIVED, date(2026, 9, 1)),
        (Step.LEFT, date(2026, 9, 8)),
    ]
