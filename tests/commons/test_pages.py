"""Public pages answer everybody, whatever the address says."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from grants.budget.models import Award, Deliberation
from grants.db import db
from tests.town import make_association, make_call, make_project

pytestmark = pytest.mark.one_database  # the journeys open each page on the other one


@pytest.fixture
def town(app):
    """One call with three projects, the first of them voted."""
    with app.app_context():
        call = make_call()
        quay = make_association("Collectif du quai")
        voted = make_project(
            call,
            "L’atelier vélo",
            quay,
            hook="Réparer ensemble",
            what="On répare.\n\n* le samedi\n* le dimanche",
            neighbourhoods=("bellevue",),
            themes=("environnement",),
            needs=(("room", "une salle chauffée"),),
            first_time=True,
        )
        make_project(call, "Un jardin", quay, neighbourhoods=("bellevue",), themes=("environnement",))
        make_project(call, "Chorale", themes=("culture",))
        act = Deliberation(call_id=call.id, number="2026-12-114", voted_on=date(2026, 12, 3))
        db.session.add(act)
        db.session.flush()
        db.session.add(Award(project_id=voted.id, deliberation_id=act.id, voted_cents=120_050))
        db.session.commit()


WORDS = ("hook", "what", "for_whom", "where_text", "when_text", "commons", "licence", "carried_group")
PAGES = [
    "/",
    "/projets/",
    "/recherche",
    "/recherche?q=velo",
    "/projets/atelier-velo",
    "/projets/jardin",
    "/carte",
    "/carte?annee=2026",
    "/appels/",
    "/appels/2026",
    "/aide",
    "/aide/guide",
    "/accessibilite",
    "/mentions-legales",
    "/plan-du-site",
]


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_public_page_opens_in_both_languages(client, page, language):
    answer = client.get(language + page)
    assert answer.status_code == 200
    assert f'<html lang="{"en" if language else "fr"}"' in answer.text


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "2026" not in page and "velo" not in page and "jardin" not in page]
)
def test_every_public_page_opens_in_an_empty_town(client, page):
    assert client.get(page).status_code == 200


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    "query",
    [
        "annee=abc",
        "annee=99999999999999999999",
        "annee=٢٠٢٦",
        "annee=0000",
        "page=-1",
        "page=1e9",
        "page=1000000000",
        "page=999999",
        "page=%00",
        "q=" + "a" * 10_000,
        "q=" + "%C3%A9+" * 3_000,
        "q=%22*+AND+(",
        "q=%00",
        "q=%F0%9F%8E%89",
        "q=%FF%FE",
        "q=%E2%80%AE%D9%85",
        "theme=%00",
        "theme='; DROP TABLE project; --",
        "theme=inconnu",
        "quartier=" + "x" * 5_000,
        "besoin=🎉",
        "besoin=room",
        "q=velo&annee=2026&theme=environnement&quartier=bellevue&besoin=room&page=1",
        "nimporte=quoi",
        "q=a&q=b",
    ],
)
@pytest.mark.parametrize("page", ["/projets/", "/recherche", "/carte"])
def test_odd_addresses_get_an_answer(client, page, query):
    assert client.get(f"{page}?{query}").status_code in {200, 400}


@pytest.mark.parametrize("slug", ["inconnu", "%00", "..%2f..%2fetc", "é", "x" * 5000, "<script>", "atelier-velo/"])
def test_an_unknown_project_is_a_404(client, slug):
    assert client.get(f"/projets/{slug}").status_code == 404


@pytest.mark.parametrize("year", ["0", "99999999999999999999", "abc", "-1", "2031"])
def test_an_unknown_year_is_a_404(client, year):
    assert client.get(f"/appels/{year}").status_code == 404


@pytest.mark.usefixtures("town")
def test_sums_are_told_only_after_the_vote(client):
    voted, waiting = client.get("/projets/atelier-velo").text, client.get("/projets/chorale").text
    assert "Le conseil a voté 1\u00a0200,50\u00a0€ le 3 décembre 2026 (acte 2026-12-114)." in voted
    assert "€" not in waiting
    assert "Le conseil n’a pas encore voté" in waiting


@pytest.mark.usefixtures("town")
def test_a_project_page_tells_its_story_needs_sisters_and_neighbours(client):
    page = client.get("/projets/atelier-velo").text
    for words in (
        "<li>le samedi</li>",
        "une salle chauffée",
        "Nous cherchons",
        "Bellevue",
        "Un jardin",
        "même quartier",
    ):
        assert words in page
    assert page.count('<span lang="fr">une salle chauffée') + page.count("<span>une salle chauffée") == 1
    assert 'href="/projets/atelier-velo/flux.atom"' in page


@pytest.mark.usefixtures("town")
def test_the_list_filters_counts_and_keeps_its_address(client):
    page = client.get("/projets/?theme=environnement&q=velo").text
    assert "<strong>1 projet</strong>" in page
    assert 'value="velo"' in page
    assert '<option value="environnement" selected>Environnement et alimentation (1)</option>' in page


def test_fifty_cards_a_page(client, app):
    with app.app_context():
        call = make_call()
        crowd = make_association()
        for number in range(53):
            make_project(call, f"Projet {number}", crowd, themes=("mer",))
        db.session.commit()
    assert client.get("/projets/").text.count("<article") == 50
    assert client.get("/projets/?page=2").text.count("<article") == 3
    assert client.get("/projets/?page=99").text.count("<article") == 3


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "[a](javascript:alert(1))",
        "{{ 7*7 }}",
        "\u202eabc",
    ],
)
def test_words_cannot_attack(client, app, attack):
    with app.app_context():
        project = make_project(
            make_call(introduction=attack),
            f"Titre {attack}",
            make_association(f"Nom {attack}"),
            **dict.fromkeys(
                ("hook", "what", "for_whom", "where_text", "when_text", "commons", "licence", "carried_group"), attack
            ),
            needs=(("room", attack),),
        )
        slug = project.slug
        db.session.commit()
    for page in ("/", "/projets/", f"/projets/{slug}", "/appels/2026", "/carte", "/recherche?q=titre"):
        text = client.get(page).text
        for live in ("<script>alert", "<img src=x", 'href="javascript', "onerror=alert(1)>", ">49<"):
            assert live not in text


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("page", ["/", "/projets/", "/projets/atelier-velo", "/carte"])
def test_an_unchanged_page_answers_304_and_a_change_makes_it_anew(client, app, page):
    first = client.get(page)
    again = client.get(page, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    packed = client.get(page, headers={"If-None-Match": f"W/{first.headers['ETag']}"})
    assert packed.status_code == 304, "a proxy that packs pages makes their mark a weak one"
    assert client.get(page).data == first.data
    with app.app_context():
        make_project(make_call(2025), "Nouveau", neighbourhoods=("bellevue",))
        db.session.commit()
    changed = client.get(page, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


@pytest.mark.usefixtures("town")
def test_somebody_signed_in_gets_a_page_of_their_own(client, signed_in):
    anonymous = client.get("/projets/")
    ana = signed_in()
    page = ana.get("/projets/", headers={"If-None-Match": anonymous.headers["ETag"]})
    assert page.status_code == 200
    assert "Mon espace" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "Mon espace" not in client.get("/projets/").text


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (datetime(2026, 5, 1, tzinfo=UTC), "Prochaine étape, le 1er juin 2026"),
        (datetime(2026, 7, 1, tzinfo=UTC), "On peut déposer un dossier jusqu’au mardi 15 septembre 2026."),
        (datetime(2026, 9, 15, 21, 59, tzinfo=UTC), "On peut déposer"),
        (datetime(2030, 7, 1, tzinfo=UTC), "L’année de cet appel est finie"),
    ],
)
def test_the_home_page_says_where_the_year_stands(client, app, day, told):
    with app.app_context():
        make_call()
        db.session.commit()
    with time_machine.travel(day, tick=False):
        assert told in client.get("/").text.replace("\n", " ")


@pytest.mark.usefixtures("town")
def test_menus_lead_to_the_last_call_when_the_year_turns(client):
    with time_machine.travel(datetime(2027, 1, 2, tzinfo=UTC), tick=False):
        page = client.get("/aide").text
    assert 'href="/budget/2026"' in page
    assert 'href="/appels/2026"' in page


@pytest.mark.usefixtures("town")
def test_what_people_wrote_is_said_to_be_french_on_english_pages(client):
    assert 'itemprop="name" lang="fr"' in client.get("/en/projets/atelier-velo").text
    assert 'itemprop="name">' in client.get("/projets/atelier-velo").text


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("language", ["", "/en"])
def test_every_address_of_the_guide_for_associations_is_a_page_here(client, language):
    """The one text is read in the repository and on the site: both languages lead to pages that exist."""
    page = client.get(f"{language}/aide/guide").text
    addresses = set(re.findall(r'<a href="([^"]+)"><code>', page))
    assert len(addresses) >= 5
    assert all(address.startswith(f"{language}/") for address in addresses)
    for address in addresses:
        assert client.get(address).status_code in {200, 302}, address


@pytest.mark.usefixtures("town")
def test_a_result_says_why_it_is_there_and_hostile_words_stay_words(client, app):
    with app.app_context():
        call = make_call(2025)
        make_project(call, "<mark>Fête</mark> du <b>quai</b>", what="Avec <script>alert(1)</script> un accordéon.")
        db.session.commit()
    assert "L’atelier <mark>vélo</mark>" in client.get("/recherche?q=velo").text
    page = client.get("/recherche?q=script+accordeons").text
    assert "&lt;<mark>script</mark>&gt;" in page
    assert "<mark>accordéon</mark>" in page
    assert "<script>alert" not in page
    assert "<b>quai" not in page
    assert "Cherche" in client.get("/recherche?q=chauffées").text
    assert "une salle <mark>chauffée</mark>" in client.get("/recherche?q=chauffées").text


@pytest.mark.usefixtures("town")
def test_a_mistyped_search_says_what_it_looked_for_and_offers_what_was_typed(client):
    page = client.get("/recherche?q=choralle&tri=titre").text
    assert "Avec «\u00a0chorale\u00a0» au lieu de «\u00a0choralle\u00a0»." in page
    assert "/recherche?exact=1&amp;q=choralle&amp;tri=titre" in page
    assert "Chorale</mark>" in page
    assert "Aucun projet ne correspond" in client.get("/recherche?q=choralle&exact=1").text


@pytest.mark.usefixtures("town")
def test_choices_made_are_taken_away_one_by_one_and_follow_the_list_out(client):
    page = client.get("/projets/?theme=environnement&besoin=room&tri=titre").text
    assert 'href="/projets/?besoin=room&amp;tri=titre"' in page
    taken = re.search(r'href="/projets\.csv\?([^"]+)"', page)
    assert taken
    assert set(taken[1].split("&amp;")) == {"besoin=room", "theme=environnement", "tri=titre"}
