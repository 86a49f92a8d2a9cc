"""The pages the law asks for say what is true, and every public page is in the site map."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from grants.commons.privacy import kinds
from grants.db import db, now
from grants.operations.queries import findings
from grants.plenary.services.reminding import ADDRESSES_KEPT
from grants.security import EVERYONE, audience_of
from grants.territories.queries import territory
from tests.town import make_call, make_project

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.one_database

PAGES = ("/aide", "/accessibilite", "/mentions-legales", "/confidentialite", "/plan-du-site")
NOT_ON_THE_MAP = {
    "/robots.txt": "for machines",
    "/healthz": "for machines",
    "/connexion/code": "a step of signing in",
    "/dev/boite": "on a developer's machine only",
}
"""Public addresses without parameters that are pages but that nobody looks for, and why."""


@pytest.fixture
def town(app):
    """A year with one project."""
    with app.app_context():
        make_project(make_call(2026), "Un jardin & <un> four")
        db.session.commit()


@pytest.fixture
def described(app, monkeypatch) -> Callable[..., None]:
    """Describe the town otherwise."""

    def change(**fields: object) -> None:
        other = replace(territory("port-leon"), **fields)
        for place in ("grants.app.territory", "grants.operations.queries.territory"):
            monkeypatch.setattr(place, lambda _key: other)

    del app
    return change


def check_of(app) -> str:
    """Return what the health check says of the law."""
    with app.app_context():
        found = next(each for each in findings(app.extensions["settings"]) if each.name == "law")
    return f"{'ok  ' if found.fine else 'FAIL'} {found.name}: {found.words}"


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_pages_that_explain_open_in_both_languages_and_their_anchors_are_there(client, language):
    for page in PAGES:
        text = client.get(language + page).text
        anchors = set(re.findall(r'href="#([^"]+)"', text))
        assert anchors <= set(re.findall(r'id="([^"]+)"', text))
        for address in re.findall(r'href="(/[^"#?]*)', text):
            if not address.startswith(("/static", "/couleurs")):
                assert client.get(address).status_code < 400, address


@pytest.mark.usefixtures("town")
def test_every_public_page_is_in_the_site_map(client, app):
    main = client.get("/plan-du-site").text.partition("<main")[2].partition("</main")[0]
    told = set(re.findall(r'href="([^"#?]*)', main))
    lost = {}
    for rule in app.url_map.iter_rules():
        open_to_all = audience_of(app.view_functions[rule.endpoint]) == EVERYONE
        if rule.arguments or "GET" not in rule.methods or not open_to_all or rule.rule in NOT_ON_THE_MAP:
            continue
        answer = client.get(rule.rule, buffered=True)
        if answer.status_code == 200 and answer.mimetype == "text/html" and rule.rule not in told:
            lost[rule.endpoint] = rule.rule
    assert lost == {}
    assert {"/annees/", "/annees/2026", "/confidentialite", "/donnees/", "/carte", "/ateliers"} <= told


def test_the_privacy_page_tells_the_delays_the_code_holds_to(client, app):
    page = client.get("/confidentialite").text
    settings = app.extensions["settings"]
    for words in (
        f"{settings.session_days} jours, ou dès que vous quittez",
        f"{settings.sign_in_minutes} minutes",
        f"{ADDRESSES_KEPT.days} jours après, effacement automatique",
        "donnees-personnelles@port-leon.example",
        "https://www.cnil.fr/",
    ):
        assert words in page
    with app.test_request_context():
        assert len({kind.key for kind in kinds(settings)}) == len(kinds(settings)) > 10
    assert "Set-Cookie" not in client.get("/confidentialite").headers


def test_what_the_law_has_a_town_say_is_said_or_said_to_be_missing(client, app, described):
    legal = client.get("/mentions-legales").text
    assert "Maëlle Kervella" in legal
    assert "direction des systèmes d’information" in legal
    check = check_of(app)
    assert "ok   law: publisher, host and data protection officer are named; no accessibility audit recorded" in check
    described(publication_director="", host="", dpo="")
    assert "L’hébergeur n’est pas encore nommé ici" in client.get("/mentions-legales").text
    assert "n’est pas encore nommé sur ce site" in client.get("/confidentialite").text
    check = check_of(app)
    assert "FAIL law: config/territories/port-leon.toml lacks publication_director, host, dpo" in check


@pytest.mark.parametrize(
    ("rate", "words"), [(100, "totalement conforme"), (50, "partiellement conforme"), (49, "non conforme")]
)
def test_the_accessibility_page_says_what_the_audit_found(client, described, rate, words):
    page = client.get("/accessibilite").text
    assert "aucun audit n’a encore été fait" in page
    assert "Défenseur des droits" in page
    described(audited_on=date(2026, 3, 2), audit_rate=rate, audit_by="Ana", not_accessible=("Les vieux PDF",))
    page = client.get("/accessibilite").text
    assert f"Ce site est {words}" in page
    assert f"trouve {rate}\u00a0% des critères" in page
    assert "Les vieux PDF" in page
    assert f"Accessibilité\u00a0: {words}" in client.get("/aide").text


def test_an_audit_finds_no_more_than_everything():
    with pytest.raises(ValueError, match="audit_rate is 101"):
        replace(territory("port-leon"), audit_rate=101)


@pytest.mark.usefixtures("town")
def test_machines_are_told_where_to_read(client, app, monkeypatch):
    robots = client.get("/robots.txt").text
    assert "Disallow: /gestion/" in robots
    assert "Sitemap: " in robots
    index = ET.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own file
    files = [each.text.partition("/sitemap")[2] for each in index.iter() if each.tag.endswith("loc")]
    assert files == ["-pages.xml", "-projets-1.xml"]
    for name in files:
        found = ET.fromstring(client.get(f"/sitemap{name}").data)  # noqa: S314 - our own file
        for each in found.iter():
            if each.tag.endswith("loc"):
                path = "/" + each.text.split("/", 3)[3]
                assert client.get(path).status_code < 400, path
    assert client.get("/sitemap-projets-2.xml").status_code == 404
    monkeypatch.setitem(app.extensions, "settings", replace(app.extensions["settings"], indexing=False))
    assert client.get("/robots.txt").text == "User-agent: *\nDisallow: /\n"


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("language", ["", "/en"])
def test_the_first_page_leads_to_what_one_can_do_here(client, language):
    page = client.get(f"{language}/").text
    for path in ("/projets/", "/carte", "/donnees/", "/annees/"):
        assert f'href="{language}{path}"' in page
    assert 'role="search"' in page
    assert len(page) < 60_000


def test_whoever_finds_a_hole_knows_whom_to_tell(client):
    answer = client.get("/.well-known/security.txt")
    told = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.content_type == "text/plain; charset=utf-8"
    assert told["Contact"].startswith("mailto:")
    assert told["Canonical"].endswith("/.well-known/security.txt")
    assert timedelta(days=100) < datetime.fromisoformat(told["Expires"]) - now() < timedelta(days=365)


def test_the_declaration_says_what_was_tested_and_what_a_machine_cannot_see(client):
    page = client.get("/accessibilite").text
    assert "Il n’y a trouvé aucun obstacle." in page
    assert "Les autres demandent une personne" in page


def test_the_record_of_processing_tells_every_kind_of_data_with_the_town_that_answers_for_it(app, client):
    lines = client.get("/confidentialite.csv").text.splitlines()
    with app.test_request_context():
        known = [kind.key for kind in kinds(app.extensions["settings"])]
    assert "Base" in lines[0]
    assert len(lines) == len(known) + 1
    assert all(any(f"– {key}" in line and "Ville de Port-Léon" in line for line in lines) for key in known)
