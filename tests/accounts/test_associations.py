"""The people of an association: invited, accepting once, asking to join, leaving, and a log of it all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from grants.accounts.models import Association, AssociationEvent, AssociationInvitation, Claim, Membership, Person
from grants.accounts.queries import is_member, people_of
from grants.accounts.services import ask_to_join, ensure_person, join_association, leave_association
from grants.db import db, now
from grants.domain.errors import RuleError
from tests.accounts.people import link_in, post, press
from tests.sheets.reading import lines
from tests.town import make_association

ANA, BOB, EVE = "ana@example.org", "bob@example.org", "eve@example.org"
HOME = "/mon-espace/associations/1"


@pytest.fixture
def ana(app, signed_in):
    """Return Ana, who alone acts for an association."""
    client = signed_in(ANA)
    with app.app_context():
        join_association(ensure_person(ANA), make_association("Les Mains vertes"))
        db.session.commit()
    return client


def invite(client, email=BOB, **data):
    return post(client, HOME, f"{HOME}/inviter", email=email, **data)


def people(app):
    with app.app_context():
        return [row.person.email for row in people_of(db.session.get(Association, 1))]


def log(app):
    with app.app_context():
        return [(row.kind, row.actor, row.whom) for row in db.session.query(AssociationEvent).order_by("id")]


@pytest.mark.one_database
def test_an_invited_person_accepts_by_the_mail_and_is_in(app, ana, client, outbox):
    assert invite(ana).status_code == 302
    answer = press(client, link_in(outbox.last_to(BOB), "rejoindre"), answer="yes")
    assert answer.location == HOME
    assert "Les Mains vertes" in client.get(HOME).text
    assert people(app) == [ANA, BOB]
    assert log(app) == [("joined", ANA, ANA), ("invited", ANA, BOB), ("joined", ANA, BOB)]
    assert "bob@example.org agit maintenant" in outbox.last_to(ANA).text


def test_a_mail_scanner_that_opens_the_link_changes_nothing(app, ana, client, outbox):
    invite(ana)
    link = link_in(outbox.last_to(BOB), "rejoindre")
    for method in ("GET", "HEAD", "OPTIONS", "GET"):
        assert client.open(link, method=method).status_code == 200
    assert people(app) == [ANA]
    with app.app_context():
        assert db.session.query(Person).filter_by(email=BOB).count() == 0


def test_a_link_serves_once_and_dies_after_a_week(app, ana, client, outbox, time_machine):
    invite(ana)
    link = link_in(outbox.last_to(BOB), "rejoindre")
    press(client, link)
    assert client.get(link).status_code == 404
    invite(ana, EVE)
    late = link_in(outbox.last_to(EVE), "rejoindre")
    time_machine.move_to(now() + timedelta(days=8))
    assert app.test_client().get(late).status_code == 404
    assert people(app) == [ANA, BOB]


def test_sending_again_ends_the_first_link_and_cancelling_ends_both(app, ana, outbox):
    invite(ana)
    first = link_in(outbox.last_to(BOB), "rejoindre")
    invite(ana)
    second = link_in(outbox.last_to(BOB), "rejoindre")
    with app.app_context():
        assert db.session.query(AssociationInvitation).count() == 1
    assert app.test_client().get(first).status_code == 404
    assert app.test_client().get(second).status_code == 200
    post(ana, HOME, f"{HOME}/invitations/1/annuler")
    assert app.test_client().get(second).status_code == 404
    assert log(app)[-1] == ("called_back", ANA, BOB)


def test_sixteen_presses_of_one_link_let_one_person_in_once(app, ana, outbox):
    invite(ana)
    link = link_in(outbox.last_to(BOB), "rejoindre")

    def accept(_number):
        browser = app.test_client()
        page = browser.get(link)
        if page.status_code != 200:
            return 404
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        return browser.post(link, data={"csrf_token": token, "answer": "yes"}).status_code

    with ThreadPoolExecutor(16) as hands:
        answers = sorted(hands.map(accept, range(16)))
    assert answers == [302] + [404] * 15
    with app.app_context():
        assert db.session.query(Membership).count() == 2
    assert [kind for kind, *_ in log(app)].count("joined") == 2


def test_an_invitation_says_the_same_of_a_known_and_an_unknown_address(ana, signed_in):
    signed_in("known@example.org")
    known, unknown = invite(ana, "known@example.org"), invite(ana, "unknown@example.org")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    page = ana.get(HOME).text
    rows = [page.split(address)[1][:300] for address in ("<bdi>known@", "<bdi>unknown@")]
    assert rows[0].split("</bdi>")[1][:150] == rows[1].split("</bdi>")[1][:150]


def test_a_staff_member_who_is_invited_signs_in_as_always(app, ana, client, outbox):
    with app.app_context():
        ensure_person(BOB).role = "staff"
        db.session.commit()
    invite(ana)
    answer = press(client, link_in(outbox.last_to(BOB), "rejoindre"), answer="yes")
    assert answer.location.startswith("/connexion?next=")
    assert people(app) == [ANA, BOB]
    assert client.get(HOME).status_code == 302


def test_who_replaces_somebody_comes_in_as_they_leave(app, ana, client, outbox):
    invite(ana, leaves="y")
    press(client, link_in(outbox.last_to(BOB), "rejoindre"), answer="yes")
    assert people(app) == [BOB]
    assert ana.get(HOME).status_code == 404
    assert log(app)[-1] == ("left", ANA, ANA)


def test_saying_no_ends_the_invitation(app, ana, client, outbox):
    invite(ana)
    link = link_in(outbox.last_to(BOB), "rejoindre")
    assert "C’est noté" in press(client, link, answer="no").text
    assert client.get(link).status_code == 404
    assert people(app) == [ANA]


def test_the_last_one_cannot_leave_and_the_others_can_be_removed_at_once(app, ana, client, outbox):
    assert "Inviter quelqu’un" in ana.get(f"{HOME}/retirer/1").text
    invite(ana)
    press(client, link_in(outbox.last_to(BOB), "rejoindre"), answer="yes")
    assert press(ana, f"{HOME}/retirer/2").status_code == 302
    assert client.get(HOME).status_code == 404
    assert "vous a retiré" not in outbox.last_to(BOB).text
    assert "a enlevé votre nom" in outbox.last_to(BOB).text
    with app.app_context():
        house, person = db.session.get(Association, 1), ensure_person(ANA)
        with pytest.raises(RuleError, match="last_one"):
            leave_association(house, person, person)


def test_the_invitations_of_somebody_who_was_removed_let_nobody_in(app, ana, client, outbox):
    invite(ana)
    press(client, link_in(outbox.last_to(BOB), "rejoindre"), answer="yes")
    post(client, HOME, f"{HOME}/inviter", email=EVE)
    press(ana, f"{HOME}/retirer/2")
    assert app.test_client().get(link_in(outbox.last_to(EVE), "rejoindre")).status_code == 404


def test_two_people_who_remove_each_other_leave_one(app):
    with app.app_context():
        house = make_association()
        for email in (ANA, BOB):
            join_association(ensure_person(email), house)
        db.session.commit()

    def leave(email):
        with app.app_context():
            person = ensure_person(email)
            try:
                leave_association(db.session.get(Association, 1), person, person)
            except RuleError as error:
                db.session.rollback()
                return error.code
            db.session.commit()
            return "left"

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(leave, (ANA, BOB))) == ["last_one", "left"]
    assert len(people(app)) == 1


def test_somebody_who_asks_is_let_in_by_a_member_or_the_town(app, ana, signed_in, outbox):
    bob, clerk = signed_in(BOB), signed_in("clerk@example.org", "staff")
    with app.app_context():
        house = db.session.get(Association, 1)
        assert ask_to_join(house, ensure_person(BOB), "Je suis le trésorier")
        assert not ask_to_join(house, ensure_person(BOB), "encore")
        assert ask_to_join(house, ensure_person(EVE), "")
        db.session.commit()
    assert "Je suis le trésorier" in ana.get(HOME).text
    assert bob.get(HOME).status_code == 404
    post(ana, HOME, f"{HOME}/demandes/1", answer="yes")
    assert "Les Mains vertes" in bob.get(HOME).text
    desk = "/gestion/associations/1"
    post(clerk, desk, f"{HOME}/demandes/2", answer="no")
    assert people(app) == [ANA, BOB]
    assert "n’a pas été acceptée" in outbox.last_to(EVE).text
    post(clerk, desk, f"{HOME}/demandes/2", answer="yes")
    assert people(app) == [ANA, BOB]
    with app.app_context():
        assert [claim.answer for claim in db.session.query(Claim).order_by("id")] == ["yes", "no"]


def test_somebody_who_comes_back_is_one_line_and_two_in_the_log(app):
    with app.app_context():
        house, ana, bob = make_association(), ensure_person(ANA), ensure_person(BOB)
        for person in (ana, bob):
            join_association(person, house)
        leave_association(house, bob, ana)
        assert not is_member(bob, house.id)
        join_association(bob, house, ANA)
        db.session.commit()
        assert db.session.query(Membership).count() == 2
    assert [kind for kind, _, whom in log(app) if whom == BOB] == ["joined", "removed", "joined"]


def test_only_its_people_and_the_town_open_an_association(ana, signed_in, client):
    eve, clerk = signed_in(EVE), signed_in("clerk@example.org", "staff")
    desk, row = "/gestion/associations/1", f"{HOME}/retirer/1"
    assert [each.get(HOME).status_code for each in (ana, eve, clerk, client)] == [200, 404, 404, 302]
    assert [each.get(desk).status_code for each in (ana, eve, clerk, client)] == [403, 403, 200, 302]
    assert [each.get(row).status_code for each in (ana, eve, clerk, client)] == [200, 404, 200, 302]
    for action in (f"{HOME}/inviter", f"{HOME}/demandes/1", f"{HOME}/invitations/1/annuler", row):
        assert post(eve, "/connexion", action, email=BOB).status_code == 404


def test_the_town_finds_an_association_and_may_remove_its_last_person(app, ana, signed_in):
    del ana
    clerk = signed_in("clerk@example.org", "staff")
    with app.app_context():
        make_association("L’Atelier vélo", siret="73282932000074")
        db.session.commit()
    everything = clerk.get("/gestion/associations/").text
    assert "Les Mains vertes" in everything
    assert "L’Atelier vélo" in everything
    for words in ("velo 7328", "73282932000074", "atelier"):
        assert "Les Mains vertes" not in clerk.get("/gestion/associations/", query_string={"q": words}).text
    (row,) = lines(clerk.get("/gestion/associations.xlsx?q=atelier").data)
    assert (row["Nom"], row["SIRET ou RNA"]) == ("L’Atelier vélo", "73282932000074")
    assert len(lines(clerk.get("/gestion/associations.ods").data)) == 2
    assert [row["E-mail"] for row in lines(clerk.get("/gestion/associations/1.ods").data)] == [ANA]
    assert press(clerk, f"{HOME}/retirer/1").location == "/gestion/associations/1"
    assert people(app) == []


@pytest.mark.parametrize("typed", ["", "ana", ANA, "a@b\r\nBcc: x@y.fr", "é" * 300, "\x00@a.fr"])
def test_a_wrong_address_gets_words_and_comes_back(ana, outbox, typed):
    before = len(outbox.all())
    answer = invite(ana, typed)
    assert answer.status_code == 422
    assert "erreurs" in answer.text
    assert len(outbox.all()) == before


@pytest.mark.one_database
def test_nobody_fills_a_mailbox_with_our_invitations(ana, outbox):
    for number in range(8):
        assert invite(ana, f"p{number}@example.org").status_code == 302
    assert "Huit invitations" in invite(ana, "one-more@example.org").text
    for _ in range(12):
        assert invite(ana, "p1@example.org").status_code == 302
    assert "Recommencez demain" in invite(ana, "p2@example.org").text
    assert len([mail for mail in outbox.all() if mail.recipient == "p1@example.org"]) == 13
