"""Drafts: whatever is typed, by whoever, in however many tabs, is kept and given back."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from pypdf import PdfReader
from sqlalchemy import delete

from grants.accounts.models import SessionRow
from grants.applications.models import Application
from grants.db import db, now
from grants.domain.file import Kind
from tests.applications.conftest import Writer
from tests.applications.page import fields_of
from tests.conftest import csrf_token
from tests.envie import FIELDS, SCREENS

HOSTILE = {
    "emoji": "👩‍🌾 Jardin 🌻",
    "right to left": "جيراننا معا ברוכים",
    "markup": '<script>alert(1)</script> & "quotes" \'--',
    "template": "{{ 7 * 7 }} %(x)s {% raw %}",
    "negative": "-5",
    "no such day": "31/02/2026",
    "formula": '=HYPERLINK("http://evil")',
    "blank": "   ",
    "lines": "un\ndeux\n\ntrois",
    "accents": "L’été où l’œuf coûtait 5 €, c’h ñ",
}


def autosave(writer, values, page_fields, **extra):
    data = {
        "csrf_token": page_fields["csrf_token"],
        "marks": page_fields["marks"],
        "writer": page_fields["writer"],
        "only": " ".join(values),
        **values,
        **extra,
    }
    return writer.client.post(f"{writer.home}/enregistrer", data=data)


def test_proposing_says_everything_and_only_its_button_asks_who_one_is(app, call):
    del call
    reader = app.test_client()
    page = reader.get("/appels/2026/proposer")
    assert "Ce que nous demanderons" in page.text
    assert "/connexion?next=/appels/2026/proposer" in page.text
    assert not reader._cookies  # noqa: SLF001 - no cookie for readers


def test_a_year_without_a_call_has_no_form(writer):
    assert writer.client.get("/appels/1999/proposer").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/appels/99999999999999999999/proposer", "/dossiers/%00/relire", "/dossiers/%F0%9F%8C%BB", "/dossiers/x/envie",
        "/dossiers/' or 1=1 --/envie", "/gestion/?annee=99999999999999999999",
    ],
)  # fmt: skip
def test_an_address_that_leads_nowhere_says_so(signed_in, call, address):
    del call
    assert signed_in("agent@ville.example", "staff").get(address).status_code == 404


def test_pressing_the_button_twice_opens_one_draft(app, writer):
    page = writer.client.get("/appels/2026/proposer")
    data = {"csrf_token": csrf_token(page.text), "key": "A" * 22, "another": "yes"}

    def press(_):
        return writer.again().client.post("/appels/2026/proposer", data=data).location

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(press, range(8)))) == 1
    with app.app_context():
        assert db.session.query(Application).count() == 2


def test_a_draft_is_found_again_from_my_space_and_says_it_is_not_sent(writer):
    writer.write("envie", {"title": "Un banc"})
    space = writer.client.get("/mon-espace").text
    assert "Un banc" in space
    assert "Pas encore envoyé" in space
    assert writer.client.get(writer.home).location.endswith("/envie")
    for screen in SCREENS:
        assert "Pas encore envoyé" in writer.open(screen).text


@pytest.mark.parametrize("shift", range(3))
def test_each_field_keeps_what_people_really_type(writer, stored, shift):
    texts = [*HOSTILE.values()]
    typed = {
        field.key: texts[(3 * place + shift) % len(texts)] for place, field in enumerate(FIELDS) if not field.is_list
    }
    for screen in SCREENS:
        mine = {field.key: typed[field.key] for field in FIELDS if field.screen == screen and not field.is_list}
        assert writer.write(screen, mine).status_code == 302
    answers = stored(writer).answers
    assert {key: answers[key] for key in typed} == typed
    for screen in SCREENS:
        page = writer.open(screen)
        assert "<script>alert" not in page.text
        assert "49" not in fields_of(page.text).get("title", "")
    assert writer.client.get(f"{writer.home}/relire").status_code == 200
    assert writer.client.get("/mon-espace").status_code == 200
    assert writer.send().status_code in {302, 422}
    assert writer.client.get(writer.home).status_code in {200, 302}


def test_nul_and_control_characters_go_and_the_rest_stays(writer, stored):
    writer.write("envie", {"title": "Un\0 ba\x07nc\u202e", "what": "a\r\nb"})
    assert stored(writer).answers["title"] == "Un banc"
    assert stored(writer).answers["what"] == "a\nb"


@pytest.mark.one_database
def test_a_draft_keeps_text_that_is_too_long(writer, stored):
    long = "é" * 100_000
    assert writer.write("envie", {"what": long, "title": "T" * 3000}).status_code == 302
    assert stored(writer).answers["what"] == long
    page = writer.open("envie")
    assert fields_of(page.text)["what"] == long
    assert "gardé entier" in page.text
    assert writer.client.get(f"{writer.home}/jauge").json["fits"] is False


@pytest.mark.one_database
def test_a_text_no_file_could_hold_is_told_and_keeps_its_beginning(writer, stored):
    page = writer.open("envie")
    answer = writer.client.post(
        f"{writer.home}/envie",
        data=fields_of(page.text) | {"what": "a" * 300_000, "then": "stay"},
        follow_redirects=True,
    )
    assert "seul son début" in answer.text
    assert len(stored(writer).answers["what"]) == 200_000


def test_ten_megabytes_are_told_in_words(writer):
    data = writer.form("envie") | {"what": "a" * 10_000_000}
    answer = writer.client.post(f"{writer.home}/envie", data=data)
    assert answer.status_code == 413
    assert "<h1>" in answer.text


def test_unknown_fields_and_choices_change_nothing_else(writer, stored):
    writer.write("envie", {"where": ["atlantide", "bellevue"], "themes": ["x"], "state": "paid", "role": "admin"})
    file = stored(writer)
    assert file.state == "draft"
    assert "role" not in file.answers
    page = writer.client.get(f"{writer.home}/relire").text
    assert "Ce choix n’existe pas ou plus" in page


def test_two_tabs_on_different_fields_both_stay(writer, stored):
    first, second = writer.open("envie"), writer.open("envie")
    writer.write("envie", {"title": "Du premier onglet"}, first)
    assert writer.write("envie", {"hook": "Du second"}, second).status_code == 302
    answers = stored(writer).answers
    assert (answers["title"], answers["hook"]) == ("Du premier onglet", "Du second")


def test_two_tabs_on_one_field_show_both_texts_and_overwrite_neither(writer, stored):
    first, second = writer.open("envie"), writer.open("envie")
    writer.write("envie", {"title": "Premier"}, first)
    answer = writer.write("envie", {"title": "Second"}, second)
    assert answer.status_code == 409
    assert "Premier" in answer.text
    assert fields_of(answer.text)["title"] == "Second"
    assert stored(writer).answers["title"] == "Premier"
    assert "Second" in writer.open("envie").text
    assert writer.write("envie", {"title": "Second, relu"}, answer).status_code == 302
    assert stored(writer).answers["title"] == "Second, relu"
    assert "mis de côté" not in writer.open("envie").text


def test_a_text_set_aside_is_taken_back_or_dropped(writer, stored):
    for wish in ("use", "drop"):
        first, second = writer.open("envie"), writer.open("envie")
        writer.write("envie", {"title": f"Premier {wish}"}, first)
        writer.write("envie", {"title": f"Second {wish}"}, second)
        page = writer.open("envie")
        event = page.text.split("/mis-de-cote/")[1].split('"')[0]
        data = {"csrf_token": csrf_token(page.text), wish: "yes", "screen": "envie"}
        assert writer.client.post(f"{writer.home}/mis-de-cote/{event}", data=data).status_code == 302
        expected = "Second use" if wish == "use" else "Premier drop"
        assert stored(writer).answers["title"] == expected
        assert "/mis-de-cote/" not in writer.open("envie").text


def test_the_script_saves_only_what_changed_and_hears_what_to_mend(writer, stored):
    shown = writer.form("association")
    news = autosave(writer, {"siret": "123"}, shown).json
    assert "14" in news["remarks"]["siret"]
    assert "Enregistré" in news["said"]
    assert stored(writer).answers["siret"] == "123"
    assert stored(writer).answers["contact_email"] == "ana@example.org"
    shown["marks"] = " ".join(f"{key}:{mark}" for key, mark in news["marks"].items())
    assert autosave(writer, {"siret": "732 829 320 00074"}, shown).json["remarks"]["siret"] == ""


def test_the_script_hears_of_another_editor(writer, stored):
    one, two = writer.form("envie"), writer.form("envie")
    autosave(writer, {"title": "Premier"}, one)
    for text in ("S", "Se", "Second"):
        news = autosave(writer, {"title": text}, two).json
        assert [(each["field"], each["theirs"]) for each in news["clashes"]] == [("title", "Premier")]
    file = stored(writer)
    assert file.answers["title"] == "Premier"
    assert [event.words for event in file.events if event.kind == "set_aside"] == ["Second"]
    two["marks"] = f"title:{news['clashes'][0]['mark']}"
    assert autosave(writer, {"title": "Second"}, two).json["clashes"] == []
    assert stored(writer).answers["title"] == "Second"


def test_random_saves_of_two_editors_never_lose_a_text(writer, stored):
    chance = random.Random(7)  # noqa: S311 - the same interleaving each time
    pages = [writer.form("envie"), writer.form("envie")]
    typed = []
    for turn in range(60):
        editor, key = chance.randrange(2), chance.choice(["title", "hook", "when"])
        text = f"{key} {turn}"
        typed.append((key, text))
        news = autosave(writer, {key: text}, pages[editor]).json
        kept = dict(pair.split(":") for pair in pages[editor]["marks"].split()) | news["marks"]
        pages[editor]["marks"] = " ".join(f"{name}:{mark}" for name, mark in kept.items())
        if news["clashes"]:
            pages[editor] = writer.form("envie")
        file = stored(writer)
        everywhere = {file.answers.get(key), *(event.words for event in file.events)}
        assert text in everywhere


def test_a_session_that_ended_gives_the_text_back(app, writer, stored):
    page = writer.open("envie")
    with app.app_context():
        db.session.execute(delete(SessionRow))
        db.session.commit()
    answer = writer.client.post(f"{writer.home}/envie", data=fields_of(page.text) | {"what": "Mon long texte " * 20})
    assert answer.status_code in {400, 401}
    assert "Mon long texte" in answer.text
    assert stored(writer).answers.get("what", "") == ""


def test_a_lost_token_gives_the_text_back_and_sends_it_again(writer, stored):
    data = writer.form("envie") | {"what": "Mon long texte " * 20, "csrf_token": "périmé"}
    answer = writer.client.post(f"{writer.home}/envie", data=data)
    assert answer.status_code == 400
    assert "Mon long texte" in answer.text
    data["csrf_token"] = csrf_token(answer.text)
    assert writer.client.post(f"{writer.home}/envie", data=data).status_code == 302
    assert stored(writer).answers["what"].startswith("Mon long texte")


def test_a_form_open_for_a_week_still_saves(writer, stored):
    page = writer.open("envie")
    with time_machine.travel(now() + timedelta(days=7)):
        assert writer.write("envie", {"title": "Une semaine après"}, page).status_code == 302
    assert stored(writer).answers["title"] == "Une semaine après"


def test_typing_while_the_file_is_sent_elsewhere_gives_the_text_back(writer, stored):
    page = writer.open("envie")
    writer.fill().send()
    answer = writer.write("envie", {"what": "Ce que je tapais encore"}, page)
    assert answer.status_code == 409
    assert "Ce que je tapais encore" in answer.text
    assert "Ce que je tapais" not in stored(writer).answers["what"]
    assert autosave(writer, {"what": "encore"}, fields_of(page.text)).status_code == 409


def test_nobody_else_sees_or_writes_a_file(app, writer, signed_in):
    pages = [
        "",
        "/envie",
        "/relire",
        "/jauge",
        "/deux-pages.pdf",
        "/page-1.png",
        "/accuse-de-reception.pdf",
        "/retirer",
    ]
    stranger = Writer(signed_in("eve@example.org"))
    page = stranger.client.get("/appels/2026/proposer")
    token = {"csrf_token": csrf_token(page.text)}
    staff = signed_in("agent@ville.example", "staff")
    for path in pages:
        assert stranger.client.get(writer.home + path).status_code == 404, path
        assert app.test_client().get(writer.home + path).status_code == 302, path
    for path in ("/envie", "/enregistrer", "/envoyer", "/retirer", "/mis-de-cote/1"):
        assert stranger.client.post(writer.home + path, data=token).status_code == 404, path
    assert staff.get(writer.home + "/deux-pages.pdf").status_code == 200


def test_reading_changes_nothing(writer, stored):
    writer.fill()
    before = stored(writer)
    for path in ("", "/envie", "/relire", "/jauge", "/deux-pages.pdf", "/page-1.png", "/page-2.png", "/retirer"):
        writer.client.get(writer.home + path)
    after = stored(writer)
    assert (after.version, after.answers, after.updated_at) == (before.version, before.answers, before.updated_at)


@pytest.mark.one_database
def test_the_gauge_counts_as_the_pdf_does(writer):
    writer.fill()
    chance = random.Random(3)  # noqa: S311 - the same texts each time
    for words in (5, 300, 600, 900, 1200):
        text = " ".join("".join(chance.choices("aeiourstnl", k=chance.randint(1, 12))) for _ in range(words))
        writer.write("envie", {"what": text})
        news = writer.client.get(f"{writer.home}/jauge").json
        pages = len(PdfReader(BytesIO(writer.client.get(f"{writer.home}/deux-pages.pdf").data)).pages)
        assert news["pages"] == pages
        assert news["fits"] is (pages <= 2)


def test_a_file_within_every_limit_holds_on_two_pages(writer):
    words = "Nous racontons le quartier avec ses habitants, et chacun apporte ce qu’il sait faire. " * 20
    for screen in SCREENS:
        asked = [field for field in FIELDS if field.screen == screen]
        answers = {field.key: words[: field.limit] for field in asked if field.limit}
        answers |= {field.key: "12 345" for field in asked if field.kind == Kind.EUROS}
        answers |= {field.key: "skill" for field in asked if field.kind == Kind.WISH_KIND}
        chosen = {"where": ["centre", "bellevue", "kerlouan"], "themes": ["culture", "mer", "sante"]}
        writer.write(screen, answers | {key: keys for key, keys in chosen.items() if screen == "envie"})
    room = writer.client.get(f"{writer.home}/jauge").json
    assert room["fits"], room


def test_too_long_an_address_is_what_is_to_be_shortened(writer):
    writer.write("association", {"address": "3 rue des Voisins\n" * 90})
    assert "Adresse" in writer.client.get(f"{writer.home}/jauge").json["words"]


def test_pictures_show_the_pages_that_exist(writer):
    page = writer.client.get(f"{writer.home}/page-1.png")
    assert page.data.startswith(b"\x89PNG")
    assert writer.client.get(f"{writer.home}/page-9.png").status_code == 404
    assert writer.client.get(f"{writer.home}/page-0.png").status_code == 404


def test_english_follows_the_address(writer):
    page = writer.client.get(f"/en{writer.home}/envie")
    assert page.status_code == 200
    assert f"/en{writer.home}/envie" in page.text
