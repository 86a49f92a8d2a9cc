"""Who comes, and the programme made of it, on real rows."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from grants.accounts.models import Association, Person
from grants.budget.models import Award, Deliberation
from grants.calls.models import Call
from grants.db import db
from grants.domain.errors import RuleError
from grants.plenary import queries, services, wording
from grants.territories.queries import territory
from tests.plenary.evening import YEAR, a_call, a_file, a_project, a_town

pytestmark = [pytest.mark.usefixtures("db_session"), pytest.mark.one_database]
QUICK = {"moves": 1500, "seed": 3, "seconds": 60.0}


def names(plenary):
    return sorted(each.name for each in queries.participants_of(plenary))


def test_somebody_is_announced_for_each_project():
    call = a_call()
    with_contact = a_project(call, "Vélos")
    a_file(with_contact, "Awena Le Gall")
    a_project(call, "Jardin", Association(name="Les Jardiniers"))
    assert names(services.prepare(call)) == ["Awena Le Gall", "Les Jardiniers"]


def test_one_contact_with_two_projects_is_announced_once_and_speaks_for_both():
    call = a_call()
    home = Association(name="Ti an Holl")
    for title in ("Vélos", "Jardin"):
        a_file(a_project(call, title, home), "Awena Le Gall")
    plenary = services.prepare(call)
    people = queries.participants_of(plenary)
    there = queries.attendance(people, queries.projects_of(call))
    assert len(people) == 1
    assert [project.title for project in there.projects[0]] == ["Jardin", "Vélos"]


def test_preparing_twice_announces_nobody_twice():
    call = a_town()
    services.prepare(call)
    assert len(queries.participants_of(services.prepare(call))) == 8


def test_a_project_whose_only_voice_is_absent_is_not_presented():
    call = a_town()
    plenary = services.prepare(call)
    absent = queries.participants_of(plenary)[0]
    services.set_coming(absent, coming=False)
    made = services.build_programme(plenary, **QUICK)
    spoken = [passage.project_id for order in queries.order_of(made) for passage in order.passages]
    assert len(spoken) == 7
    assert absent.project_id not in spoken
    assert made.notes["unheard"] == [absent.project_id]


def test_everybody_present_sits_once_in_each_round():
    call = a_town(copies=3)
    plenary = services.prepare(call)
    services.add_guest(plenary, "Une élue")
    made = services.build_programme(plenary, **QUICK)
    seats = Counter((seat.round, seat.participant_id) for seat in made.seats)
    assert set(seats.values()) == {1}
    assert len(seats) == 25 * 3
    sizes = Counter((seat.round, seat.table) for seat in made.seats)
    assert set(sizes.values()) == {5}


def test_needs_and_offers_meet_and_say_why():
    call = a_town()
    plenary = services.prepare(call)
    plenary.fewest_seats, plenary.most_seats = 2, 2
    made = services.build_programme(plenary, **QUICK)
    guests = queries.guests_of(made)
    tables = queries.tables_of(made, guests)
    town = territory(call.territory)
    said = [
        wording.sentence(reason, meeting.guest.who, town)
        for guest in guests.values()
        for place in queries.places_of(made, guest.participant, guests, tables)
        for meeting in place.meetings
        for reason in meeting.reasons
    ]
    assert (
        "Vous cherchez «\u00a0une salle pour répéter\u00a0»\u00a0; Association Des vélos pour tous propose"
        " «\u00a0notre salle\u00a0»."
    ) in said
    assert made.value <= made.bound


def test_colleagues_never_share_a_table():
    call = a_town(copies=2)
    plenary = services.prepare(call)
    project = queries.projects_of(call)[0]
    services.say_who_comes(plenary, project, ["Awena", "Yann", "Maëlys"])
    made = services.build_programme(plenary, **QUICK)
    mine = {each.id for each in queries.participants_of(plenary) if each.project_id == project.id}
    for tables in queries.tables_of(made, queries.guests_of(made)).values():
        assert all(sum(guest.participant.id in mine for guest in table.people) <= 1 for table in tables)


def test_one_human_being_on_two_lines_sits_once():
    call = a_town()
    person = Person(email="ana@example.org")
    db.session.add(person)
    db.session.flush()
    for title in ("Une table de quartier", "Un journal de rue"):
        a_file(a_project(call, title), "Ana", person)
    plenary = services.prepare(call)
    made = services.build_programme(plenary, **QUICK)
    lines = {each.id for each in queries.participants_of(plenary) if each.person_id == person.id}
    assert len(lines) == 2
    for number in range(1, plenary.rounds + 1):
        assert sum(seat.participant_id in lines for seat in made.seats if seat.round == number) == 1
    line = next(each for each in queries.participants_of(plenary) if each.id in lines)
    pages = queries.personal_pages(plenary, made, line.token)
    assert [[place.round for place in page.places] for page in pages] == [[1, 2, 3]]
    assert len(pages[0].guest.projects) == 2


def test_the_booklet_that_everybody_downloads_names_nobody_of_a_project():
    call = a_town()
    plenary = services.prepare(call)
    project = queries.projects_of(call)[0]
    services.say_who_comes(plenary, project, ["Awena Le Gall", "Malo Kerbrat"])
    services.build_programme(plenary, **QUICK)
    page = next(each for each in queries.booklet_content(call).projects if each.title == project.title)
    assert {sitting.person for sitting in page.sittings} == {"Première personne", "Deuxième personne"}


def test_versions_follow_one_another_and_only_the_published_one_shows():
    plenary = services.prepare(a_town())
    first = services.build_programme(plenary, **QUICK)
    second = services.build_programme(plenary, **QUICK)
    assert [made.version for made in queries.programmes_of(plenary)] == [2, 1]
    assert queries.published_programme(plenary) is None
    services.publish(first)
    assert queries.published_programme(plenary) is first
    assert queries.latest_programme(plenary) is first
    assert second.version == 2


def test_of_past_years_only_grants_up_to_the_cap_take_part():
    call = a_call(imported=True, territory="poitiers")
    deliberation = Deliberation(call_id=call.id, number="1", voted_on=call.council_on)
    db.session.add(deliberation)
    db.session.flush()
    for title, cents in (("Petite", 230_000), ("Grande", 230_001)):
        project = a_project(call, title)
        db.session.add(Award(project_id=project.id, deliberation_id=deliberation.id, voted_cents=cents))
    db.session.flush()
    assert [project.title for project in queries.projects_of(call)] == ["Petite"]


def test_an_association_of_a_past_year_is_announced_once():
    call = a_call(imported=True, territory="poitiers")
    deliberation = Deliberation(call_id=call.id, number="1", voted_on=call.council_on)
    home = Association(name="SEVE")
    db.session.add(deliberation)
    db.session.flush()
    for title in ("Vélos", "Médiation", "Histoire"):
        project = a_project(call, title, home)
        db.session.add(Award(project_id=project.id, deliberation_id=deliberation.id, voted_cents=1000))
    db.session.flush()
    assert names(services.prepare(call)) == ["SEVE"]


@pytest.mark.parametrize(
    ("projects", "code"),
    [
        (0, "nobody_comes"),
        (1, "somebody_alone"),
    ],
)
def test_what_cannot_be_seated_is_said(projects, code):
    call = a_call()
    for number in range(projects):
        a_project(call, f"Projet {number}")
    plenary = services.prepare(call)
    with pytest.raises(RuleError) as caught:
        services.build_programme(plenary, **QUICK)
    assert caught.value.code == code


def test_everybody_absent_is_said():
    plenary = services.prepare(a_town())
    for each in queries.participants_of(plenary):
        services.set_coming(each, coming=False)
    with pytest.raises(RuleError, match="nobody_comes"):
        services.build_programme(plenary, **QUICK)


def test_projects_with_nothing_in_common_still_sit():
    call = a_call()
    for word in ("Parachute", "Broderie", "Astronomie", "Rugby", "Numismatique", "Apiculture"):
        a_project(call, word)
    made = services.build_programme(services.prepare(call), **QUICK)
    assert len(made.seats) == 18
    assert all(not seat.meets["people"] for seat in made.seats)


def test_a_single_table_seats_everybody():
    call = a_call()
    for word in ("Vélo", "Jardin", "Chant"):
        a_project(call, word)
    made = services.build_programme(services.prepare(call), **QUICK)
    assert {seat.table for seat in made.seats} == {1}


def test_a_name_is_checked_before_it_is_kept():
    plenary = services.prepare(a_town())
    assert services.add_guest(plenary, " Une\x00  élue ").name == "Une élue"
    with pytest.raises(RuleError, match="name_missing"):
        services.add_guest(plenary, " \x00 ")
    project = queries.projects_of(plenary.call)[0]
    with pytest.raises(RuleError, match="too_many_people"):
        services.say_who_comes(plenary, project, ["a", "b", "c", "d"])


def test_personal_links_stay_when_names_change():
    plenary = services.prepare(a_town())
    project = queries.projects_of(plenary.call)[0]
    token = next(each.token for each in queries.participants_of(plenary) if each.project_id == project.id)
    services.say_who_comes(plenary, project, ["Awena", "Yann"])
    services.say_who_comes(plenary, project, [])
    services.say_who_comes(plenary, project, ["Maëlys"])
    lines = [each for each in queries.participants_of(plenary) if each.project_id == project.id]
    assert [(each.name, each.coming) for each in lines if each.token == token] == [("Maëlys", True)]
    assert sum(each.coming for each in lines) == 1


def test_the_call_of_a_year_is_found_or_asked_for():
    with pytest.raises(RuleError, match="no_call"):
        queries.call_of(YEAR)
    call = a_call()
    past = a_call(scheme="ville", imported=True)
    assert queries.call_of(YEAR) is call
    assert queries.call_of(YEAR, "ville") is past
    a_call(scheme="culture")
    a_call(scheme="art")
    assert queries.call_of(YEAR) is call
    call.scheme = "musique"
    with pytest.raises(RuleError, match="several_calls"):
        queries.call_of(YEAR)
    assert db.session.query(Call).count() == 4


def test_nobody_meets_the_same_person_twice_while_there_are_others():
    call = a_call()
    for word in ("Parachute", "Broderie", "Astronomie", "Rugby", "Numismatique", "Apiculture"):
        a_project(call, word)
    plenary = services.prepare(call)
    plenary.fewest_seats, plenary.most_seats = 2, 2
    tables = {}
    for seat in services.build_programme(plenary, **QUICK).seats:
        tables.setdefault((seat.round, seat.table), []).append(seat.participant_id)
    assert len({pair for people in tables.values() for pair in combinations(sorted(people), 2)}) == 9


def test_somebody_taken_off_the_list_during_the_search_is_said():
    plenary = services.prepare(a_town())
    draft = services.seat_people(services.plan_programme(plenary), **QUICK)
    services.remove(queries.participants_of(plenary)[0])
    with pytest.raises(RuleError, match="people_changed"):
        services.keep_programme(plenary, draft)


def test_the_search_needs_no_database():
    plan = services.plan_programme(services.prepare(a_town()))
    db.session.rollback()
    db.session.close()
    draft = services.seat_people(plan, **QUICK)
    assert not db.session().in_transaction()
    assert len(draft.seats) == 24
