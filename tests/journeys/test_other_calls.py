"""Whoever looks after one call reads and changes nothing of another, whatever they write in an address or in a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from grants.budget import queries
from grants.budget.models import Envelope
from grants.db import db
from grants.plenary.models import Participant
from tests.journeys.addresses import MET, OPEN
from tests.journeys.asking import changed, kept
from tests.journeys.crossing import in_addresses, in_forms, let_in, of_one_call, own_pages, read_of_others

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.journeys.addresses import Town

pytestmark = pytest.mark.one_database


@pytest.fixture
def town(furnished_town) -> Town:
    """Return a town with something behind every address, of two years."""
    return furnished_town


@pytest.fixture
def clients(app, town, signed_in) -> dict[str, FlaskClient]:
    """Return, by year, the browser of somebody who looks after that year alone."""
    del town
    return of_one_call(app, signed_in)


def test_a_thing_of_another_call_is_neither_shown_nor_changed_through_one_s_own(app, town, clients):
    before, trials = kept(app), list(in_addresses(app, town))
    assert len(trials) > 300
    assert let_in(clients, trials) == []
    assert changed(app, before) == set()


def test_a_thing_of_another_call_sent_in_a_form_is_neither_told_nor_changed(app, clients):
    before, trials = kept(app), in_forms(app)
    assert {each.year for each in trials} == {OPEN, MET}
    assert read_of_others(app, clients, trials) == []
    assert changed(app, before) == set()


def test_the_pages_of_one_s_own_call_hold_no_private_word_of_another(app, town, clients):
    assert read_of_others(app, clients, own_pages(app, town)) == []


def test_a_view_that_does_not_ask_whose_call_it_is_would_be_seen(app, town, clients, monkeypatch):
    monkeypatch.setattr(queries, "envelope_of", lambda _call, number: db.session.get(Envelope, number))
    trials = [each for each in in_addresses(app, town) if each.view == "budget.describe_envelope"]
    assert let_in(clients, trials) != []
    monkeypatch.setattr("grants.plenary.views.door.participant_of_token", lambda _plenary, token: _holder(token))
    trials = [each for each in in_forms(app) if each.query.get("jeton")]
    assert read_of_others(app, clients, trials) != []


def _holder(token: str) -> Participant:
    return db.session.scalars(select(Participant).where(Participant.token == token)).one()
