"""Staff read every pair with its reasons, try other weights, see the effect, and keep them."""

from __future__ import annotations

import re

import pytest

from grants.db import db
from grants.domain.effect import Parts, closest
from grants.domain.importance import CRITERIA, KINDS
from grants.plenary import queries, services
from grants.plenary.models import MeetingWish, Participant, Plenary, Programme, Seat, Veto
from grants.plenary.queries.affinities import AffinitiesPage
from grants.plenary.sentences import SENTENCES
from tests.conftest import csrf_token
from tests.plenary.evening import YEAR, a_call, a_project, a_town

pytestmark = pytest.mark.one_database

PAGE = f"/gestion/pleniere/{YEAR}/affinites"
USUAL = dict.fromkeys(CRITERIA, "usual")


@pytest.fixture
def staff(app, signed_in):
    with app.app_context():
        services.prepare(a_town())
        db.session.commit()
    return signed_in("agent@example.org", "staff")


def chosen(client, **levels):
    """Return the form as a browser would send it."""
    page = client.get(PAGE).text
    seen = re.search(r'name="seen"[^>]*value="([^"]*)"', page)[1]
    return {"csrf_token": csrf_token(page), "seen": seen, **USUAL, **levels}


def test_every_kind_of_reason_belongs_to_a_criterion_and_has_a_sentence():
    assert KINDS.keys() == SENTENCES.keys()
    assert set(KINDS.values()) | {"known"} == CRITERIA.keys()


def test_pairs_are_shown_with_their_reasons_from_the_side_of_a_chosen_project(staff):
    page = staff.get(PAGE).text
    assert page.count("un coup de main au compost") == 1
    slug = re.search(r'value="(projet-\d+)">Jardin au pied des tours', page)[1]
    mine = staff.get(f"{PAGE}?projet={slug}").text
    assert (
        "Vous cherchez «\u00a0un coup de main au compost\u00a0»\u00a0; ils proposent «\u00a0apprendre le compost"
        in mine
    )
    assert "Le fest-noz du port</a>" not in mine.split("<tbody")[1].split("</tbody>")[0]


def test_other_levels_are_tried_before_they_are_kept(staff, app):
    tried = staff.post(PAGE, data={**chosen(staff, wishes="none", place="much"), "see": "1"}, follow_redirects=True)
    assert "Rien n’est encore gardé" in tried.text
    assert re.search(r"Donne \d+\s% des raisons \(\d+\s% avant\)", tried.text)
    assert "Se rapprochent" in tried.text
    with app.app_context():
        assert queries.levels_of(queries.plenary_of_year(YEAR)) == USUAL
    kept = staff.post(PAGE, data={**chosen(staff, wishes="none"), "keep": "1"}, follow_redirects=True)
    assert "C’est gardé" in kept.text
    with app.app_context():
        assert queries.levels_of(queries.plenary_of_year(YEAR))["wishes"] == "none"


def test_a_clerk_who_comes_second_is_told_and_an_odd_level_too(staff):
    late = chosen(staff, place="none")
    staff.post(PAGE, data={**chosen(staff, themes="much"), "keep": "1"})
    told = staff.post(PAGE, data={**late, "keep": "1"}, follow_redirects=True).text
    assert "Quelqu’un d’autre vient de changer" in told
    odd = staff.post(PAGE, data={**chosen(staff, place="x" * 10_000), "keep": "1"})
    assert odd.status_code == 422
    assert "Not a valid choice" not in odd.text


@pytest.mark.parametrize(
    "asked", ["?place=odd&projet=%00&page=0", "?page=99999999999999999999", "?wishes=none&page=-1"]
)
def test_an_odd_address_shows_the_page(staff, asked):
    assert staff.get(f"{PAGE}{asked}").status_code == 200


@pytest.mark.parametrize("name", ["affinites", "affinites-effet"])
def test_both_tables_leave_as_on_screen(staff, name):
    sheet = staff.get(f"/gestion/pleniere/{YEAR}/{name}.csv?wishes=none&place=much")
    assert sheet.status_code == 200
    assert "cherche" not in sheet.text
    assert len(sheet.text.splitlines()) > 2


def test_projects_that_nothing_brings_near_are_named_with_what_to_do(app, signed_in):
    with app.app_context():
        call = a_call()
        for title in ("Un", "Deux"):
            a_project(call, title)
        services.prepare(call)
        db.session.commit()
    page = signed_in("agent@example.org", "staff").get(PAGE).text
    assert "Demandez-leur ce qu’ils cherchent" in page
    assert "Aucune raison à montrer" in page


@pytest.mark.usefixtures("context")
def test_wishes_speak_and_vetoes_never_do():
    plenary = services.prepare(a_town())
    one, other, third = queries.participants_of(plenary)[:3]
    db.session.add(MeetingWish(participant_id=one.id, project_id=other.project_id))
    before = AffinitiesPage(plenary).pairs()
    db.session.add(Veto(participant_id=one.id, project_id=third.project_id))
    db.session.flush()
    after = AffinitiesPage(plenary).pairs()
    assert after == before
    asked = [pair for pair in after if pair.reasons[0].kind in {"asked", "asked_by"}]
    assert [{pair.one.id, pair.other.id} for pair in asked] == [{one.project_id, other.project_id}]


@pytest.mark.usefixtures("context")
def test_a_table_shared_last_year_makes_a_pair_count_less():
    earlier, call = a_call(year=YEAR - 1), a_town()
    projects = queries.projects_of(call)
    old = Plenary(call=earlier, held_on=earlier.plenary_on.replace(year=YEAR), published_version=1)
    made = Programme(plenary=old, version=1, seed=1, value=1.0, bound=1.0, poorest=0.0, notes={"rounds": 1})
    db.session.add_all([old, made])
    db.session.flush()
    plenary = services.prepare(call)
    parts = queries.affinities_of(plenary, projects)
    (one, other), value = max(parts.values.items(), key=lambda each: each[1])
    for number, place in enumerate((one, other)):
        before = a_project(earlier, f"Avant {number}", projects[place].association)
        line = Participant(plenary_id=old.id, project_id=before.id, name="x", token=f"old-{number}")
        db.session.add(line)
        db.session.flush()
        db.session.add(Seat(programme_id=made.id, round=1, participant_id=line.id, table=1))
    db.session.flush()
    assert queries.affinities_of(plenary, projects).known(one, other) == pytest.approx(0.7 * value)
    page = AffinitiesPage(plenary, slug=projects[one].slug)
    assert {pair.known.tables for pair in page.pairs()} == {(), (YEAR - 1,)}


@pytest.mark.usefixtures("context")
def test_levels_multiply_what_the_reasons_add():
    plenary = services.prepare(a_town())
    projects = queries.projects_of(plenary.call)
    usual = queries.affinities_of(plenary, projects, levels={})
    for levels in ({}, {"wishes": "much", "place": "none"}, {"known": "much", "words": "little"}):
        there = queries.affinities_of(plenary, projects, levels=levels).values
        assert Parts(usual).values(levels) == pytest.approx(there)
    assert all(len(others) <= 5 for others in closest(usual.values).values())
