"""Equal awards, held against two solvers written another way."""

from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.domain.awards import STEPS, Request, equal_awards


def request(key, requested, *envelopes):
    return Request(key, requested, frozenset(envelopes))


@st.composite
def cases(draw, *, most_requests=6, most_envelopes=3, most_cents=12):
    names = [f"e{i}" for i in range(draw(st.integers(1, most_envelopes)))]
    cents = st.integers(0, most_cents)
    amounts = {name: draw(st.integers(0, 2 * most_cents)) for name in names}
    drawn = draw(st.lists(st.tuples(cents, st.frozensets(st.sampled_from(names))), max_size=most_requests))
    return [Request(i, asked, allowed) for i, (asked, allowed) in enumerate(drawn)], amounts, draw(cents)


def payable(requests, envelopes, wanted):
    """Hall's condition: no set of envelopes is asked for more than it holds by those who have nothing else."""
    names = list(envelopes)
    return all(
        sum(cents for r, cents in zip(requests, wanted, strict=True) if r.envelopes <= set(some))
        <= sum(envelopes[name] for name in some)
        for size in range(len(names) + 1)
        for some in combinations(names, size)
    )


def cent_by_cent(requests, envelopes, cap):
    """Go round in the order of keys, give one cent to whoever can still take one, until nobody can."""
    requests = sorted(requests, key=lambda r: r.key)
    given_ = [0] * len(requests)
    going = set(range(len(requests)))
    while going:
        for i in sorted(going):
            more = [cents + (i == j) for j, cents in enumerate(given_)]
            if more[i] <= min(requests[i].requested, cap) and payable(requests, envelopes, more):
                given_ = more
            else:
                going.discard(i)
    return {r.key: cents for r, cents in zip(requests, given_, strict=True)}


def best_of_all(requests, envelopes, cap):
    """Look at every possible sharing and keep the one whose smallest award, then next, and so on, is largest."""
    every = product(*(range(min(r.requested, cap) + 1) for r in requests))
    return max(sorted(wanted) for wanted in every if payable(requests, envelopes, wanted))


def some_of(names):
    return [frozenset(some) for size in range(len(names) + 1) for some in combinations(sorted(names), size)]


def level_of(wants, money):
    """Return the exact level at which wants, each taken up to it, add up to this money; None when they fit whole."""
    left, waiting = Fraction(money), sorted(wants)
    while waiting and waiting[0] * len(waiting) <= left:
        left -= waiting.pop(0)
    return left / len(waiting) if waiting else None


def exact_levels(requests, envelopes, cap):
    """Look at every set of envelopes: which is used up first, at which exact level, and then which of the others.

    Returns the level (a fraction of a cent) of every request that money stops, by key.
    """
    stopped, levels, open_ = {}, {}, frozenset(envelopes)
    rising = {r.key: (min(r.requested, cap), r.envelopes) for r in requests if r.envelopes and min(r.requested, cap)}
    while rising:
        found = {}
        for some in some_of(open_):
            inside = [most for most, allowed in rising.values() if allowed & open_ <= some]
            level = level_of(inside, sum(envelopes[name] for name in some))
            if level is not None:
                found[some] = level
        if not found:
            break
        first = min(found.values())
        tight = [some for some in found if found[some] == first]
        caught = [
            min((some for some in tight if allowed & open_ <= some), key=len, default=frozenset())
            for most, allowed in rising.values()
            if most > first
        ]
        closed = frozenset().union(*caught)
        for key, (_, allowed) in list(rising.items()):
            if allowed & open_ <= closed:
                levels[key] = first
                stopped[key] = rising.pop(key)
        open_ -= closed
    return levels


def by_steps(requests, envelopes, cap, step):
    """Round each exact level down to the step (to the cent below one step), and give no more than that."""
    levels = exact_levels(requests, envelopes, cap)
    awarded = {}
    for r in requests:
        most = min(r.requested, cap) if r.envelopes else 0
        if r.key in levels:
            cents = levels[r.key] // 1
            most = min(most, cents // step * step if cents >= step else cents)
        awarded[r.key] = most
    return awarded


def check_drawn(requests, envelopes, awards):
    for name, amount in envelopes.items():
        assert sum(cents for (_, other), cents in awards.drawn.items() if other == name) <= amount
    for r in requests:
        mine = {name: cents for (key, name), cents in awards.drawn.items() if key == r.key}
        assert mine.keys() <= r.envelopes
        assert all(cents > 0 for cents in mine.values())
        assert sum(mine.values()) == awards.awarded[r.key]


@given(cases())
@settings(max_examples=400)
def test_the_sharing_is_the_one_of_going_round_cent_by_cent(case):
    requests, envelopes, cap = case
    awards = equal_awards(requests, envelopes, cap)
    assert awards.awarded == cent_by_cent(requests, envelopes, cap)
    check_drawn(requests, envelopes, awards)


@given(cases(most_cents=40), st.integers(2, 12))
@settings(max_examples=150)
def test_with_a_step_the_exact_level_is_rounded_down(case, step):
    requests, envelopes, cap = case
    awards = equal_awards(requests, envelopes, cap, step=step)
    assert awards.awarded == by_steps(requests, envelopes, cap, step)
    check_drawn(requests, envelopes, awards)


@given(cases(most_requests=40, most_envelopes=6, most_cents=300_000))
@settings(max_examples=50)
def test_the_exact_level_is_the_one_of_the_cents(case):
    requests, envelopes, cap = case
    levels = exact_levels(requests, envelopes, cap)
    for key, cents in equal_awards(requests, envelopes, cap).awarded.items():
        most = next(min(r.requested, cap) if r.envelopes else 0 for r in requests if r.key == key)
        exact = min(most, levels.get(key, most))
        assert exact - 1 < cents < exact + 1


@given(cases(most_requests=40, most_envelopes=6, most_cents=300_000), st.sampled_from(STEPS[1:]), st.randoms())
@settings(max_examples=50)
def test_with_a_step_equals_are_exactly_equal_whatever_the_order(case, step, random):
    requests, envelopes, cap = case
    awards = equal_awards(requests, envelopes, cap, step=step)
    assert equal_awards(random.sample(requests, len(requests)), envelopes, cap, step=step) == awards
    whole = equal_awards(requests, envelopes, cap)
    check_drawn(requests, envelopes, awards)
    alike = {}
    for r in requests:
        mine = awards.awarded[r.key]
        assert alike.setdefault((r.envelopes, r.requested), mine) == mine
        assert mine <= whole.awarded[r.key] + 1
        assert mine > whole.awarded[r.key] - step - 1
        assert not r.envelopes or mine == min(r.requested, cap) or mine % step == 0 or mine < step


@given(cases(most_requests=20, most_envelopes=5, most_cents=2_000), st.data(), st.sampled_from([7, 100, 1_000]))
@settings(max_examples=50)
def test_with_a_step_more_credits_lower_nobody_at_all(case, data, step):
    requests, envelopes, cap = case
    before = equal_awards(requests, envelopes, cap, step=step).awarded
    richer = {name: cents + data.draw(st.integers(0, 3_000)) for name, cents in envelopes.items()}
    after = equal_awards(requests, richer, cap, step=step).awarded
    assert all(after[key] >= before[key] for key in before)


@given(cases(most_requests=20, most_envelopes=5, most_cents=2_000), st.sampled_from([1, 7, 100, 1_000]))
@settings(max_examples=50)
def test_the_sum_is_never_above_and_what_is_left_could_not_raise_all_who_wait(case, step):
    requests, envelopes, cap = case
    awards = equal_awards(requests, envelopes, cap, step=step)
    left = dict(envelopes)
    for (_, name), cents in awards.drawn.items():
        left[name] -= cents
    assert min(left.values()) >= 0
    for block, level in awards.common_caps.items():
        stopped = [r for r in requests if r.envelopes and r.envelopes & block and awards.awarded[r.key] >= level]
        waiting = [r for r in stopped if min(r.requested, cap) > level]
        if waiting and level >= step:
            assert sum(left[name] for name in block) < step * len(stopped)


@given(cases(most_requests=4, most_cents=4))
@settings(max_examples=200)
def test_no_other_sharing_is_more_equal(case):
    requests, envelopes, cap = case
    assert sorted(equal_awards(requests, envelopes, cap).awarded.values()) == best_of_all(requests, envelopes, cap)


@given(cases(most_requests=40, most_envelopes=6, most_cents=300_000), st.randoms())
def test_the_order_of_the_files_changes_nothing(case, random):
    requests, envelopes, cap = case
    shuffled = random.sample(requests, len(requests))
    other_way = dict(random.sample(sorted(envelopes.items()), len(envelopes)))
    assert equal_awards(shuffled, other_way, cap) == equal_awards(requests, envelopes, cap)


@given(cases(most_requests=40, most_envelopes=6, most_cents=300_000))
def test_big_cases_stay_within_every_limit_and_equals_within_a_cent(case):
    requests, envelopes, cap = case
    awards = equal_awards(requests, envelopes, cap)
    check_drawn(requests, envelopes, awards)
    spent = dict.fromkeys(envelopes, 0)
    for (_, name), cents in awards.drawn.items():
        spent[name] += cents
    for r in requests:
        mine = awards.awarded[r.key]
        assert mine <= min(r.requested, cap)
        if mine < min(r.requested, cap):
            assert all(spent[name] == envelopes[name] for name in r.envelopes)
        for other in requests:
            if other.envelopes == r.envelopes and other.requested == r.requested:
                assert abs(mine - awards.awarded[other.key]) <= 1


@given(cases(most_requests=20, most_envelopes=5, most_cents=2_000), st.data())
def test_more_credits_never_lower_anyone_by_more_than_a_cent(case, data):
    requests, envelopes, cap = case
    before = equal_awards(requests, envelopes, cap).awarded
    richer = {name: cents + data.draw(st.integers(0, 3_000)) for name, cents in envelopes.items()}
    after = equal_awards(requests, richer, cap).awarded
    assert all(after[key] >= before[key] - 1 for key in before)


@given(cases(most_requests=20, most_envelopes=5, most_cents=2_000))
def test_the_common_caps_tell_what_is_awarded(case):
    requests, envelopes, cap = case
    awards = equal_awards(requests, envelopes, cap)
    assert frozenset().union(*awards.common_caps) == envelopes.keys()
    assert sum(len(block) for block in awards.common_caps) == len(envelopes)
    level = {name: common for block, common in awards.common_caps.items() for name in block}
    for r in requests:
        if r.envelopes:
            common = max(level[name] for name in r.envelopes)
            assert min(r.requested, common) <= awards.awarded[r.key] <= min(r.requested, cap, common + 1)


def test_with_one_envelope_the_cap_falls_for_all_and_small_wishes_are_met_whole():
    asked = [request("a", 230_000, "city"), request("b", 50_000, "city"), request("c", 200_000, "city")]
    awards = equal_awards(asked, {"city": 300_000}, 230_000)
    assert awards.awarded == {"a": 125_000, "b": 50_000, "c": 125_000}
    assert awards.common_caps == {frozenset({"city"}): 125_000}


def test_earmarked_money_is_drawn_first_and_never_elsewhere():
    asked = [request(1, 100, "city", "qpv"), request(2, 100, "city"), request(3, 100, "city")]
    awards = equal_awards(asked, {"city": 150, "qpv": 1_000}, 230)
    assert awards.awarded == {1: 100, 2: 75, 3: 75}
    assert awards.drawn == {(1, "qpv"): 100, (2, "city"): 75, (3, "city"): 75}
    assert awards.common_caps == {frozenset({"city"}): 75, frozenset({"qpv"}): 230}


def test_envelopes_that_share_money_have_one_cap():
    asked = [request(1, 100, "city", "qpv"), request(2, 100, "city"), request(3, 100, "city", "qpv")]
    awards = equal_awards(asked, {"city": 130, "qpv": 20}, 230)
    assert awards.awarded == {1: 50, 2: 50, 3: 50}
    assert awards.common_caps == {frozenset({"city", "qpv"}): 50}
    assert awards.drawn == {(1, "qpv"): 20, (1, "city"): 30, (2, "city"): 50, (3, "city"): 50}


def test_who_draws_on_what_does_not_depend_on_the_order_of_the_files():
    asked = [request(1, 100, "a", "b"), request(2, 100, "a", "c")]
    asked += [request(n, 100, "b") for n in (3, 4)] + [request(n, 100, "c") for n in (5, 6)]
    money = {"a": 100, "b": 300, "c": 300}
    assert equal_awards(asked, money, 100).drawn == equal_awards(asked[::-1], money, 100).drawn


def test_odd_cents_go_to_the_first_numbers():
    asked = [request(n, 100, "city") for n in (10, 9, 2)]
    assert equal_awards(asked, {"city": 152}, 100).awarded == {2: 51, 9: 51, 10: 50}


def test_keys_of_mixed_kinds_have_an_order_too():
    asked = [request(key, 100, "city") for key in ("b", 1, ("x", 2), None)]
    forwards = equal_awards(asked, {"city": 6}, 100)
    assert forwards == equal_awards(asked[::-1], {"city": 6}, 100)
    assert sorted(forwards.awarded.values()) == [1, 1, 2, 2]


def test_who_may_draw_on_nothing_receives_nothing():
    assert equal_awards([request(1, 100)], {"city": 100}, 100).awarded == {1: 0}
    assert equal_awards([], {}, 0).awarded == {}


def test_a_step_rounds_the_common_cap_and_touches_no_smaller_wish():
    asked = [request("a", 230_000, "city"), request("b", 50_050, "city"), request("c", 200_000, "city")]
    awards = equal_awards(asked, {"city": 300_000}, 230_000, step=1_000)
    assert awards.awarded == {"a": 124_000, "b": 50_050, "c": 124_000}
    assert awards.common_caps == {frozenset({"city"}): 124_000}
    assert sum(awards.drawn.values()) == 298_050


def test_who_asks_between_the_rounded_cap_and_the_exact_one_gets_the_rounded_one_like_all():
    asked = [request("a", 230_000, "city"), request("b", 124_500, "city"), request("c", 50_050, "city")]
    assert equal_awards(asked, {"city": 299_600}, 230_000, step=1_000).awarded == {
        "a": 125_000, "b": 124_500, "c": 50_050,
    }  # fmt: skip
    assert equal_awards(asked, {"city": 299_400}, 230_000, step=1_000).awarded == {
        "a": 124_000, "b": 124_000, "c": 50_050,
    }  # fmt: skip


def test_what_rounding_leaves_goes_to_nobody_else():
    asked = [request(1, 9_000, "city"), request(2, 9_000, "city"), request(3, 9_000, "city", "qpv")]
    awards = equal_awards(asked, {"city": 1_999, "qpv": 1_500}, 9_000, step=1_000)
    assert awards.awarded == {1: 999, 2: 999, 3: 1_000}
    awards = equal_awards(asked, {"city": 3_998, "qpv": 2_500}, 9_000, step=1_000)
    assert awards.awarded == {1: 1_000, 2: 1_000, 3: 2_000}
    assert awards.common_caps == {frozenset({"city"}): 1_000, frozenset({"qpv"}): 2_000}


def test_rounding_brings_nobody_to_nothing():
    asked = [request(n, 100_000, "city") for n in range(3)]
    assert set(equal_awards(asked, {"city": 2_000}, 100_000, step=1_000).awarded.values()) == {666}


def test_the_caps_own_cents_are_never_rounded():
    assert equal_awards([request(1, 100_000, "city")], {"city": 99_999}, 99_999, step=1_000).awarded == {1: 99_999}


def test_a_town_rounds_to_one_cent_one_euro_or_ten():
    assert STEPS == (1, 100, 1_000)


def test_a_step_below_one_cent_is_named():
    with pytest.raises(ValueError, match=r"^the step is below one cent$"):
        equal_awards([], {}, 0, step=0)


@pytest.mark.parametrize(
    ("requests", "envelopes", "cap", "reason"),
    [
        ([request(1, -1, "city")], {"city": 1}, 1, "an amount is negative"),
        ([], {"city": -1}, 1, "an amount is negative"),
        ([], {"city": 1}, -1, "an amount is negative"),
        ([request(1, 1, "city", "sun", "moon")], {"city": 1}, 1, "unknown envelopes: moon, sun"),
        ([request(1, 1, "city"), request(1, 2, "city")], {"city": 1}, 1, "two requests have the same key"),
    ],
)
def test_what_cannot_be_shared_is_named(requests, envelopes, cap, reason):
    with pytest.raises(ValueError, match=f"^{reason}$"):
        equal_awards(requests, envelopes, cap)
