"""Sending: one application, one number, one acknowledgement, and nobody left without a word."""

from __future__ import annotations

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from grants.applications import papers
from grants.applications.queries import window
from grants.db import db
from tests.applications.conftest import ESSENTIALS, WHOLE, Writer
from tests.conftest import csrf_token


def pdf_text(content):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.one_database
def test_a_whole_file_is_kept_at_once_with_a_public_page(writer, stored):
    answer = writer.fill().send()
    assert answer.status_code == 302, answer.text
    file = stored(writer)
    assert (file.state, file.number, file.requested_cents, file.priority_area) == (
        "receivable", "2026-0001", 150_000, True,
    )  # fmt: skip
    assert file.project.title == "Un banc, une histoire"
    assert file.project.public_since
    assert file.association.name == "Les Voisins d’à côté"
    assert [event.kind for event in file.events] == ["submitted", "receivable"]
    page = writer.client.get(writer.home)
    assert "2026-0001" in page.text
    assert "refus implicite" in page.text


@pytest.mark.one_database
def test_the_acknowledgement_says_all_the_law_asks_by_page_mail_and_pdf(writer, outbox):
    writer.fill().send()
    mail = outbox.last_to("ana@example.org")
    letter = next(b64decode(each["base64"]) for each in mail.attachments if each["name"].startswith("accuse"))
    download = writer.client.get(f"{writer.home}/accuse-de-reception.pdf")
    page = writer.client.get(writer.home).text
    for words in (
        "2026-0001",
        "Service Vie associative et quartiers",
        "3 décembre 2026",
        "refus implicite",
        "tribunal",
    ):
        assert words in mail.text.replace("\u00a0", " ")
        assert words in page.replace("\u00a0", " ")
        assert words in pdf_text(letter)
        assert words in pdf_text(download.data)
    pages = next(b64decode(each["base64"]) for each in mail.attachments if each["name"].startswith("dossier"))
    assert len(PdfReader(BytesIO(pages)).pages) == 2
    assert "Une salle le mercredi" in pdf_text(pages)


def test_the_essentials_are_enough_to_send_and_the_rest_is_asked(writer, stored, outbox):
    assert writer.fill(ESSENTIALS).send().status_code == 302
    file = stored(writer)
    assert (file.state, file.number, file.project) == ("to_complete", "2026-0001", None)
    assert "contrat d’engagement républicain" in outbox.last_to("ana@example.org").text
    page = writer.client.get(writer.home).text
    assert "points à compléter" in page
    assert "/ensemble#cer_signed" in page


def test_a_completed_file_is_sent_again_under_its_number(writer, stored, outbox):
    writer.fill(ESSENTIALS).send()
    first = stored(writer)
    writer.fill().send()
    again = stored(writer)
    assert (again.state, again.number, again.sent_at) == ("receivable", first.number, first.sent_at)
    assert [event.kind for event in again.events] == ["submitted", "to_complete", "submitted", "receivable"]
    assert len([mail for mail in outbox.all() if "bien reçu" in mail.subject]) == 2


@pytest.mark.parametrize(
    ("screen", "field"), [("association", "name"), ("envie", "title"), ("envie", "what"), ("budget", "requested")]
)
def test_without_an_essential_the_file_stays_and_the_field_is_named(writer, stored, screen, field):
    writer.fill().write(screen, {field: ""})
    answer = writer.send()
    assert answer.status_code == 422
    assert f"/{screen}?verifier=1#{field}" in answer.text
    assert 'role="alert"' in answer.text
    assert stored(writer).state == "draft"
    assert stored(writer).number is None


def test_a_third_page_is_told_in_words_with_what_to_shorten(writer, stored):
    writer.fill().write("envie", {"what": "Nous racontons le quartier. " * 400})
    answer = writer.send()
    assert answer.status_code == 422
    assert "Ce que vous voulez faire" in answer.text
    assert "mots" in answer.text
    assert stored(writer).state == "draft"
    assert len(stored(writer).answers["what"]) > 10_000


def test_pressing_twice_sends_once(writer, stored, outbox):
    review = writer.fill().client.get(f"{writer.home}/relire")
    answers = [writer.send(review) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert stored(writer).number == "2026-0001"
    assert len([mail for mail in outbox.all() if "bien reçu" in mail.subject]) == 1


def test_sixteen_presses_at_once_send_once(writer, stored, outbox):
    review = writer.fill().client.get(f"{writer.home}/relire")

    def press(_):
        return writer.again().send(review).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(press, range(16))) == {302}
    file = stored(writer)
    assert (file.number, file.state) == ("2026-0001", "receivable")
    assert [event.kind for event in file.events] == ["submitted", "receivable"]
    assert len([mail for mail in outbox.all() if "bien reçu" in mail.subject]) == 1


def test_nobody_waits_for_the_database_while_the_press_works(writer, monkeypatch):
    held = []

    def watched(work):
        def watch(*words, **options):
            held.append(db.session.registry().in_transaction())
            return work(*words, **options)

        return watch

    writer.fill()
    for name in ("lay", "render"):
        monkeypatch.setattr(papers.pdf, name, watched(getattr(papers.pdf, name)))
    review = writer.client.get(f"{writer.home}/relire")
    papers._lay.cache_clear()  # noqa: SLF001 - as on a server just started
    assert writer.send(review).status_code == 302
    assert len(held) >= 3
    assert not any(held)


def test_files_sent_at_the_same_moment_have_each_their_number(call, signed_in, stored):
    del call
    writers = [Writer(signed_in(f"{name}@example.org")).start().fill() for name in ("ana", "bob", "eve", "zoe")]
    with ThreadPoolExecutor(4) as pool:
        assert {answer.status_code for answer in pool.map(Writer.send, writers)} == {302}
    assert {stored(writer).number for writer in writers} == {f"2026-000{serial}" for serial in (1, 2, 3, 4)}


def test_before_the_first_day_one_writes_and_cannot_send_yet(writer, stored, call, change_call):
    writer.fill()
    change_call(opens_on=call.closes_on)
    review = writer.client.get(f"{writer.home}/relire")
    assert "Envoyer le dossier" not in review.text
    assert writer.send(review).status_code == 422
    assert stored(writer).state == "draft"


def test_numbers_follow_each_other(call, signed_in, stored):
    del call
    numbers = []
    for address in ("ana@example.org", "bob@example.org", "eve@example.org"):
        writer = Writer(signed_in(address)).start().fill()
        writer.send()
        numbers.append(stored(writer).number)
    assert numbers == ["2026-0001", "2026-0002", "2026-0003"]


def test_a_text_changed_since_the_review_is_read_again_before_sending(writer, stored):
    review = writer.fill().client.get(f"{writer.home}/relire")
    writer.write("envie", {"title": "Un autre titre"})
    answer = writer.send(review)
    assert answer.status_code == 422
    assert "Un autre titre" in answer.text
    assert stored(writer).state == "draft"


def test_after_the_last_day_the_draft_stays_and_says_whom_to_call(writer, stored, call, change_call):
    writer.fill()
    change_call(closes_on=call.opens_on)
    assert "02 98 00 00 00" in writer.client.get(f"{writer.home}/relire").text
    page = writer.client.get(f"{writer.home}/envie")
    assert "Un banc, une histoire" in page.text
    review = writer.client.get(f"{writer.home}/relire")
    data = {"csrf_token": csrf_token(review.text), "version": stored(writer).version}
    answer = writer.client.post(f"{writer.home}/envoyer", data=data)
    assert answer.status_code == 422
    assert "appelez-nous" in answer.text
    assert stored(writer).state == "draft"
    change_call(late_files_welcome=True)
    assert writer.send(writer.client.get(f"{writer.home}/relire")).status_code == 302


def test_the_last_day_ends_with_the_town_s_own_midnight(call):
    town = ZoneInfo("Europe/Paris")
    last = datetime.combine(call.closes_on, datetime.max.time(), town)
    assert window(call, last).takes_files
    assert not window(
        call, last.replace(microsecond=0, second=59).fromtimestamp(last.timestamp() + 1, town)
    ).takes_files


def test_a_carried_group_acts_through_its_carrier(writer, stored, outbox):
    answers = {screen: dict(fields) for screen, fields in WHOLE.items()}
    answers["association"] |= {"rna": "", "carrier": "Centre social Bellevue", "carrier_email": "cs@example.org"}
    writer.fill(answers).send()
    file = stored(writer)
    assert file.state == "receivable"
    assert file.association.name == "Centre social Bellevue"
    assert file.project.carried_group == "Les Voisins d’à côté"
    assert "Les Voisins d’à côté" in outbox.last_to("cs@example.org").text


def test_typing_the_number_of_an_association_opens_none_of_its_files(call, signed_in, stored):
    del call
    first = Writer(signed_in("ana@example.org")).start().fill()
    first.send()
    thief = Writer(signed_in("mallory@example.org")).start().fill()
    thief.send()
    assert stored(first).association_id == stored(thief).association_id
    assert thief.client.get(first.home).status_code == 404
    assert first.client.get(thief.home).status_code == 200
