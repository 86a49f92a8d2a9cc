"""The thread inside a file: both sides write and read, nobody else does, and no text is lost on the way."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine

from grants.applications.models import Message
from grants.db import db, now
from grants.files import StoredFile
from tests.applications.test_staff import STAFF
from tests.conftest import csrf_token

PDF = b"%PDF-1.4 a paper"
TOWN_MAILBOX = "vie-associative@port-leon.example"


@pytest.fixture
def desk(writer, signed_in):
    writer.fill().send()
    return signed_in(STAFF, "staff")


def say(client, page, text="", files=(), **data):
    """Write in the thread of a page, as its form does."""
    opened = client.get(page).text
    form = opened[opened.index('id="ecrire"') :]
    fields = {"csrf_token": csrf_token(form), "key": re.search(r'name="key" value="([^"]+)"', form)[1], "text": text}
    attached = {"files": [(BytesIO(content), name) for name, content in files]} if files else {}
    sent = {**fields, **attached, **data}
    answer = client.post(f"{page}/messages", data=sent, content_type="multipart/form-data")
    answer.request.environ["wsgi.input"].close()  # the client keeps a large form in a file
    return answer


def count(app, model=Message):
    with app.app_context():
        return db.session.query(model).count()


def test_the_two_sides_write_and_read_each_other(app, desk, writer, outbox):
    assert say(writer.client, writer.home, "Peut-on changer\nle jour ?").status_code == 302
    told = [mail for mail in outbox.all() if "vous écrit" in mail.subject]
    assert len(told) == 1
    assert "Peut-on changer\nle jour ?" in told[0].text
    assert "une réponse à cet e-mail ne nous arrive pas" in told[0].text
    assert told[0].reply_to == ""
    page = desk.get("/gestion/messages").text
    assert "Peut-on changer" in page
    assert "Messages (1)" in page
    assert say(desk, f"/gestion{writer.home}", "Oui, dites-nous lequel.").status_code == 302
    assert "Messages (1)" not in desk.get("/gestion/messages").text, "who answers has read"
    mail = outbox.last_to("ana@example.org")
    assert "Oui, dites-nous lequel." in mail.text
    page = writer.client.get(writer.home).text
    assert "un message à lire" in page
    assert "lu le" in page
    data = {"csrf_token": csrf_token(page), "last": re.findall(r'name="last" value="(\d+)"', page)[0]}
    assert writer.client.post(f"{writer.home}/messages/lus", data=data).status_code == 302
    assert "un message à lire" not in writer.client.get(writer.home).text
    assert count(app) == 2


def test_the_town_s_mailbox_hears_of_a_file_once_an_hour(desk, writer, outbox):
    for number in range(3):
        say(writer.client, writer.home, f"Message {number}")
    assert len([mail for mail in outbox.all() if "vous écrit" in mail.subject]) == 1
    with time_machine.travel(now() + timedelta(hours=2)):
        say(writer.client, writer.home, "Message du soir")
    assert len([mail for mail in outbox.all() if "vous écrit" in mail.subject]) == 2
    assert "Message 2" in desk.get(f"/gestion{writer.home}").text


def test_files_are_downloads_for_those_of_the_thread_alone(desk, writer, signed_in):
    say(writer.client, writer.home, "Voici.", [("relevé.pdf", PDF), ("photo.png", b"\x89PNG\r\n\x1a\n...")])
    page = writer.client.get(writer.home).text
    links = re.findall(r'href="(/dossiers/[^"]+/pieces/[^"]+)"', page)
    assert len(links) == 2
    for client in (writer.client, desk):
        answer = client.get(links[0])
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
    stranger = signed_in("autre@example.org")
    assert stranger.get(links[0]).status_code == 404
    other = type(writer)(stranger).start()
    assert stranger.get(links[0].replace(writer.public_id, other.public_id)).status_code == 404, "by way of one’s own"
    visitor = writer.client.application.test_client()
    assert visitor.get(links[0]).location.startswith("/connexion")
    token = csrf_token(stranger.get("/appels/2026/proposer").text)
    for end in ("messages", "messages/lus"):
        assert stranger.post(f"{writer.home}/{end}", data={"csrf_token": token, "text": "x"}).status_code == 404
        assert stranger.post(f"/gestion{writer.home}/{end}", data={"csrf_token": token}).status_code == 403
    assert (
        desk.post(f"{writer.home}/messages", data={"csrf_token": csrf_token(desk.get("/connexion").text)}).status_code
        == 404
    )


@pytest.fixture
def sides(desk, writer):
    """Return who writes where, on either side."""
    return ((writer.client, writer.home), (desk, f"/gestion{writer.home}"))


UNSENT = [
    ("", [], "Écrivez quelques mots"),
    ("x" * 5001, [], "5001 signes pour 5000"),
    ("Mon texte", [("film.mp4", b"\0\0\0\x18ftypmp42")], "film.mp4"),
    ("Mon texte", [("vide.pdf", b"")], "vide.pdf"),
    ("Mon texte", [("lourd.pdf", PDF + b"0" * 5_000_000)], "lourd.pdf"),
    ("Mon texte", [(f"{number}.pdf", PDF) for number in range(4)], "Trois fichiers au plus"),
]


def test_a_message_that_cannot_leave_comes_back_with_its_text_and_the_reason(app, sides):
    for text, files, said in UNSENT:
        for client, page in sides:
            answer = say(client, page, text, files)
            assert answer.status_code == 422
            assert said in answer.text.replace("\u00a0", " ")
            assert text in answer.text
    assert (count(app), count(app, StoredFile)) == (0, 0)


def test_a_message_leaves_with_its_text_after_the_session_ended(desk, writer):
    del desk
    page = writer.client.get(writer.home).text
    visitor = writer.client.application.test_client()
    data = {
        "csrf_token": csrf_token(page),
        "text": "Un texte écrit longuement, que personne ne veut perdre, ni retaper.",
    }
    answer = visitor.post(f"{writer.home}/messages", data=data)
    assert answer.status_code in {400, 401}
    assert "que personne ne veut perdre" in answer.text


def test_the_same_button_pressed_at_once_writes_once(app, desk, writer, outbox):
    del desk
    page = writer.client.get(writer.home).text
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    before = len(outbox.all())

    def press(_):
        return say(writer.again().client, writer.home, "Une fois", [("a.pdf", PDF)], key=key).status_code

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(press, range(6))) == {302}
    assert (count(app), count(app, StoredFile), len(outbox.all()) - before) == (1, 1, 1)


def test_any_sign_is_written_and_shown_as_it_is(desk, writer):
    text = "<script>alert(1)</script> 🌻 שלום \u202e\0 {{ 7*7 }}"
    assert say(writer.client, writer.home, text).status_code == 302
    page = desk.get(f"/gestion{writer.home}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 🌻 שלום" in page
    assert "{{ 7*7 }}" in page


def test_one_person_cannot_flood_the_town(app, desk, writer):
    del desk
    page = writer.client.get(writer.home).text
    form = {"csrf_token": csrf_token(page[page.index('id="ecrire"') :])}
    sent = [
        writer.client.post(f"{writer.home}/messages", data={**form, "text": f"n° {number}"}).status_code
        for number in range(31)
    ]
    assert sent == [302] * 30 + [422]
    assert count(app) == 30


def test_a_message_about_a_draft_is_given_back_with_the_reason(writer):
    page = writer.client.get(f"{writer.home}/association").text
    data = {"csrf_token": csrf_token(page), "text": "Une question."}
    answer = writer.client.post(f"{writer.home}/messages", data=data)
    assert answer.status_code == 409
    assert "pas encore envoyé" in answer.text
    assert "Une question." in answer.text
