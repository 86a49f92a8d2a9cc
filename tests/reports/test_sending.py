"""From the vote to the public page: sent once, acknowledged, told to everybody, corrected, closed."""

from __future__ import annotations

import re
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor

import pytest

from grants.db import db
from grants.projects.models import Project
from tests.conftest import csrf_token
from tests.reports.conftest import PLACE, STORY, Teller, make_voted, snapshot

pytestmark = pytest.mark.one_database

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)> {{ 7*7 }} \u202eenvers\u202c مرحبا 🎉 \x00fin"


def test_the_whole_way_from_the_vote_to_the_public_page(teller, stored, outbox, client):
    voted = teller.voted
    teller.write(STORY)
    teller.add(snapshot((1600, 1200)), snapshot((900, 1200), "gold"), snapshot(colour="navy"))
    numbers = [each.id for each in stored()[1]]
    words = {f"photo_{number}_alt": f"Photo n° {place}" for place, number in enumerate(numbers)}
    agreed = {f"photo_{number}_agreed": "yes" for number in numbers[:2]}
    teller.write({**words, **agreed, "gift_1_title": "Plans du banc", "gift_1_link": "javascript:alert(1)"})
    before = client.get(f"/projets/{voted.slug}").text
    assert "Dix bancs posés" not in before, "nothing is public before it is sent"
    review = teller.page("/relire")
    assert "Ce que tout le monde lira" in review
    assert "Une photo reste entre vous et la ville" in review
    assert "il reste 200,00" in review.replace("\xa0", " "), "the unspent part is said in words"

    assert teller.send(review).status_code == 302
    report, _, versions = stored()
    assert (report.state, report.application.state, len(versions)) == ("sent", "reported", 1)
    mail = outbox.last_to("ana@example.org")
    assert [each["type"] for each in mail.attachments] == ["application/pdf"] * 2
    assert all(PLACE not in b64decode(each["base64"]) for each in mail.attachments)

    public = client.get(f"/projets/{voted.slug}").text
    for told in (
        "Dix bancs posés",
        "Un banc est parti à la mer.",
        "Photo n° 0",
        "Photo n° 1",
        "1\xa0300,00\xa0€ dépensés",
    ):
        assert told in public
    assert "Photo n° 2" not in public, "only with the agreement of the people on it"
    assert "javascript:" not in public
    assert "présidente" not in public
    assert "800,00" not in public, "the lines of money are not on the page"
    names = set(re.findall(rf"/projets/{voted.slug}/photos/([\w-]+)\.jpg", public))
    assert len(names) == 4, "each small and large"
    for name in names:
        answer = client.get(f"/projets/{voted.slug}/photos/{name}.jpg")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=604800"
        assert PLACE not in answer.data
        assert b"Exif" not in answer.data


def test_pressing_twice_sends_once(teller, stored, outbox, app):
    teller.write(STORY)
    review = teller.page("/relire")
    assert teller.send(review).status_code == 302
    assert teller.send(review).status_code == 302
    other = [Teller(app.test_client(), teller.voted) for _ in range(4)]
    for each in other:
        for cookie in teller.client._cookies.values():  # noqa: SLF001 - werkzeug's client gives no other way
            each.client.set_cookie(cookie.key, cookie.value)
    teller.write({"worth": "Autre chose"})
    review = teller.page("/relire")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda each: each.send(review).status_code, other))
    assert answers == [302] * 4
    assert len(stored()[2]) == 2
    received = [mail for mail in outbox.all() if "Bilan du dossier" in mail.subject]
    assert len(received) == 2


def test_nothing_essential_may_be_missing_and_it_is_said_in_words(teller, stored):
    teller.write({"happened": "", "worth": "Rien"})
    answer = teller.send()
    assert answer.status_code == 422
    assert "Racontez ce qui s’est passé" in answer.text
    assert "0 si rien n’a été dépensé" in answer.text
    teller.write({"happened": "Rien n’a pu se faire.", "charge_1_amount": "0"})
    assert teller.send().status_code == 302, "a signature may be missing: nothing else stops"
    assert stored()[0].state == "sent"


def test_a_report_changed_since_the_review_is_read_again(teller):
    teller.write(STORY)
    review = teller.page("/relire")
    teller.write({"worth": "Plus encore"})
    answer = teller.send(review)
    assert answer.status_code == 422
    assert "a changé depuis" in answer.text


def test_a_correction_is_public_only_once_sent_again_and_every_version_is_kept(voted, teller, stored, client):
    teller.write(STORY)
    teller.send()
    teller.write({"happened": "Onze bancs."})
    assert "Onze bancs." not in client.get(f"/projets/{voted.slug}").text
    teller.send()
    shown = client.get(f"/projets/{voted.slug}").text
    assert "Onze bancs." in shown
    assert "Corrigé le" in shown
    assert [each.answers["happened"] for each in stored()[2]] == [STORY["happened"], "Onze bancs."]


def test_a_photograph_removed_or_no_longer_agreed_leaves_the_public_page_at_once(voted, teller, stored, client):
    teller.add(snapshot(), snapshot())
    first, second = (each.id for each in stored()[1])
    teller.write({**STORY, f"photo_{first}_agreed": "yes", f"photo_{second}_agreed": "yes"})
    teller.send()

    def shown():
        return set(re.findall(r"/photos/([\w-]+)\.jpg", client.get(f"/projets/{voted.slug}").text))

    both = shown()
    teller.write({f"photo_{second}_agreed": []})
    one = shown()
    assert len(both - one) == 2
    teller.write(then=f"remove:{first}")
    assert shown() == set()
    assert {client.get(f"/projets/{voted.slug}/photos/{name}.jpg").status_code for name in both} == {404}


def test_photographs_of_a_project_taken_off_the_site_are_nobody_s(app, voted, teller, stored, client):
    teller.add(snapshot())
    teller.write({**STORY, f"photo_{stored()[1][0].id}_agreed": "yes"})
    teller.send()
    address = re.search(r"/projets/[\w-]+/photos/[\w-]+\.jpg", client.get(f"/projets/{voted.slug}").text)[0]
    assert client.get(address).status_code == 200
    with app.app_context():
        db.session.query(Project).update({"public_since": None})
        db.session.commit()
    assert client.get(address).status_code == 404


def test_odd_texts_are_shown_as_they_are_and_do_nothing(voted, teller, client):
    texts = ("happened", "unplanned", "changed", "worth", "met_text", "advice", "difference", "unspent", "sign_name")
    gifts = {"gift_1_title": HOSTILE, "gift_1_link": HOSTILE, "gift_1_kind": HOSTILE, "gift_1_licence": HOSTILE}
    money = {"charge_1_amount": HOSTILE, "charge_2_amount": "12", "charge_3_label": HOSTILE, "product_1_amount": "-5"}
    odd = dict.fromkeys(texts, HOSTILE) | gifts | money | {"met": ["no-such-project", HOSTILE], "people": "9" * 30}
    assert teller.write(odd).status_code == 302
    for page in (teller.page(), teller.page("/relire")):
        assert "<script>alert" not in page
        assert "{{ 7*7 }}" in page
    assert teller.send().status_code == 302
    public = client.get(f"/projets/{voted.slug}").text
    assert "<script>alert" not in public
    assert "<img src=x" not in public
    read = re.sub(r"<[^>]*>", " ", public)
    assert "{{ 7*7 }}" in read
    assert not re.search(r"\b49\b", read)
    for paper in ("bilan.pdf", "compte-rendu-financier.pdf"):
        assert teller.client.get(f"/dossiers/{voted.public_id}/{paper}").data.startswith(b"%PDF")


def test_the_town_closes_a_report_and_the_text_typed_meanwhile_comes_back(voted, teller, stored, outbox, signed_in):
    teller.write(STORY)
    teller.send()
    typing = teller.page("?corriger=1")
    clerk = signed_in("agent@port-leon.example", "staff")
    page = clerk.get(f"/gestion/bilans/{voted.public_id}").text
    data = {"csrf_token": csrf_token(page), "decision": "repay", "words": ""}
    close = f"/gestion/bilans/{voted.public_id}/clore"
    assert clerk.post(close, data=data).status_code == 409, "asking money back says why"
    assert clerk.post(close, data=data | {"words": "Un titre de 200 € suivra."}).status_code == 302
    assert "Un titre de 200 € suivra." in outbox.last_to("ana@example.org").text
    answer = teller.write({"happened": "Encore un mot"}, page=typing)
    assert answer.status_code == 409
    assert "Encore un mot" in answer.text
    assert teller.client.get(voted.home).status_code == 302
    assert "à rendre à la ville" in teller.page("/envoye")
    clerk.post(f"/gestion/bilans/{voted.public_id}/rouvrir", data={"csrf_token": csrf_token(page)})
    assert teller.write({"happened": "Encore un mot"}).status_code == 302
    assert stored()[0].closed_at is None


def test_the_people_met_at_the_tables_are_proposed(app, teller):
    with app.app_context():
        other = make_voted(2, email="other@example.org")
    assert other.slug in teller.page(), "without a programme, all the projects of the year"
    teller.write({**STORY, "met": [other.slug]})
    assert f"/projets/{other.slug}" in teller.page("/relire")
