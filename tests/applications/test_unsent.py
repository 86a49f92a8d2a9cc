"""“Not sent yet” is said everywhere until it is sent; one draft a project, one tap from where one left off."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from grants.applications.models import Application
from grants.db import db
from tests.conftest import csrf_token

pytestmark = pytest.mark.one_database

SAID = "pas encore envoyé"


@pytest.fixture
def begun(writer):
    """Return somebody who has written a title."""
    writer.write("envie", {"title": "Un banc"})
    return writer


def test_every_page_of_the_path_says_it_in_its_title_too(begun):
    for step in ("association", "envie", "budget", "ensemble", "relire"):
        page = begun.client.get(f"{begun.home}/{step}").text
        assert "<title>Pas encore envoyé" in page, step
        assert "Pas encore envoyé" in page.partition("<main")[2], step


@pytest.mark.parametrize("address", ["/", "/projets/", "/aide", "/appels/2026", "/inconnue"])
def test_other_pages_say_it_to_its_writer_alone(app, begun, address):
    page = begun.client.get(address).text
    assert SAID in page
    assert f'href="{begun.home}"' in page
    assert SAID not in app.test_client().get(address).text


def test_it_is_said_no_more_once_sent_nor_of_a_draft_without_a_word(writer):
    assert SAID not in writer.client.get("/aide").text
    writer.fill()
    assert SAID in writer.client.get("/aide").text
    writer.send()
    assert SAID not in writer.client.get("/aide").text


def test_it_is_said_no_more_long_after_the_call(begun, change_call):
    gone = (datetime.now(UTC) - timedelta(days=2)).date()
    change_call(closes_on=gone)
    assert SAID not in begun.client.get("/aide").text
    change_call(late_files_welcome=True)
    assert SAID in begun.client.get("/aide").text
    change_call(complete_by=gone)
    assert SAID not in begun.client.get("/aide").text


def test_it_costs_one_query_and_none_to_anonymous_readers(app, begun, signed_in):
    def asked(client):
        seen = []
        with app.app_context():
            engine = db.engine

        def note(_connection, _cursor, statement, *_):
            seen.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        client.get("/aide")
        event.remove(engine, "before_cursor_execute", note)
        return [statement for statement in seen if "application" in statement]

    assert len(asked(begun.client)) == 1
    assert asked(app.test_client()) == []
    assert asked(signed_in("agent@ville.example", "staff")) == []


def test_two_drafts_lead_to_my_space(begun):
    begun.start().write("envie", {"title": "Un autre"})
    page = begun.client.get("/aide").text
    assert "2 dossiers pas encore envoyés" in page


def test_one_tap_leads_to_the_screen_written_last(begun):
    space = begun.client.get("/mon-espace").text
    assert space.index("Reprendre où j’en étais") < space.index("Commencer un dossier")
    assert begun.client.get(begun.home).location.endswith("/envie")
    begun.write("budget", {"requested": "100"})
    assert begun.client.get(begun.home).location.endswith("/budget")


def test_proposing_leads_first_to_the_draft_there_is(begun, app):
    page = begun.client.get("/appels/2026/proposer").text
    assert page.index("Reprendre ce dossier") < page.index("Commencer un autre dossier")
    answer = begun.client.post("/appels/2026/proposer", data={"csrf_token": csrf_token(page), "key": "B" * 22})
    assert answer.location.endswith(f"{begun.home}/envie")
    with app.app_context():
        assert db.session.query(Application).count() == 1


def test_two_tabs_that_begin_at_once_open_one_draft(app, call, signed_in):
    del call
    client = signed_in()
    token = csrf_token(client.get("/appels/2026/proposer").text)
    cookies = [(each.key, each.value) for each in client._cookies.values()]  # noqa: SLF001

    def begin(number):
        tab = app.test_client()
        for name, value in cookies:
            tab.set_cookie(name, value)
        data = {"csrf_token": token, "key": str(number) * 22}
        return tab.post("/appels/2026/proposer", data=data).location

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(begin, range(4)))) == 1
