"""Writing together: who may write a file, who comes in by a link, who leaves, who takes it over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from grants.accounts.models import Association, Person
from grants.accounts.queries import is_member
from grants.accounts.services import ensure_person, join_association, leave_association
from grants.applications.models import Application, FileInvitation, FileWriter
from grants.applications.queries import application_named, application_written_by
from grants.applications.queries.together import readers_of, writers_of
from grants.applications.services import remove_writer, send
from grants.db import db, now
from grants.domain.errors import RuleError
from tests.accounts.people import link_in, post, press
from tests.applications.conftest import WHOLE
from tests.applications.conftest import Writer as Hand
from tests.conftest import csrf_token
from tests.town import make_association

ANA, BOB, EVE = "ana@example.org", "bob@example.org", "eve@example.org"


def invite(hand, email=BOB, **data):
    return post(
        hand.client,
        f"{hand.home}/personnes",
        f"{hand.home}/personnes/inviter",
        email=email,
        **{"what": "write", **data},
    )


def come_in(app, outbox, email=BOB):
    """Accept the last invitation to that address in a browser of its own; return it."""
    browser = app.test_client()
    assert press(browser, link_in(outbox.last_to(email), "ecrire"), answer="yes").status_code == 302
    return browser


@pytest.fixture
def two(app, writer, outbox):
    """Return two people who write one draft: who began it, and who was invited."""
    invite(writer)
    other = Hand(come_in(app, outbox))
    other.public_id = writer.public_id
    return writer, other


def addresses(app, hand):
    with app.app_context():
        return [row.person.email for row in writers_of(application_named(hand.public_id))]


def log(app, hand):
    with app.app_context():
        events = application_named(hand.public_id).events
        return [(each.kind, each.actor, each.details.get("whom")) for each in events]


def take_in(app, hand, **answers):
    """Write a whole file with these answers and send it, without its papers, which take long to print."""
    whole = {key: value for screen in WHOLE.values() for key, value in screen.items()}
    with app.app_context():
        file = application_named(hand.public_id)
        file.answers = {**file.answers, **whole, **answers}
        db.session.flush()
        send(file, file.version, now(), file.person)
        db.session.commit()


def test_an_invited_person_sees_whose_file_it_is_and_writes_it(app, writer, outbox, stored):
    writer.write("envie", {"title": "Un banc, une histoire"})
    assert invite(writer).status_code == 302
    page = app.test_client().get(link_in(outbox.last_to(BOB), "ecrire")).text
    assert "Un banc, une histoire" in page
    assert ANA in page
    other = Hand(come_in(app, outbox))
    other.public_id = writer.public_id
    assert other.write("envie", {"hook": "Dix bancs"}).status_code == 302
    assert stored(writer).answers["hook"] == "Dix bancs"
    assert "Un banc, une histoire" in other.client.get("/mon-espace").text
    assert log(app, writer)[-2:] == [("writer_invited", ANA, BOB), ("writer_joined", BOB, BOB)]
    assert "a accepté l’invitation" in outbox.last_to(ANA).text


def test_opening_the_link_makes_nobody_a_writer(app, writer, outbox):
    invite(writer)
    for method in ("GET", "HEAD", "OPTIONS"):
        app.test_client().open(link_in(outbox.last_to(BOB), "ecrire"), method=method)
    assert addresses(app, writer) == [ANA]
    with app.app_context():
        assert db.session.query(Person).filter_by(email=BOB).count() == 0


def test_sixteen_presses_of_one_link_make_one_writer(app, writer, outbox):
    invite(writer)
    link = link_in(outbox.last_to(BOB), "ecrire")

    def accept(_number):
        browser = app.test_client()
        page = browser.get(link)
        if page.status_code != 200:
            return 404
        return browser.post(link, data={"csrf_token": csrf_token(page.text), "answer": "yes"}).status_code

    with ThreadPoolExecutor(16) as hands:
        assert sorted(hands.map(accept, range(16))) == [302] + [404] * 15
    with app.app_context():
        assert db.session.query(FileWriter).count() == 2
    assert [kind for kind, *_ in log(app, writer)].count("writer_joined") == 1


def test_who_is_taken_off_loses_the_file_at_once_and_keeps_their_text(two, outbox, stored, app):
    writer, other = two
    writer.client.head(f"{writer.home}/personnes/2/retirer")
    page = other.open("envie")
    assert press(writer.client, f"{writer.home}/personnes/2/retirer").status_code == 302
    for address in ("", "/envie", "/relire", "/personnes"):
        assert other.client.get(f"{writer.home}{address}").status_code == 404
    typed = other.form("envie", page) | {"title": "Mon titre à moi"}
    for answer in (
        other.client.post(f"{writer.home}/envie", data=typed),
        other.client.post(f"{writer.home}/enregistrer", data=typed),
    ):
        assert answer.status_code == 404
    assert "Mon titre à moi" in other.client.post(f"{writer.home}/envie", data=typed).text
    assert "title" not in stored(writer).answers
    assert "a enlevé votre nom" in outbox.last_to(BOB).text
    assert log(app, writer)[-1] == ("writer_removed", ANA, BOB)


def test_a_stranger_learns_nothing_by_posting_a_text(writer, signed_in):
    eve = Hand(signed_in(EVE))
    eve.public_id = writer.public_id
    token = csrf_token(eve.client.get("/connexion").text)
    answer = eve.client.post(f"{writer.home}/envie", data={"csrf_token": token, "title": "Le mien"})
    assert answer.status_code == 404
    assert "Le mien" not in answer.text


def test_the_last_writer_stays_and_the_main_one_who_leaves_is_followed(two, app):
    writer, other = two
    assert press(writer.client, f"{writer.home}/personnes/1/retirer").location == "/mon-espace"
    with app.app_context():
        assert application_named(writer.public_id).person.email == BOB
    assert ("main_changed", ANA, BOB) in log(app, writer)
    answer = press(other.client, f"{writer.home}/personnes/2/retirer")
    assert "Il ne resterait personne" in other.client.get(answer.location).text
    assert addresses(app, writer) == [BOB]


def test_two_writers_who_take_each_other_off_leave_one(two, app):
    writer, _other = two

    def leave(emails):
        with app.app_context():
            try:
                remove_writer(application_named(writer.public_id), emails[0], ensure_person(emails[1]))
            except RuleError as error:
                db.session.rollback()
                return error.code
            db.session.commit()
            return "gone"

    with ThreadPoolExecutor(2) as hands:
        assert sorted(hands.map(leave, ((1, BOB), (2, ANA)))) == ["gone", "last_one"]
    assert len(addresses(app, writer)) == 1


def test_sending_asks_once_more_and_tells_the_others(two, outbox, stored):
    writer, other = two
    other.fill()
    answer = other.send()
    assert answer.status_code == 422
    assert "cochez la case" in answer.text
    assert ANA in answer.text
    review = other.client.get(f"{writer.home}/relire").text
    version = review.split('name="version" value="')[1].split('"')[0]
    data = {"csrf_token": csrf_token(review), "version": version, "together": "yes"}
    assert other.client.post(f"{writer.home}/envoyer", data=data).status_code == 302
    assert stored(writer).state == "receivable"
    assert "bien reçu" in outbox.last_to(ANA).subject
    assert "bien reçu" in outbox.last_to(BOB).subject


def test_handing_over_takes_two_and_marks_the_contact_without_overwriting_it(app, writer, outbox, stored):
    writer.fill({"association": WHOLE["association"]})
    invite(writer, what="take_over", leaves="y")
    assert stored(writer).person_id == 1
    browser = come_in(app, outbox)
    file = stored(writer)
    assert addresses(app, writer) == [BOB]
    assert file.answers["contact_email"] == ANA
    assert set(file.to_reread) == {"contact_name", "contact_email", "contact_phone"}
    assert writer.client.get(writer.home).status_code == 404
    assert "a pris la suite" in outbox.last_to(ANA).text
    page = browser.get(f"{writer.home}/association").text
    assert page.count("le dossier a changé de mains") == 3
    other = Hand(browser)
    other.public_id = writer.public_id
    other.write("association", {"contact_email": BOB, "read": "contact_name"})
    assert other.open("association").text.count("le dossier a changé de mains") == 1


@pytest.mark.parametrize("state", ["submitted", "voted", "paid"])
def test_a_file_is_handed_over_in_any_state(app, writer, outbox, state):
    with app.app_context():
        db.session.query(Application).update({"state": state})
        db.session.commit()
    invite(writer, what="take_over")
    come_in(app, outbox)
    with app.app_context():
        assert application_named(writer.public_id).person.email == BOB
    assert addresses(app, writer) == [ANA, BOB]


def test_the_writers_found_an_association_nobody_ever_acted_for(two, app):
    writer, _other = two
    take_in(app, writer)
    with app.app_context():
        house = application_named(writer.public_id).association
        assert [is_member(ensure_person(each), house.id) for each in (ANA, BOB)] == [True, True]


@pytest.mark.parametrize("past", ["acts", "acted", "file"])
def test_typing_a_number_opens_no_file_of_an_association_that_is_known(app, two, call, past):
    writer, _other = two
    with app.app_context():
        house = make_association("La Vraie", rna="W291000123")
        eve = ensure_person(EVE)
        theirs = Application(public_id="theirs", call_id=call.id, association_id=house.id, answers={})
        if past != "file":
            join_association(eve, house)
        if past == "acted":
            clerk = ensure_person("clerk@example.org")
            clerk.role = "staff"
            leave_association(house, eve, clerk)
        db.session.add(theirs)
        db.session.commit()
    take_in(app, writer)
    for hand in two:
        assert hand.client.get(writer.home).status_code == 200
        assert hand.client.get("/dossiers/theirs").status_code == 404
    with app.app_context():
        assert application_named(writer.public_id).association.name == "La Vraie"


def test_a_writer_asks_to_join_the_association_and_its_people_answer(app, writer, signed_in, outbox):
    eve = signed_in(EVE)
    with app.app_context():
        join_association(ensure_person(EVE), make_association("La Vraie", rna="W291000123"))
        db.session.commit()
    take_in(app, writer)
    people = f"{writer.home}/personnes"
    assert "Demander à rejoindre" in writer.client.get(people).text
    post(writer.client, people, f"{people}/rejoindre", words="C’est Ana, la trésorière")
    post(writer.client, people, f"{people}/rejoindre", words="encore")
    asked = [mail for mail in outbox.all() if "demande à agir" in mail.subject]
    assert [(mail.recipient, "la trésorière" in mail.text) for mail in asked] == [(EVE, True)]
    post(eve, "/mon-espace/associations/1", "/mon-espace/associations/1/demandes/1", answer="yes")
    assert writer.client.get("/mon-espace/associations/1").status_code == 200


def test_who_leaves_an_association_no_longer_sees_its_files_even_their_own(two, app):
    writer, other = two
    take_in(app, writer)
    with app.app_context():
        file = application_named(writer.public_id)
        leave_association(file.association, ensure_person(ANA), ensure_person(BOB))
        db.session.commit()
        assert [person.email for person in readers_of(file)] == [BOB]
    assert writer.client.get(writer.home).status_code == 404
    page = other.client.get(f"{writer.home}/personnes")
    assert "n’est plus là" in page.text
    post(other.client, f"{writer.home}/personnes", f"{writer.home}/personnes/principale")
    with app.app_context():
        assert application_named(writer.public_id).person.email == BOB


def test_invited_again_after_leaving_the_association_one_writes_this_file_alone(two, app, outbox):
    writer, other = two
    take_in(app, writer)
    with app.app_context():
        file = application_named(writer.public_id)
        leave_association(file.association, ensure_person(ANA), ensure_person(BOB))
        db.session.commit()
    invite(other, ANA)
    come_in(app, outbox, ANA)
    assert writer.client.get(writer.home).status_code == 200
    assert writer.client.get("/mon-espace/associations/1").status_code == 404


def test_the_invitation_of_somebody_who_was_taken_off_lets_nobody_in(two, app, outbox):
    writer, other = two
    invite(other, EVE)
    press(writer.client, f"{writer.home}/personnes/2/retirer")
    assert app.test_client().get(link_in(outbox.last_to(EVE), "ecrire")).status_code == 404


def test_an_invitation_is_sent_again_called_back_or_turned_down(app, writer, outbox):
    people = f"{writer.home}/personnes"
    invite(writer)
    invite(writer)
    assert app.test_client().get(link_in(outbox.last_to(BOB), "ecrire")).status_code == 200
    with app.app_context():
        assert db.session.query(FileInvitation).count() == 1
    post(writer.client, people, f"{people}/invitations/1/annuler")
    assert app.test_client().get(link_in(outbox.last_to(BOB), "ecrire")).status_code == 404
    invite(writer)
    assert "C’est noté" in press(app.test_client(), link_in(outbox.last_to(BOB), "ecrire"), answer="no").text
    assert "n’a pas souhaité" in outbox.last_to(ANA).text
    assert addresses(app, writer) == [ANA]
    assert invite(writer, ANA).status_code == 422


SEEN = {
    "main": 200,
    "writer": 200,
    "member": 200,
    "staff": 200,
    "invited": 404,
    "removed": 404,
    "left": 404,
    "stranger": 404,
}


def test_who_sees_and_writes_a_file(app, two, signed_in, outbox):
    writer, _other = two
    invite(writer, "removed@example.org")
    come_in(app, outbox, "removed@example.org")
    invite(writer, "invited@example.org")
    roles = {"main": ANA, "writer": BOB} | {
        name: f"{name}@example.org" for name in SEEN if name not in {"main", "writer"}
    }
    with app.app_context():
        file = application_named(writer.public_id)
        remove_writer(file, 3, ensure_person(ANA))
        house = make_association("Une autre")
        file.association_id = house.id
        for name in ("member", "left"):
            join_association(ensure_person(roles[name]), house)
        leave_association(house, ensure_person(roles["left"]), ensure_person(roles["member"]))
        db.session.commit()
    for name, address in roles.items():
        browser = writer.client if name == "main" else signed_in(address, "staff" if name == "staff" else "member")
        answers = {browser.get(f"{writer.home}{page}").status_code for page in ("/personnes", "/deux-pages.pdf")}
        assert answers <= {SEEN[name], 503}, name
        with app.app_context():
            may = application_written_by(ensure_person(address), writer.public_id) is not None
        assert may == (SEEN[name] == 200 and name != "staff"), name
        assert browser.get(f"{writer.home}/envie").status_code == (200 if may else 404), name
    assert app.test_client().get(f"{writer.home}/personnes").status_code == 302
    with app.app_context():
        assert db.session.get(Association, 1).name == "Une autre"


def test_one_person_cannot_ask_carrier_after_carrier_without_end(app, writer, outbox, monkeypatch):
    monkeypatch.setattr("grants.applications.services.carrier.LINKS_PER_DAY", 2)
    for number in range(3):
        carried = {"siret": "", "rna": "", "carrier": "Une maison", "carrier_email": f"maison{number}@example.org"}
        with app.app_context():
            file = application_named(writer.public_id)
            file.answers = {**file.answers, **carried}
            db.session.commit()
        page = writer.client.get(f"{writer.home}/personnes").text
        writer.client.post(f"{writer.home}/porteur", data={"csrf_token": csrf_token(page)})
    asked = [mail.recipient for mail in outbox.all() if mail.template == "application_carrier"]
    assert asked == ["maison0@example.org", "maison1@example.org"]
