"""Whom people wish to meet, and whom they would rather not sit with: what lays the tables reads of it."""

from __future__ import annotations

import pytest

from grants.db import db
from grants.plenary import queries, services
from grants.plenary.models import MeetingWish, Veto
from grants.plenary.queries.vetoes import vetoes_of
from grants.plenary.queries.wishes import guest_wishes_of, wishes_of
from tests.plenary.evening import a_town


@pytest.fixture
def evening(db_session):
    plenary = services.prepare(a_town())
    guest = services.add_guest(plenary, "Une élue du quartier")
    people = [each for each in queries.participants_of(plenary) if each.project]
    db_session.flush()
    return plenary, people, guest


def test_wishes_are_of_those_who_come(evening):
    plenary, (ana, bob, *_), guest = evening
    db.session.add_all(
        [
            MeetingWish(participant_id=ana.id, project_id=bob.project_id),
            MeetingWish(participant_id=ana.id, other_id=guest.id),
            MeetingWish(participant_id=bob.id, project_id=ana.project_id),
        ]
    )
    db.session.flush()
    assert wishes_of(plenary) == sorted([(ana.id, bob.project_id), (bob.id, ana.project_id)])
    assert guest_wishes_of(plenary) == [(ana.id, guest.id)]
    services.set_coming(bob, coming=False)
    assert wishes_of(plenary) == [(ana.id, bob.project_id)]


def test_a_wish_to_stay_apart_holds_for_everybody_of_that_association_both_ways_and_once(evening):
    plenary, (ana, bob, *_), guest = evening
    bill = services.add_person(plenary, bob.project, "Bill")
    db.session.add_all(
        [
            Veto(participant_id=ana.id, project_id=bob.project_id),
            Veto(participant_id=bob.id, project_id=ana.project_id),
            Veto(participant_id=guest.id, project_id=ana.project_id),
            Veto(participant_id=ana.id, other_id=guest.id),
        ]
    )
    db.session.flush()
    assert vetoes_of(plenary) == sorted([(ana.id, bob.id), (ana.id, bill.id), (ana.id, guest.id)])
    services.set_coming(bob, coming=False)
    assert vetoes_of(plenary) == sorted([(ana.id, bill.id), (ana.id, guest.id)])


def test_one_human_being_on_two_lines_is_known_as_one(evening):
    plenary, (ana, bob, *_), _guest = evening
    bob.same_as_id = ana.id
    db.session.flush()
    plan = services.plan_programme(plenary)
    groups = [{plan.people[place].id for place in group} for group in plan.same_people]
    assert groups == [{ana.id, bob.id}]
