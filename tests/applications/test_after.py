"""After sending: each sending stays as it was, steps carry their days, points are corrected one by one."""

from __future__ import annotations

from datetime import date

import pytest

from grants.accounts.services import ensure_person
from grants.applications.models import Application
from grants.budget import queries as budget_queries
from grants.budget import services as money
from grants.budget.services import Note, Vote
from grants.db import db
from grants.demo.content import siret_of
from grants.domain.ledger import Kind
from tests.applications.test_sending import pdf_text
from tests.applications.test_staff import STAFF, press

pytestmark = pytest.mark.one_database

TODAY = date.today()  # noqa: DTZ011 - a day of the machine is near enough


@pytest.fixture
def desk(writer, signed_in):
    writer.fill().send()
    return signed_in(STAFF, "staff")


def spaced(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_each_sending_stays_readable_as_it_was(desk, writer, signed_in):
    press(desk, writer, "completer", words="Quel jour ?", fields=["when"])
    writer.write("envie", {"when": "Le 3 mai", "where": ["bellevue", "centre"]})
    writer.send()
    first, second = (writer.client.get(f"{writer.home}/envois/{turn}.pdf") for turn in (1, 2))
    assert "De mars à juin" in pdf_text(first.data)
    assert "Le 3 mai" not in pdf_text(first.data)
    assert "Le 3 mai" in pdf_text(second.data)
    page = writer.client.get(f"{writer.home}/envois").text
    assert "De mars à juin" in page
    assert "Le 3 mai" in page
    assert "Quand" in page
    assert "Un banc, une histoire" not in page.split("<main")[1], "what did not change is not listed"
    assert writer.client.get(f"{writer.home}/envois/3.pdf").status_code == 404
    other = signed_in("autre@example.org")
    assert [other.get(f"{writer.home}/envois{end}").status_code for end in ("", "/1.pdf")] == [404, 404]
    visitor = writer.client.application.test_client()
    assert visitor.get(f"{writer.home}/envois/1.pdf").location.startswith("/connexion")


def test_the_town_asks_question_by_question_and_sees_what_changed(desk, writer, stored, outbox):
    asked = {"words": "", "fields": ["when"], "note-when": "Quel jour ?", "note-charge_1_label": "Détaillez le bois."}
    assert press(desk, writer, "completer", **asked).status_code == 302
    mail = spaced(outbox.last_to("ana@example.org").text)
    assert "- Quand : Quel jour ?" in mail
    assert "- Budget : les dépenses : Détaillez le bois." in mail
    page = writer.client.get(writer.home).text
    assert "Il reste 2 points à compléter" in spaced(page)
    assert f"{writer.home}/envie#when" in page
    assert f"{writer.home}/budget#charge_1_label" in page
    form = writer.open("envie").text
    assert form.count('id="a-completer"') == 1
    assert 'id="erreurs"' not in form
    assert 'id="when-warning">Quel jour ?' in form
    writer.write("envie", {"when": "Le 3 mai"})
    page = writer.client.get(writer.home).text
    assert "Il reste un point à compléter" in spaced(page)
    assert page.count(">corrigé<") == 1
    assert 'id="when-warning">Corrigé.' in writer.open("envie").text
    seen = desk.get(f"/gestion{writer.home}").text
    assert "De mars à juin" in seen
    assert "en train de corriger" in seen
    writer.write("budget", {"charge_1_label": "Planches et vis"})
    assert "Tout est corrigé" in writer.client.get(writer.home).text
    writer.send()
    seen = desk.get(f"/gestion{writer.home}").text
    assert "Planches et vis" in seen
    assert "Ce qui a changé dans le dernier envoi" in seen
    assert stored(writer).state == "receivable"


def test_a_word_too_long_beside_a_question_comes_back_whole(desk, writer, stored):
    answer = press(desk, writer, "completer", words="", **{"note-when": "x" * 501})
    assert answer.status_code == 422
    assert "x" * 501 in answer.text
    assert stored(writer).state == "receivable"


def test_the_public_page_stays_open_while_a_kept_project_is_completed(desk, writer, stored):
    slug = stored(writer).project.slug
    press(desk, writer, "completer", words="Quel jour ?", fields=["when"])
    assert writer.client.get(f"/projets/{slug}").status_code == 200
    assert f"/projets/{slug}" in writer.client.get(writer.home).text


def test_a_file_withdraws_while_it_is_completed(desk, writer):
    press(desk, writer, "completer", words="Quel jour ?", fields=["when"])
    assert f"{writer.home}/retirer" in writer.client.get(writer.home).text


NEW = {
    "contact_name": "Bakari Diallo",
    "contact_role": "trésorier",
    "contact_email": "bakari@example.org",
    "contact_phone": "",
}


def test_a_contact_changes_without_sending_again(desk, writer, stored, outbox, post_form):
    before = stored(writer)
    assert post_form(writer.client, f"{writer.home}/contact", NEW).status_code == 302
    after = stored(writer)
    assert (after.state, after.sent_at) == (before.state, before.sent_at)
    assert after.answers["contact_name"] == "Bakari Diallo"
    for address in ("ana@example.org", "bakari@example.org"):
        assert "Bakari Diallo" in outbox.last_to(address).text
    event = after.events[-1]
    assert (event.kind, event.details["before"]["contact_name"]) == ("contact", "Maëlle Le Goff")
    assert "bakari@example.org" in desk.get(f"/gestion{writer.home}").text
    sent = pdf_text(writer.client.get(f"{writer.home}/envois/1.pdf").data)
    assert "Maëlle Le Goff" in sent
    assert "Bakari" not in sent
    count = len(outbox.all())
    assert post_form(writer.client, f"{writer.home}/contact", NEW).status_code == 302
    assert len(outbox.all()) == count, "nothing changed, nobody is told"


def test_a_contact_that_cannot_be_reached_is_asked_again_with_its_text(desk, writer, stored, post_form, signed_in):
    answer = post_form(writer.client, f"{writer.home}/contact", NEW | {"contact_email": "bakari chez exemple"})
    assert answer.status_code == 422
    assert "bakari chez exemple" in answer.text
    assert stored(writer).answers["contact_name"] == "Maëlle Le Goff"
    assert signed_in("autre@example.org").get(f"{writer.home}/contact").status_code == 404
    assert desk.get(f"{writer.home}/contact").status_code == 404, "the town writes to the people of the file"


def voted(writer):
    """Have the council vote a file; return it with the clerk."""
    file = db.session.query(Application).filter_by(public_id=writer.public_id).one()
    file.project.association.siret = siret_of(1)
    clerk = ensure_person(STAFF)
    money.open_envelopes(file.call, "person:1", {"ville": 1_000_000, "contrat-de-ville": 1_000_000})
    money.record_vote(file.call, Vote("2026-12-087", TODAY, {file.id: 150_000}), clerk)
    db.session.commit()
    return file, clerk


@pytest.mark.usefixtures("desk")
def test_the_vote_the_order_and_the_payment_are_told_once_with_their_days(app, writer, outbox):
    with app.app_context():
        file, clerk = voted(writer)
        mail = spaced(outbox.last_to("ana@example.org").text)
        assert "2026-12-087" in mail
        assert "1 500,00 €" in mail
        page = spaced(writer.client.get(writer.home).text)
        assert "Voté par le conseil, délibération n° 2026-12-087" in page
        assert "Ordre de paiement envoyé à la trésorerie" in page
        award = budget_queries.awards_of(file.call)[0].id
        money.move_award(Kind.PAYMENT_ORDER, award, 100_000, clerk, Note())
        db.session.commit()
        assert "ordre de paiement" not in outbox.last_to("ana@example.org").subject, "a part is not told"
        money.move_award(Kind.PAYMENT_ORDER, award, 50_000, clerk, Note())
        db.session.commit()
        assert "ordre de paiement" in outbox.last_to("ana@example.org").subject
        assert "Ordre de paiement parti" in writer.client.get(writer.home).text
        money.record_payments(file.call, clerk, Note())
        db.session.commit()
        assert "payée" in outbox.last_to("ana@example.org").subject
        page = spaced(writer.client.get(writer.home).text)
        assert "L’aide est payée depuis le" in page
        assert "Bilan, au plus tard" in page
        told = [mail.subject for mail in outbox.all() if mail.recipient == "ana@example.org"]
        assert len([each for each in told if "ordre de paiement" in each]) == 1


@pytest.mark.usefixtures("desk")
def test_an_order_undone_is_to_come_again_and_nobody_is_told_twice(app, writer, outbox):
    with app.app_context():
        file, clerk = voted(writer)
        money.order_payments(file.call, clerk, Note())
        db.session.commit()
        line = next(each for each in budget_queries.entries_of_file(file.id) if each.kind == Kind.PAYMENT_ORDER)
        money.reverse(line.id, money.actor_of(clerk), Note(reason="Mauvais compte"))
        db.session.commit()
        assert "Ordre de paiement envoyé à la trésorerie" in writer.client.get(writer.home).text
        money.order_payments(file.call, clerk, Note())
        db.session.commit()
        assert "Ordre de paiement parti" in writer.client.get(writer.home).text
        told = [mail for mail in outbox.all() if "ordre de paiement" in mail.subject]
        assert len({mail.recipient for mail in told}) == len(told)


@pytest.mark.usefixtures("desk")
def test_one_file_cannot_write_to_address_after_address(writer, stored, outbox, post_form, monkeypatch):
    monkeypatch.setattr("grants.applications.services.contact.MOST_A_DAY", 2)
    for number in range(3):
        answer = post_form(writer.client, f"{writer.home}/contact", NEW | {"contact_email": f"p{number}@example.org"})
    assert answer.status_code == 409
    assert "Recommencez demain" in answer.text
    assert stored(writer).answers["contact_email"] == "p1@example.org"
    assert not [mail for mail in outbox.all() if mail.recipient == "p2@example.org"]
