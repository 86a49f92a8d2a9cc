"""Nobody takes all of it: what costs is counted by network, in memory for readers, in the database for acts."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from grants.db import db, now
from grants.security import Bucket, forget_buckets, network_of, take_token
from grants.security.rates import API, EXTENSION, SEARCH, UPLOADS, Pails, Rate, rate_of
from tests.conftest import csrf_token
from tests.journeys.addresses import PLACE, rules
from tests.journeys.served import production

pytestmark = pytest.mark.one_database

ENDING = re.compile(r"<([^<]*:)?ending>")
FEW = Rate("few", 3, 60)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.instant = 0.0

    def __call__(self) -> float:
        return self.instant


def flood(client, address: str, times: int, **options: object) -> list[int]:
    """Ask for one address many times; return the answers' statuses."""
    return [client.get(address, **options).status_code for _ in range(times)]


@pytest.fixture
def counted(app, monkeypatch) -> Pails:
    """Have readers counted, by a clock that stands still."""
    pails = Pails(Clock())
    monkeypatch.setitem(app.extensions, EXTENSION, pails)
    return pails


def test_a_pail_fills_again_evenly():
    clock = Clock()
    pails = Pails(clock)
    assert [pails.wait(FEW, "a") for _ in range(4)] == [0, 0, 0, 20]
    assert pails.wait(FEW, "b") == 0
    clock.instant = 19.9
    assert pails.wait(FEW, "a") == pytest.approx(0.1)
    clock.instant = 20.5
    assert pails.wait(FEW, "a") == 0
    clock.instant = 10_000
    assert [pails.wait(FEW, "a") > 0 for _ in range(4)] == [False, False, False, True]


def test_sixteen_threads_take_no_token_too_many():
    pails = Pails(Clock())
    with ThreadPoolExecutor(16) as hands:
        waits = list(hands.map(lambda _: pails.wait(SEARCH, "a"), range(1_000)))
    assert waits.count(0) == SEARCH.most


def test_the_pails_of_a_thousand_networks_take_no_more_room_than_was_given():
    pails = Pails(Clock(), most=10)
    for number in range(1_000):
        pails.wait(FEW, str(number))
    assert len(pails._left) == 10  # noqa: SLF001 - what they weigh is the promise


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::ffff", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_a_home_is_one_hand_whatever_address_it_takes(address, network):
    assert network_of(address) == network


@pytest.mark.usefixtures("counted")
def test_a_search_asked_too_often_is_told_when_to_come_back(app, client):
    assert set(flood(client, "/recherche?q=jardin", SEARCH.most)) == {200}
    answer = client.get("/projets/?q=jardin")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "1"
    assert "Attendez une minute" in answer.text
    assert client.get("/en/recherche?q=jardin").status_code == 429
    assert client.get("/projets/").status_code == 200
    assert client.get("/recherche?q=jardin", environ_base={"REMOTE_ADDR": "203.0.113.7"}).status_code == 200
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Bucket)) == 0, "reading wrote"


def test_without_counting_a_flood_passes(client):
    """The control: the settings of the tests count nobody."""
    assert set(flood(client, "/recherche?q=jardin", SEARCH.most + 5)) == {200}


def test_a_program_is_told_in_its_own_words(client, counted):
    for _ in range(API.most):
        counted.wait(API, "127.0.0.1")
    answer = client.get("/api/v1/projects")
    assert (answer.status_code, answer.mimetype) == (429, "application/json")
    assert int(answer.headers["Retry-After"]) >= 1
    assert client.get("/donnees/subventions.csv").status_code == 200


def test_words_sent_with_a_file_too_many_come_back(client, counted):
    for _ in range(UPLOADS.most):
        counted.wait(UPLOADS, "127.0.0.1")
    data = {"csrf_token": csrf_token(client.get("/connexion").text), "title": "Un banc <de> plus" * 9}
    files = {"file": (io.BytesIO(b"%PDF-1.4"), "plan.pdf")}
    answer = client.post("/projets/rien/nouvelles/ecrire", data=data | files)
    assert answer.status_code == 429
    assert "Un banc &lt;de&gt; plus" in answer.text
    assert "à choisir de nouveau" in answer.text
    assert csrf_token(answer.text)


def test_a_forged_address_does_not_escape(app):
    """The proxy adds what it saw after what the client wrote; only that is believed."""
    served = production(app)
    served.extensions[EXTENSION] = Pails(Clock())

    def ask(forged: str, seen: str) -> int:
        told = {"X-Forwarded-For": f"{forged}, {seen}" if forged else seen}
        return served.test_client().get("/donnees/tout.zip", headers=told).status_code

    statuses = [ask(f"198.51.100.{number % 250}", "203.0.113.9") for number in range(61)]
    assert statuses == [200] * 60 + [429]
    assert ask("", "203.0.113.10") == 200
    trusting = production(app, proxies="2")
    trusting.extensions[EXTENSION] = served.extensions[EXTENSION]
    told = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9"}
    escaped = trusting.test_client().get("/donnees/tout.zip", headers=told)
    assert escaped.status_code == 200, "the control: one proxy too many is trusted, the forged address passes"
    for each in (served, trusting):
        with each.app_context():
            db.engine.dispose()


def costly(rule: str) -> bool:
    """Tell whether an address gives a printed page, an archive or a table, by how it ends."""
    return rule.endswith((".pdf", ".zip", "ending>", ".csv", ".json", ".geojson")) or rule.startswith("/api/")


LIGHT = {"/pleniere/<int(max=9999):year>/maintenant.json"}
"""A few bytes that each screen of the hall asks for every few seconds, kept in memory for all."""


def test_whatever_costs_is_counted(app):
    found = [rule.rule for rule in rules(app) if "GET" in rule.methods and costly(rule.rule)]
    for_all = [rule for rule in found if not rule.startswith("/gestion/")]
    addresses = {rule: PLACE.sub("1", ENDING.sub("csv", rule)) for rule in for_all}
    assert len(for_all) > 25
    assert {rule for rule, address in addresses.items() if rate_of(address) is None} == LIGHT
    assert rate_of("/projets/banc") is None, "the control: a page is not counted"
    assert rate_of("/projets/", searching=True) == SEARCH
    assert rate_of("/gestion/budget/2026/cloture.pdf") is None


def test_a_sign_in_asked_too_often_says_when(client, post_form, monkeypatch):
    monkeypatch.setattr("grants.accounts.services.signing_in.MAILS_PER_HOUR", 1)
    _, late = [post_form(client, "/connexion", {"email": "ana@example.org"}) for _ in range(2)]
    assert late.status_code == 429
    assert 0 < int(late.headers["Retry-After"]) <= 3600


def test_one_network_does_not_write_to_a_thousand_strangers(client, post_form, monkeypatch):
    monkeypatch.setattr("grants.accounts.services.signing_in.MAILS_PER_NETWORK", 3)
    statuses = [post_form(client, "/connexion", {"email": f"a{each}@example.org"}).status_code for each in range(5)]
    assert statuses == [302, 302, 302, 429, 429]


def test_full_buckets_are_forgotten_and_hands_cannot_be_guessed(db_session):
    take_token("any", "203.0.113.9", most=1, per=timedelta(hours=1))
    take_token("old", "203.0.113.9", most=1, per=timedelta(hours=1))
    old = db_session.scalars(select(Bucket).where(Bucket.key.startswith("old:"))).one()
    old.at = now() - timedelta(days=8)
    db_session.commit()
    forget_buckets()
    kept = db_session.scalars(select(Bucket)).all()
    assert [each.key.partition(":")[0] for each in kept] == ["any"]
    assert "203" not in kept[0].key
    assert take_token("any", "203.0.113.9", most=1, per=timedelta(hours=1)) is False
