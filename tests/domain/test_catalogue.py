"""The town's catalogue of help in kind: what is chosen, what it is worth, what is to be said of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.domain.catalogue import Aid, demands, read_chosen, slips, total_cents, value_of

ROOM = Aid("salle", "Salle", "Hall", "la demi-journée", "per half day", 3, 8_000)
VAN = Aid("minibus", "Minibus", "Minibus", "la journée", "per day", 1, 11_000, until=date(2026, 9, 30))
TOWN = (ROOM, VAN)


def test_choices_are_read_and_worth_their_sum():
    chosen = read_chosen(["salle:2", "minibus:1"])
    assert chosen == {"salle": 2, "minibus": 1}
    assert value_of(chosen, TOWN) == 27_000


def test_what_left_the_catalogue_is_worth_nothing():
    assert value_of({"fusee": 3}, TOWN) == 0


@pytest.mark.parametrize("text", ["salle", "salle:0", "salle:1000", "salle:-1", "salle:deux", "", ":", "SALLE:1"])
def test_what_is_no_choice_is_left_aside(text):
    assert read_chosen([text]) == {}


@given(st.lists(st.text(max_size=12)))
def test_any_text_is_read_without_a_crash(texts):
    assert all(0 < number < 1000 for number in read_chosen(texts).values())
    slips(texts, TOWN, None)


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (["salle:3"], []),
        (["salle:4"], ["aid_over_stock"]),
        (["fusee:1"], ["choice_unknown"]),
        (["n’importe quoi"], ["choice_unknown"]),
        (["minibus:1"], ["aid_gone"]),
        (["minibus:2"], ["aid_over_stock", "aid_gone"]),
    ],
)
def test_a_word_is_said_over_the_stock_and_out_of_the_dates(texts, codes):
    assert [code for code, _ in slips(texts, TOWN, date(2026, 12, 3))] == codes


def test_demands_keep_the_order_of_filing_and_say_what_lacks():
    found = demands([("first", {"salle": 2}), ("second", {"salle": 2, "minibus": 1})], TOWN)
    assert [(each.asked, each.short, each.by) for each in found] == [
        (4, 1, (("first", 2), ("second", 2))),
        (1, 0, (("second", 1),)),
    ]
    assert total_cents(found) == 4 * 8_000 + 11_000


@pytest.mark.parametrize("wrong", [{"key": "Salle"}, {"stock": 0}, {"value_cents": -1}])
def test_a_thing_that_no_form_can_offer_is_turned_away_at_the_start(wrong):
    values = {"key": "a", "name": "", "name_en": "", "unit": "", "unit_en": "", "stock": 1, "value_cents": 1}
    with pytest.raises(ValueError, match="in_kind"):
        Aid(**{**values, **wrong})
