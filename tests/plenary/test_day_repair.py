"""Tables made again during the evening: past rounds stay, few people move, promises are kept."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from grants.audit import AuditEntry
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.plenary import queries, services
from grants.plenary.models import Seat
from grants.plenary.queries.door import absences_of
from grants.plenary.queries.moves import moves_between
from grants.plenary.services import clock, door, repair, slips
from grants.plenary.services.door import NewTick
from tests.conftest import csrf_token
from tests.plenary.evening import YEAR, a_member, a_town

pytestmark = pytest.mark.one_database

TABLES = f"/gestion/pleniere/{YEAR}/jour/tables"


def an_evening():
    """Return an evening of sixteen projects whose first round is under way, three people away, three more there."""
    plenary = services.prepare(a_town(copies=2))
    services.publish(services.build_programme(plenary, seconds=0.2, seed=1))
    people = queries.participants_of(plenary)
    instant = now()
    ticks = [
        NewTick(door.fresh_key(), "absent" if nth % 5 == 1 else "here", instant, None, each.id)
        for nth, each in enumerate(people)
    ]
    door.take_ticks(plenary, ticks, instant, "a")
    clock.go_to(plenary, 0, 3)
    for name in ("Lou", "Maël", "Une voisine"):
        door.walk_in(plenary, name, None, door.fresh_key())
    db.session.commit()
    return plenary


@pytest.fixture
def evening(db_session):
    del db_session
    return an_evening()


def seats(programme, past=0):
    rows = db.session.execute(select(Seat.participant_id, Seat.round, Seat.table).filter_by(programme_id=programme.id))
    return {(who, number): table for who, number, table in rows if number > past}


def made_again(plenary, past=1, *, unseen=True):
    asked = repair.plan_repair(plenary, past, unseen_are_absent=unseen)
    return repair.keep_repair(plenary, repair.seat_again(asked, seconds=0.3, seed=1))


def test_the_clock_says_which_rounds_are_over(evening):
    assert repair.past_rounds(evening) == 1


def test_absent_ones_leave_walk_ins_sit_past_rounds_stay_and_few_move(evening):
    base = queries.published_programme(evening)
    made = made_again(evening)
    absent = {who for who, number in absences_of(evening, 3) if number == 3}
    assert len(absent) == 3
    before, now_ = seats(base), seats(made)
    assert {key: table for key, table in now_.items() if key[1] == 1} == {
        key: table for key, table in before.items() if key[1] == 1 and key[0] not in absent
    }
    assert not [who for who, number in now_ if who in absent]
    newcomers = [each.id for each in queries.participants_of(evening) if each.name in ("Lou", "Maël", "Une voisine")]
    assert all((who, number) in now_ for who in newcomers for number in (2, 3))
    moves = moves_between(base, made, 1)
    assert len(moves.new) == 3
    assert len(moves.away) == 3
    assert len(moves.moved) <= 6
    assert moves.kept >= 0.8 * moves.promised
    assert made.passages[0].project_id == base.passages[0].project_id


def test_nothing_is_shown_before_it_is_accepted_and_a_stale_repair_is_not(evening):
    author = a_member("greffe@example.org", queries.projects_of(evening.call)[0].association_id)
    first, second = made_again(evening), made_again(evening)
    assert evening.published_version == 1
    repair.accept(evening, first, author)
    repair.accept(evening, first, author)
    assert evening.published_version == first.version
    with pytest.raises(RuleError, match="programme_changed"):
        repair.accept(evening, second, author)
    acts = db.session.scalars(select(AuditEntry.act)).all()
    assert acts.count("tables_made_again") == 1


def test_slips_are_for_those_who_move_or_are_new_and_nobody_else(evening, tmp_path):
    author = a_member("greffe@example.org", queries.projects_of(evening.call)[0].association_id)
    base, made = queries.published_programme(evening), made_again(evening)
    moves = moves_between(base, made, 1)
    with pytest.raises(RuleError, match="not_accepted"):
        slips.order_slips(evening, made, moves, site="", var=tmp_path)
    repair.accept(evening, made, author)
    order = slips.order_slips(evening, made, moves, site="https://ville.example", var=tmp_path)
    expected = sorted(move.guest.participant.name for move in (*moves.moved, *moves.new))
    assert sorted(person.name for person in order.content.people) == expected
    assert len(expected) < len(queries.guests_of(made))


@pytest.mark.parametrize(("past", "code"), [(3, "all_rounds_over"), (0, "nobody_came")])
def test_what_cannot_be_made_again_says_why(evening, past, code):
    if code == "nobody_came":
        for each in queries.participants_of(evening):
            door.note(evening, each, "absent")
    with pytest.raises(RuleError, match=code):
        repair.plan_repair(evening, past, unseen_are_absent=True)


def test_a_clerk_sees_who_moves_accepts_and_takes_the_list_away(app, signed_in):
    with app.app_context():
        an_evening()
    clerk = signed_in("greffe@example.org", "staff")
    token = csrf_token(clerk.get(TABLES).text)
    page = clerk.get(TABLES).text
    assert re.search(r'name="past" value="1"', page)
    assert clerk.post(TABLES, data={"csrf_token": token, "past": "a\0", "unseen": "y"}).status_code == 422
    answer = clerk.post(TABLES, data={"csrf_token": token, "past": "1", "unseen": "y"})
    made = answer.headers["Location"]
    page = clerk.get(made).text
    assert "rencontres promises gardées" in page
    assert "Lou" in clerk.get(f"{made}.csv").text
    answer = clerk.post(f"{made}/accepter", data={"csrf_token": token}, follow_redirects=True)
    assert "Les nouvelles tables sont publiées" in answer.text
    assert "Imprimer les papillons" in answer.text
    assert clerk.get(f"{TABLES}/1").status_code == 404
