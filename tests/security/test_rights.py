"""Who may open a page: what each door lets in, of those who work for the town, for one call, or for none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from grants.accounts.models import CallRole, Person, is_over
from grants.db import now
from grants.security import ADMIN, BANK, BUDGET, EVENING, EVERYONE, FILES, MEMBERS, STAFF, Audience, Part
from grants.security.rights import Door, audience_of, call_behind, door_of, leads_to_call, may_open, open_to

pytestmark = pytest.mark.one_database

HERE, ELSEWHERE = {"year": 2026}, {"year": 2025}
CALLS = {2026: 1, 2025: 2}
YESTERDAY, TOMORROW = (now() + timedelta(days=days) for days in (-1, 1))


@pytest.fixture(scope="module")
def room():
    """Return a blueprint whose addresses lead to a call."""

    @leads_to_call("sample")
    def find(places):
        return CALLS.get(places.get("year"))

    assert find({"year": 2026}) == 1, "what finds the call stays a function like another"
    return "sample"


def person(role="member", *parts, sees=False, ends=None, part_ends=None):
    somebody = Person(email="ana@example.org", role=role, role_ends_at=ends, sees_bank_details=sees)
    somebody.call_roles = [CallRole(call_id=1, part=part, ends_at=part_ends) for part in parts]
    return somebody


ANYBODY = person()
CLERK, CHIEF = person("staff"), person("admin")
CASHIER, TREASURER = person("staff", sees=True), person("admin", sees=True)
OF_FILES, OF_BUDGET, OF_BOTH = person("member", FILES), person("member", BUDGET), person("member", FILES, EVENING)
BOOKKEEPER = person("member", BUDGET, sees=True)
LEFT, WENT = person("staff", ends=YESTERDAY, sees=True), person("member", BUDGET, part_ends=YESTERDAY, sees=True)
STAYS, KEEPS = person("staff", ends=TOMORROW), person("member", FILES, part_ends=TOMORROW)
EVERYBODY = (
    ANYBODY, CLERK, CHIEF, CASHIER, TREASURER, OF_FILES, OF_BUDGET, OF_BOTH, BOOKKEEPER, LEFT, WENT, STAYS, KEEPS,
)  # fmt: skip

DOORS = [
    (Door(EVERYONE), EVERYBODY, EVERYBODY),
    (Door(MEMBERS), EVERYBODY, EVERYBODY),
    (Door(ADMIN), (CHIEF, TREASURER), (CHIEF, TREASURER)),
    (Door(STAFF), (CLERK, CHIEF, CASHIER, TREASURER, STAYS), (CLERK, CHIEF, CASHIER, TREASURER, STAYS)),
    (
        Door(STAFF, (FILES,)),
        (CLERK, CHIEF, CASHIER, TREASURER, STAYS, OF_FILES, OF_BOTH, KEEPS),
        (CLERK, CHIEF, CASHIER, TREASURER, STAYS),
    ),
    (
        Door(STAFF, (EVENING, BUDGET)),
        (CLERK, CHIEF, CASHIER, TREASURER, STAYS, OF_BUDGET, OF_BOTH, BOOKKEEPER),
        (CLERK, CHIEF, CASHIER, TREASURER, STAYS),
    ),
    (
        Door(STAFF, (FILES,), listed=True),
        (CLERK, CHIEF, CASHIER, TREASURER, STAYS, OF_FILES, OF_BOTH, KEEPS),
        (CLERK, CHIEF, CASHIER, TREASURER, STAYS, OF_FILES, OF_BOTH, KEEPS),
    ),
    (Door(ADMIN, (FILES,), listed=True), (CHIEF, TREASURER), (CHIEF, TREASURER)),
    (Door(BANK), (CASHIER, TREASURER), (CASHIER, TREASURER)),
    (Door(BANK, (BUDGET,)), (CASHIER, TREASURER, BOOKKEEPER), (CASHIER, TREASURER)),
]


@pytest.mark.parametrize(("door", "on_own_call", "on_another"), DOORS)
def test_each_door_lets_in_those_it_is_for_and_nobody_else(room, door, on_own_call, on_another):
    def let_in(room, places):
        return {each for each in EVERYBODY if may_open(door, each, room, places)}

    assert let_in(room, HERE) == {*on_own_call}
    assert let_in(room, ELSEWHERE) == {*on_another}
    assert let_in("a room that leads to no call", HERE) == let_in(None, {}) == {*on_another}


def test_an_address_leads_to_its_call_or_to_none(room):
    assert call_behind(room, HERE) == 1
    assert call_behind(room, {}) is None
    assert call_behind("a room that leads to no call", HERE) is None
    assert call_behind(None, HERE) is None


def test_a_view_says_who_may_open_it_and_stays_the_view_it_was():
    @open_to(STAFF, FILES, BUDGET, listed=True)
    def desk():
        return "desk"

    @open_to(MEMBERS)
    def page():
        return "page"

    assert (desk(), page()) == ("desk", "page")
    assert door_of(desk) == Door(Audience.STAFF, (Part.FILES, Part.BUDGET), listed=True)
    assert door_of(page) == Door(Audience.MEMBERS, (), listed=False) == Door(MEMBERS)
    assert (audience_of(desk), audience_of(page)) == (STAFF, MEMBERS)


def test_a_view_that_says_nothing_has_no_door():
    assert door_of(lambda: "forgotten") is None
    assert audience_of(lambda: "forgotten") is None


def test_the_words_kept_in_the_database_and_in_the_table_of_doors_do_not_change():
    assert [*Audience] == [EVERYONE, MEMBERS, STAFF, ADMIN, BANK] == ["everyone", "members", "staff", "admin", "bank"]
    assert [*Part] == [FILES, BUDGET, EVENING] == ["files", "budget", "evening"]


def test_who_works_for_the_town_looks_after_every_call_and_who_follows_one_after_that_one():
    assert [each for each in EVERYBODY if each.looks_after(1, FILES)] == [
        CLERK, CHIEF, CASHIER, TREASURER, OF_FILES, OF_BOTH, STAYS, KEEPS,
    ]  # fmt: skip
    assert [each for each in EVERYBODY if each.looks_after(2, FILES)] == [CLERK, CHIEF, CASHIER, TREASURER, STAYS]
    assert [each for each in EVERYBODY if not each.works_here] == [ANYBODY, LEFT, WENT]


def test_account_numbers_are_read_by_those_named_who_still_work_here():
    assert [each for each in EVERYBODY if each.reads_accounts] == [CASHIER, TREASURER, BOOKKEEPER]


def test_a_role_ends_at_its_moment(monkeypatch):
    moment = now()
    monkeypatch.setattr("grants.accounts.models.now", lambda: moment)
    assert is_over(moment)
    assert not is_over(moment + timedelta(microseconds=1))
    assert not is_over(None)
