"""A scenario is a change applied to what goes into the year's sharing; nothing of the year itself moves."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.domain.errors import RuleError
from grants.domain.scenario import BANDS, Change, applied, change_in, outcome
from grants.domain.settlement import replay
from tests.domain.test_awards import cases
from tests.domain.test_sharing import inputs_of

YEAR = {
    "cap": 230_000,
    "envelopes": {"city": 500_000, "qpv": 100_000},
    "requests": [
        {"key": f"2026-{n:04}", "requested": cents, "envelopes": ["city", "qpv"] if n % 2 else ["city"]}
        for n, cents in enumerate((50_000, 100_000, 150_000, 200_000, 230_000), start=1)
    ],
}


def test_what_is_tried_leaves_the_year_alone():
    before = copy.deepcopy(YEAR)
    applied(YEAR, Change(cap=100_000, amendments={"city": -1}, transfer=("city", "qpv", 5), files=3, step=100))
    assert before == YEAR


def test_another_cap_and_another_step():
    tried = applied(YEAR, Change(cap=120_000, step=1_000))
    assert (tried["cap"], tried["step"]) == (120_000, 1_000)
    assert "step" not in applied(tried, Change(step=1))
    assert applied(tried, Change(cap=1))["step"] == 1_000


def test_amendments_then_a_transfer():
    tried = applied(YEAR, Change(amendments={"city": -500_000, "qpv": 7}, transfer=("qpv", "city", 100_007)))
    assert tried["envelopes"] == {"city": 100_007, "qpv": 0}


@pytest.mark.parametrize("more", [1, 3, 5, 12, 500])
def test_files_added_ask_what_the_years_files_ask(more):
    tried = applied(YEAR, Change(files=more))
    added = [each for each in tried["requests"] if each["key"].startswith("~")]
    assert len(added) == more
    assert len({each["key"] for each in tried["requests"]}) == 5 + more
    assert {(each["requested"], tuple(each["envelopes"])) for each in added} <= {
        (each["requested"], tuple(each["envelopes"])) for each in YEAR["requests"]
    }
    if more % 5 == 0:
        assert sum(each["requested"] for each in added) == more // 5 * 730_000
    if more == 1:
        assert added[0]["requested"] == 150_000


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        (1, [150_000]),
        (2, [100_000, 200_000]),
        (3, [50_000, 150_000, 230_000]),
        (6, [50_000, 100_000, 150_000, 150_000, 200_000, 230_000]),
    ],
)
def test_files_are_taken_at_regular_intervals_of_the_sums(more, asked):
    tried = applied(YEAR, Change(files=more))
    added = [each["requested"] for each in tried["requests"] if each["key"].startswith("~")]
    assert added == asked


@pytest.mark.parametrize("fewer", [1, 2, 4])
def test_fewer_files_are_taken_away_at_regular_intervals(fewer):
    tried = applied(YEAR, Change(files=-fewer))
    assert len(tried["requests"]) == 5 - fewer
    assert [each for each in YEAR["requests"] if each in tried["requests"]] == tried["requests"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (Change(), "scenario_empty"),
        (Change(cap=0), "scenario_cap"),
        (Change(step=7), "step_unknown"),
        (Change(floor=0), "scenario_floor"),
        (Change(floor=230_001), "scenario_floor"),
        (Change(amendments={"moon": 1}), "envelope_unknown"),
        (Change(amendments={"city": -500_001}), "scenario_below_zero"),
        (Change(transfer=("city", "", 5)), "scenario_transfer_incomplete"),
        (Change(transfer=("", "city", 5)), "scenario_transfer_incomplete"),
        (Change(transfer=("city", "qpv", 0)), "amount_zero"),
        (Change(transfer=("city", "qpv", -1)), "amount_negative"),
        (Change(transfer=("city", "city", 1)), "transfer_to_itself"),
        (Change(transfer=("qpv", "city", 1)), "transfer_of_earmarked"),
        (Change(transfer=("city", "moon", 1)), "envelope_unknown"),
        (Change(transfer=("city", "qpv", 500_001)), "scenario_below_zero"),
        (Change(files=501), "scenario_files_most"),
        (Change(files=-5), "scenario_files_fewest"),
    ],
)
def test_what_cannot_be_tried_is_said(change, code):
    with pytest.raises(RuleError) as caught:
        applied(YEAR, change, reserved={"qpv"})
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("change", "figures"),
    [
        (Change(amendments={"city": -500_001}), {"name": "city", "asked": 500_001, "allowed": 500_000}),
        (Change(transfer=("city", "qpv", 500_001)), {"name": "city", "asked": 500_001, "allowed": 500_000}),
        (Change(transfer=("qpv", "city", 1)), {"name": "qpv"}),
        (Change(floor=230_001), {"allowed": 230_000}),
        (Change(cap=100, floor=101), {"allowed": 100}),
        (Change(files=501), {"most": 500}),
        (Change(files=-5), {"most": 4}),
    ],
)
def test_the_figure_that_stands_in_the_way_is_told(change, figures):
    with pytest.raises(RuleError) as caught:
        applied(YEAR, change, reserved={"qpv"})
    assert caught.value.figures == figures


def test_the_edges_of_what_can_be_tried():
    assert applied(YEAR, Change(floor=1))["cap"] == 230_000
    assert applied(YEAR, Change(cap=1, floor=1))["cap"] == 1
    assert applied(YEAR, Change(amendments={"city": -500_000}))["envelopes"]["city"] == 0
    two = YEAR | {"envelopes": {"qpv": 5, "watch": 0}}
    assert applied(two, Change(transfer=("qpv", "watch", 5)), {"qpv", "watch"})["envelopes"] == {"qpv": 0, "watch": 5}


def test_nothing_can_be_added_to_nothing():
    with pytest.raises(RuleError, match="scenario_files_fewest") as caught:
        applied(YEAR | {"requests": []}, Change(files=3))
    assert caught.value.figures == {"most": 0}


def test_a_change_is_kept_and_read_again():
    for change in (
        Change(cap=5),
        Change(step=100, floor=7, files=-2),
        Change(amendments={"city": -3}, transfer=("city", "qpv", 9)),
    ):
        assert change_in(change.plain()) == change
        assert not change.empty
    assert Change().plain() == {}


def test_the_outcome_is_summed_up():
    told = outcome(applied(YEAR, Change(step=1_000)))
    assert told.results["awarded"] == dict(zip((f"2026-{n:04}" for n in range(1, 6)), (
        50_000, 100_000, 150_000, 150_000, 150_000,
    ), strict=True))  # fmt: skip
    assert (told.files, told.total, told.whole, told.step) == (5, 600_000, 3, 1_000)
    assert (told.least, told.median, told.most) == (50_000, 150_000, 150_000)
    assert told.left == {"city": 0, "qpv": 0}
    assert told.floor is None
    assert told.bands(230_000) == [0, 1, 1, 3, 0]
    assert told.bands(250_000) == [1, 1, 3, 0, 0], "a sum at an edge stands below it"
    assert told.bands(90_000) == [0, 0, 1, 0, 4], "what is above the cap stands in the last band"


def test_files_that_ask_no_money_weigh_on_no_figure():
    requests = [*YEAR["requests"], {"key": "2026-0009", "requested": 0, "envelopes": ["city"]}]
    told = outcome(YEAR | {"requests": requests})
    assert (told.files, told.least, sum(told.bands(230_000))) == (6, 50_000, 5)
    nothing = outcome(YEAR | {"requests": requests[-1:]})
    assert (nothing.least, nothing.median, nothing.most, nothing.total) == (0, 0, 0, 0)


def test_a_floor_that_holds_and_one_that_does_not():
    held = outcome(YEAR, floor=150_000).floor
    assert (held.held, held.below, held.missing) == (True, 0, 0)
    broken = outcome(YEAR, floor=160_000).floor
    assert (broken.held, broken.below, broken.missing) == (False, 2, 20_000)


def test_a_floor_that_only_rounding_breaks():
    tried = applied(YEAR, Change(amendments={"city": -30}, step=1_000))
    floor = outcome(tried, floor=149_950).floor
    assert (floor.held, floor.below, floor.missing) == (False, 3, 0)


@given(cases(most_requests=10, most_cents=300), st.integers(1, 300))
@settings(max_examples=40)
def test_what_a_floor_misses_is_what_must_be_added(case, floor):
    requests, envelopes, cap = case
    inputs = inputs_of([r for r in requests if r.envelopes], envelopes, cap)
    told = outcome(inputs, floor=floor).floor
    assert told.held == (told.missing == 0)
    if told.missing and envelopes:
        richer = {name: cents + told.missing for name, cents in envelopes.items()}
        assert outcome(inputs | {"envelopes": richer}, floor=floor).floor.held
        for name in envelopes:
            poorer = envelopes | {name: envelopes[name] + told.missing - 1}
            assert not outcome(inputs | {"envelopes": poorer}, floor=floor).floor.held


@given(cases(most_requests=10, most_cents=300))
@settings(max_examples=40)
def test_every_award_stands_in_one_band(case):
    inputs = inputs_of(*case)
    told = outcome(inputs)
    counted = told.bands(max(inputs["cap"], 1))
    assert len(counted) == BANDS
    assert sum(counted) == sum(bool(each["requested"]) for each in inputs["requests"])
    assert told.total == sum(replay(inputs).awarded.values())
