"""What a programme holds to, and how it gives way: there is always one, and staff are told."""

from __future__ import annotations

from collections import Counter
from datetime import time

import pytest

from grants.accounts.models import Association
from grants.db import db
from grants.plenary import queries, services
from grants.plenary.models import MeetingWish, Participant, Table, Veto
from grants.plenary.services.demands import ask_host, ask_pair
from grants.plenary.services.searching import ask_search, search_programmes
from tests.plenary.evening import a_call, a_project, a_town

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.one_database]
QUICK = {"moves": 1500, "seed": 3, "seconds": 60.0}


@pytest.fixture
def plenary():
    """Return an evening of sixteen projects, one person each, four tables of four, three rounds."""
    plenary = services.prepare(a_town(copies=2))
    plenary.fewest_seats, plenary.most_seats = 4, 4
    db.session.flush()
    return plenary


def people_of(plenary):
    return list(queries.participants_of(plenary))


def tables_by_person(made):
    """Return person → round → table."""
    found = {}
    for seat in made.seats:
        found.setdefault(seat.participant_id, {})[seat.round] = seat.table
    return found


def share(made, one, other):
    seats = tables_by_person(made)
    return [number for number, table in seats[one.id].items() if seats[other.id].get(number) == table]


def codes(made):
    return [each["code"] for each in made.notes["concessions"]]


def a_veto(one, other):
    db.session.add(Veto(participant_id=one.id, project_id=other.project_id))
    db.session.flush()


def test_all_that_is_asked_is_held_at_once(plenary):
    one, other, host, late, early, friend = people_of(plenary)[:6]
    a_veto(one, other)
    ask_pair(plenary, "together", one, friend)
    ask_host(plenary, host, 2)
    late.arrives_at, early.leaves_at = time(14, 59), time(15, 30)
    made = services.build_programme(plenary, **QUICK)
    seats = tables_by_person(made)
    assert share(made, one, other) == []
    assert share(made, one, friend)
    assert set(seats[host.id].values()) == {2}
    assert (sorted(seats[late.id]), sorted(seats[early.id])) == ([2, 3], [1, 2])
    assert codes(made) == []


def test_those_who_know_one_another_bring_nothing_more(plenary):
    one, other = people_of(plenary)[:2]
    before = services.plan_programme(plenary).worth
    ask_pair(plenary, "met", one, other)
    plan = services.plan_programme(plenary)
    places = {each.id: number for number, each in enumerate(plan.people)}
    assert before[places[one.id]][places[other.id]] > 0
    assert plan.worth[places[one.id]][places[other.id]] == 0


def test_whoever_needs_an_accessible_table_keeps_one_and_others_come(plenary):
    for number, accessible in enumerate((False, True, False, True), start=1):
        db.session.add(Table(plenary_id=plenary.id, number=number, fewest=4, most=4, accessible=accessible))
    for each in people_of(plenary)[:3]:
        each.accessible_seat = True
    made = services.build_programme(plenary, **QUICK)
    seats = tables_by_person(made)
    kept = [set(seats[each.id].values()) for each in people_of(plenary)[:3]]
    assert all(len(tables) == 1 and tables <= {2, 4} for tables in kept)
    assert codes(made) == []
    for each in people_of(plenary)[3:12]:
        each.accessible_seat = True
    told = services.build_programme(plenary, **QUICK).notes["concessions"]
    assert [(each["code"], len(each["people"])) for each in told] == [("no_accessible_seat", 4)]


@pytest.mark.parametrize(("tables", "code"), [(3, "extra_chairs"), (1, "extra_tables"), (9, "spare_tables")])
def test_tables_that_do_not_fit_are_told_and_everybody_sits(plenary, tables, code):
    plenary.tables = tables
    plenary.most_seats = 5
    made = services.build_programme(plenary, **QUICK)
    assert codes(made) == [code]
    assert set(Counter(seat.round for seat in made.seats).values()) == {16}
    assert min(Counter((seat.round, seat.table) for seat in made.seats).values()) > 1


def test_private_wishes_that_cannot_all_be_are_kept_and_some_have_a_free_round():
    call = a_call()
    for title in ("Vélo", "Jardin", "Chant"):
        a_project(call, title)
    plenary = services.prepare(call)
    one, other, third = people_of(plenary)
    a_veto(one, other)
    made = services.build_programme(plenary, **QUICK)
    assert share(made, one, other) == []
    assert codes(made) == ["free_round"]
    assert len(made.seats) == 6
    assert len(tables_by_person(made)[third.id]) == 3
    assert Counter(person for person, _ in made.notes["concessions"][0]["rounds"]).most_common(1)[0][1] < 3


def test_what_contradicts_itself_gives_way_and_is_told(plenary):
    one, other, host, second = people_of(plenary)[:4]
    a_veto(one, other)
    ask_pair(plenary, "together", one, other)
    a_veto(host, second)
    ask_host(plenary, host, 1)
    ask_host(plenary, second, 1)
    ask_host(plenary, people_of(plenary)[5], 99)
    made = services.build_programme(plenary, **QUICK)
    assert share(made, one, other) == share(made, host, second) == []
    assert sorted(codes(made)) == ["no_host", "no_table_to_host", "not_together"]


def test_nine_people_of_one_project_are_spread_over_the_tables(plenary):
    project = queries.projects_of(plenary.call)[0]
    for number in range(8):
        db.session.add(
            Participant(plenary_id=plenary.id, project_id=project.id, name=f"Ami {number}", token=f"jeton-{number}")
        )
    db.session.flush()
    made = services.build_programme(plenary, **QUICK)
    nine = {each.id for each in people_of(plenary) if each.project_id == project.id}
    at_tables = Counter((seat.round, seat.table) for seat in made.seats if seat.participant_id in nine)
    assert len(nine) == 9
    assert max(at_tables.values()) <= 2


def test_the_figures_say_what_the_evening_gives(plenary):
    made = services.build_programme(plenary, **QUICK)
    figures = made.notes["figures"]
    assert figures["twice"] <= 16 * 9 // 2 - figures["met"] <= 2 * figures["twice"]
    assert 0 < figures["needs"] <= figures["reasons"] <= figures["met"]
    assert made.poorest <= figures["median"]
    assert len(figures["least"]) >= 1


def test_who_speaks_for_two_associations_speaks_in_one_block(plenary):
    plan = services.plan_programme(plenary)
    voices = tuple((0, 15) if place == 0 else voice for place, voice in enumerate(plan.voices))
    blocks = {}
    for passage in type(plan)(**{**vars(plan), "voices": voices}).passages():
        blocks[passage["project_id"]] = passage["block"]
    assert blocks[plan.projects[0].id] == blocks[plan.projects[15].id]


def test_who_comes_late_is_presented_once_there():
    plenary = services.prepare(a_town(copies=4))
    late = people_of(plenary)[0]
    late.arrives_at = time(15, 30)
    made = services.build_programme(plenary, **QUICK)
    assert {passage.block for passage in made.passages} == {1, 2}
    assert next(passage.block for passage in made.passages if passage.project_id == late.project_id) == 2


def test_a_search_is_asked_once_and_keeps_each_version_it_makes(plenary):
    search, new = ask_search(plenary, seconds=1, seed=4, wanted=2, once="a" * 22)
    again, anew = ask_search(plenary, seconds=1, seed=4, wanted=2, once="a" * 22)
    search.seconds = 0
    assert (new, anew, again.id) == (True, False, search.id)
    steps = [list(search.found["versions"]) for _ in search_programmes(search.id)]
    assert steps == [[], [1], [1], [1, 2]]
    assert [made.seed for made in queries.programmes_of(plenary)] == [5, 4]
    assert search.ended_at is not None


def test_a_search_without_anybody_says_why():
    plenary = services.prepare(a_call())
    search, _ = ask_search(plenary, seconds=1, seed=1, wanted=3, once="b" * 22)
    list(search_programmes(search.id))
    assert search.found["code"] == "nobody_comes"
    assert search.ended_at is not None


def test_two_projects_of_one_association_are_one_speaker():
    call = a_call()
    home = Association(name="Ti an Holl")
    for title in ("Vélos", "Jardin"):
        a_project(call, title, home)
    for title in ("Chant", "Pain"):
        a_project(call, title)
    made = services.build_programme(services.prepare(call), **QUICK)
    order = [passage.project.association.name for passage in made.passages]
    assert abs(order.index("Ti an Holl") - (3 - order[::-1].index("Ti an Holl"))) == 1


def test_a_guest_sits_with_whom_they_wish_to_meet_and_nobody_unknown_makes_an_evening_look_poor(plenary):
    guest, unknown = (services.add_guest(plenary, name) for name in ("Une élue", "Un voisin"))
    wished = people_of(plenary)[0]
    db.session.add(MeetingWish(participant_id=guest.id, project_id=wished.project_id))
    db.session.flush()
    made = services.build_programme(plenary, **QUICK)
    assert share(made, guest, wished)
    assert made.notes["figures"]["wishes"] == [1, 1]
    assert unknown.id not in made.notes["figures"]["least"]
    guests = queries.guests_of(made)
    places = queries.places_of(made, wished, guests, queries.tables_of(made, guests))
    kinds = {meeting.guest.participant.id: meeting.reasons[0]["kind"] for place in places for meeting in place.meetings}
    assert kinds[guest.id] == "asked_by"
