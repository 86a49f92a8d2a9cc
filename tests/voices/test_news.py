"""A project's own people tell its news, with photographs that give away nothing of where they were taken."""

from __future__ import annotations

import io
import re
import struct
import zlib

import pytest
from PIL import Image
from sqlalchemy import event

from grants.accounts.models import Membership
from grants.accounts.services import ensure_person
from grants.commons.services import News, tell_news
from grants.db import db
from grants.projects.models import Project
from tests.conftest import csrf_token
from tests.town import make_association, make_call, make_project

WRITE = "/projets/jardin/nouvelles/ecrire"
SECRET = b"SecretPhone"


def snapshot(size=(1200, 900), turned=1) -> bytes:
    """Return a photograph as a telephone takes it: with its maker, its place, the way it was held."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = SECRET.decode(), turned
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 24.0, 1.0)})
    taken = io.BytesIO()
    Image.new("RGB", size, "teal").save(taken, "JPEG", exif=exif)
    return taken.getvalue()


def bomb(side=20_000) -> bytes:
    """Return a PNG of a few bytes that says that it has 400 million pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.fixture
def garden(app):
    """A public project, and somebody of its association."""
    with app.app_context():
        association = make_association("Les Mains vertes")
        project = make_project(make_call(), "Un jardin", association, what="On sème.")
        person = ensure_person("ana@example.org")
        db.session.add(Membership(person_id=person.id, association_id=association.id))
        ensure_person("autre@example.org")
        db.session.commit()
        return project.id


@pytest.fixture
def ana(garden, signed_in):  # noqa: ARG001 - she is of its association
    """Her browser."""
    return signed_in("ana@example.org")


def tell(client, address=WRITE, *, once="one", photographs=(), **fields):
    """Send the form: photographs are (bytes, words)."""
    page = client.get(address).text
    data = {"title": "La serre est debout", "words": "On a **monté** la serre.", "once": once} | fields
    for number, (content, words) in enumerate(photographs, start=1):
        data |= {f"photo_{number}": (io.BytesIO(content), f"IMG {number}.jpg"), f"alt_{number}": words}
    data["csrf_token"] = csrf_token(page)
    return client.post(address, data=data, content_type="multipart/form-data")


def test_news_are_published_at_once_and_keep_their_address(ana, client):
    answer = tell(ana)
    assert answer.status_code == 302
    page = client.get("/projets/jardin").text
    assert "La serre est debout" in page
    assert f'href="{answer.location}"' in page
    alone = client.get(answer.location).text
    assert "<strong>monté</strong>" in alone
    assert "Les Mains vertes" in alone
    assert "ana@example.org" not in page + alone


def test_the_same_form_sent_twice_is_one_piece_of_news(ana, client):
    assert tell(ana).location == tell(ana).location
    assert client.get("/projets/jardin").text.count("<h3><a") >= 1
    assert tell(ana, once="two").location != tell(ana).location


def test_photographs_lose_their_place_and_stand_upright(ana, client):
    answer = tell(ana, photographs=[(snapshot(turned=6), "Une serre")])
    page = client.get(answer.location).text
    addresses = set(re.findall(r"/projets/jardin/nouvelles/photos/[\w-]+\.jpg", page))
    assert len(addresses) == 2
    assert 'alt="Une serre"' in page
    for address in addresses:
        given = client.get(address)
        assert given.mimetype == "image/jpeg"
        assert "public" in given.headers["Cache-Control"]
        assert SECRET not in given.data
        with Image.open(io.BytesIO(given.data)) as shown:
            assert shown.height > shown.width
            assert not shown.getexif()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("content", "words"),
    [(bomb(), "trop de points"), (b"MZ nothing", "pas une photo"), (b"%PDF-1.4", "pas une photo")],
)
def test_a_picture_that_cannot_be_taken_is_told_plainly_and_the_text_comes_back(ana, content, words):
    answer = tell(ana, photographs=[(content, "Une vue")])
    assert answer.status_code == 422
    assert words in answer.text
    assert "On a **monté** la serre." in answer.text
    assert 'value="Une vue"' in answer.text
    assert "à choisir de nouveau" in answer.text


@pytest.mark.one_database
def test_a_photograph_asks_for_words_unless_it_only_decorates(ana, client):
    answer = tell(ana, photographs=[(snapshot(), " ")])
    assert answer.status_code == 422
    assert "Dites ce que l’on voit" in answer.text
    told = tell(ana, photographs=[(snapshot(), "")], decorative_1="yes")
    assert 'alt=""' in client.get(told.location).text


@pytest.mark.one_database
@pytest.mark.parametrize("fields", [{"title": " "}, {"words": "\n"}, {"title": "x" * 141}, {"words": "x" * 4001}])
def test_what_lacks_or_overflows_is_said_and_nothing_is_lost(ana, client, fields):
    answer = tell(ana, **fields)
    assert answer.status_code == 422
    assert "La serre est debout" in answer.text or "monté" in answer.text
    assert "Nouvelles" not in client.get("/projets/jardin").text


def test_a_file_in_the_place_of_a_title_is_a_title_that_lacks(ana):
    answer = tell(ana, title=(io.BytesIO(b"\0"), "titre.txt"))
    assert answer.status_code == 422


def test_its_people_change_and_withdraw_it_and_its_address_says_so(ana, client):
    address = tell(ana, photographs=[(snapshot(), "Une serre"), (snapshot(), "Des mains")]).location
    first = re.findall(r'name="remove_(\d+)"', ana.get(f"{address}/modifier").text)[0]
    picture = re.search(r"/projets/jardin/nouvelles/photos/[\w-]+\.jpg", client.get(address).text)[0]
    changed = tell(ana, f"{address}/modifier", title="Autre titre", **{f"remove_{first}": "yes"})
    assert changed.status_code == 302
    page = client.get(address).text
    assert "Autre titre" in page
    assert 'alt="Une serre"' not in page
    assert client.get(picture).status_code == 404
    ana.post(f"{address}/retirer", data={"csrf_token": csrf_token(ana.get(address).text)})
    gone = client.get(address)
    assert gone.status_code == 410
    assert "Ses auteurs l’ont retirée" in gone.text
    assert "Autre titre" not in client.get("/projets/jardin").text
    assert ana.get(f"{address}/modifier").status_code == 404


def test_nobody_else_tells_changes_or_withdraws(ana, client, signed_in):
    address = tell(ana).location
    other = signed_in("autre@example.org")
    token = csrf_token(other.get("/connexion").text if "csrf" in other.get("/connexion").text else ana.get(WRITE).text)
    assert other.get(WRITE).status_code == 404
    assert other.get(f"{address}/modifier").status_code == 404
    assert other.post(f"{address}/retirer", data={"csrf_token": token}).status_code in {400, 404}
    assert client.get(WRITE).status_code in {302, 303}
    assert client.get(address).status_code == 200


@pytest.mark.one_database
def test_a_page_asks_the_database_as_often_with_one_as_with_thirty_news(app, client, garden):
    def asked() -> int:
        seen = []
        client.get("/projets/")  # the mark of all that is public is read again after each change
        with app.app_context():
            event.listen(db.engine, "before_cursor_execute", note := lambda *_: seen.append(1))
            client.get("/projets/jardin")
            event.remove(db.engine, "before_cursor_execute", note)
        return len(seen)

    with app.app_context():
        project, person = db.session.get(Project, garden), ensure_person("ana@example.org")
        tell_news(project, person, "Les Mains vertes", News("Un", "mot"), "0")
        db.session.commit()
    once = asked()
    with app.app_context():
        project, person = db.session.get(Project, garden), ensure_person("ana@example.org")
        for number in range(30):
            tell_news(project, person, "Les Mains vertes", News(f"Titre {number}", "mot"), f"n{number}")
        db.session.commit()
    assert asked() == once


@pytest.mark.one_database
def test_a_page_with_a_photograph_weighs_at_most_150_kilobytes(ana, client):
    noise = Image.effect_noise((1600, 1200), 60).convert("RGB")
    taken = io.BytesIO()
    noise.resize((400, 300)).resize((1600, 1200)).save(taken, "JPEG")
    tell(ana, photographs=[(taken.getvalue(), "Du sable")])
    page = client.get("/projets/jardin")
    small = re.search(r"/projets/jardin/nouvelles/photos/[\w-]+\.jpg", page.text)[0]
    assert len(zlib.compress(page.data)) + len(client.get(small).data) + 15_000 <= 150_000
    assert 'loading="lazy"' in page.text


def test_news_may_give_something_to_everybody_until_they_are_withdrawn(ana, client):
    gift = {"gift_title": "Plans de la serre", "gift_link": "https://serre.example/plans", "gift_kind": "plans"}
    told = tell(ana, **gift, gift_licence="CC0 1.0").location
    assert "Plans de la serre" in client.get(told).text
    listed = client.get("/communs").text
    assert "Plans de la serre" in listed
    assert "Les Mains vertes" in listed
    given = client.get("/api/v1/commons").json["commons"]
    assert [each["title"] for each in given] == ["Plans de la serre"]
    assert "Un jardin" in client.get("/projets/?communs=1").text
    page = ana.get(f"{told}/modifier").text
    assert 'value="https://serre.example/plans"' in page
    ana.post(f"{told}/retirer", data={"csrf_token": csrf_token(page)})
    assert "Plans de la serre" not in client.get("/communs").text
    assert client.get("/api/v1/projects?communs=1").json["projects"] == []


def test_an_address_that_opens_nothing_is_asked_again(ana):
    page = tell(ana, gift_link="javascript:alert(1)")
    assert page.status_code == 422
    assert "commence par https://" in page.text
