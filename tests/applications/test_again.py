"""Again this year: a new draft from an earlier file; the source stays, and what must be read again says so."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from grants.applications.models import Application
from grants.applications.queries import application_named
from grants.db import db
from tests.applications.conftest import Writer
from tests.applications.test_together import take_in
from tests.conftest import csrf_token
from tests.town import make_call

pytestmark = pytest.mark.one_database


@pytest.fixture
def next_call(app, call):
    """Return the year of another open call."""
    today = date.today()  # noqa: DTZ011 - a day of the machine is near enough
    days = {"opens_on": -30, "closes_on": 30, "complete_by": 50}
    with app.app_context():
        make_call(call.year + 1, **{name: today + timedelta(days=number) for name, number in days.items()})
        db.session.commit()
    return call.year + 1


@pytest.fixture
def start_again(app, writer, next_call):
    """Return a function that starts again from the writer's file, once it is sent."""
    take_in(app, writer, when="De mars à juin 2026")

    def start(client=None, key="", source=""):
        client = client or writer.client
        page = client.get(f"/appels/{next_call}/proposer").text
        key = key or re.search(r'name="key" value="([^"]+)"', page)[1]
        data = {"csrf_token": csrf_token(page), "key": key, "again": source or writer.public_id}
        answer = client.post(f"/appels/{next_call}/proposer", data=data)
        hand = Writer(client)
        hand.public_id = answer.location.split("/")[2] if answer.status_code == 302 else ""
        return answer, hand, key

    return start


def test_a_new_draft_begins_with_last_years_answers_and_the_source_stays(app, writer, start_again, stored):
    before = stored(writer)
    answer, hand, _key = start_again()
    assert answer.status_code == 302
    draft, after = stored(hand), stored(writer)
    assert (after.answers, after.version, after.state) == (before.answers, before.version, before.state)
    assert (draft.state, draft.copied_from_id, draft.association_id) == ("draft", before.id, before.association_id)
    assert draft.answers["iban"] == before.answers["iban"]
    assert draft.answers["rna"] == before.answers["rna"]
    for key in ("cer_signed", "cer_name", "cer_date", "consent"):
        assert not draft.answers.get(key)
    assert [event.kind for event in draft.events] == ["copied"]
    del app


def test_pressing_twice_opens_one_draft(app, start_again):
    _answer, first, key = start_again()
    _answer, second, _key = start_again(key=key)
    assert first.public_id == second.public_id
    with app.app_context():
        assert db.session.query(Application).count() == 2


def test_each_field_says_where_it_comes_from_until_it_is_changed_or_confirmed(start_again):
    _answer, hand, _key = start_again()
    page = hand.open("envie").text
    assert page.count("repris de 2026") == 4
    hand.write("envie", {"title": "Un banc de plus"})
    assert hand.open("envie").text.count("repris de 2026") == 3
    answer = hand.write("envie", {"read": "when"})
    assert answer.location.endswith("#when")
    assert hand.open("envie").text.count("repris de 2026") == 2
    assert hand.open("budget").text.count("repris de 2026") == 3
    hand.write("budget", {"read": "charge"})
    assert hand.open("budget").text.count("repris de 2026") == 2


def test_the_review_lists_what_is_unread_and_only_signature_and_consent_are_missing(start_again):
    _answer, hand, _key = start_again()
    review = hand.client.get(f"{hand.home}/relire").text
    assert "est repris de 2026" in review
    assert "cer_signed" in review
    hand.write("ensemble", {"cer_signed": "yes", "cer_name": "Ana", "cer_role": "présidente", "consent": "yes"})
    assert hand.send().status_code == 302


def test_one_starts_again_only_from_a_file_one_may_write(app, writer, start_again, signed_in):
    eve, clerk = signed_in("eve@example.org"), signed_in("clerk@example.org", "staff")
    for client in (eve, clerk):
        answer, _hand, _key = start_again(client)
        assert answer.status_code == 404
    with app.app_context():
        assert application_named(writer.public_id).state == "receivable"
        assert db.session.query(Application).count() == 1


def test_the_list_offers_every_earlier_file_and_no_draft_of_this_call(writer, start_again, next_call):
    _answer, hand, _key = start_again()
    page = writer.client.get(f"/appels/{next_call}/proposer").text
    assert f'value="{writer.public_id}"' in page
    assert f'value="{hand.public_id}"' not in page
    assert "Repartir d’un dossier passé" in writer.client.get("/mon-espace").text
