"""Invitations, reminders, guests who sign up: mails that leave once, to those they concern."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from grants.audit import AuditEntry
from grants.db import db, now
from grants.plenary import queries, services
from grants.plenary.models import Participant, Veto
from tests.conftest import csrf_token
from tests.plenary.evening import YEAR, a_call, a_file, a_project

pytestmark = pytest.mark.one_database

PUBLIC = f"/pleniere/{YEAR}"
DESK = f"/gestion/pleniere/{YEAR}"
MAILS = ("ana@example.org", "bob@example.org")


@pytest.fixture
def evening(app):
    """Prepare an evening of three projects, two of whose contacts have an address."""
    with app.app_context():
        call = a_call(plenary_on=now().date() + timedelta(days=60))
        for place, title in enumerate(("Un jardin", "Une radio", "Une fête")):
            file = a_file(a_project(call, title), f"Contact {place}")
            file.answers = {**file.answers, "contact_email": (*MAILS, "")[place]}
        services.prepare(call)
        db.session.commit()
    return f"{DESK}/personnes"


def sent(outbox, template):
    return [mail for mail in outbox.all() if mail.template == template]


def plenary():
    return queries.plenary_of_year(YEAR)


def test_invitations_leave_once_with_a_link_each_and_those_without_address_are_shown(
    app, evening, signed_in, post_form, outbox
):
    staff = signed_in("staff@example.org", "staff")
    page = staff.get(evening).text
    assert "Envoyer 2 invitations" in page
    assert staff.get(f"{evening}?etat=unreachable").text.count('role="rowheader"') == 1
    for _time in range(2):
        assert post_form(staff, evening, {}, f"{DESK}/invitations").status_code == 302
    mails = sent(outbox, "plenary_invitation")
    assert [mail.recipient for mail in mails] == list(MAILS)
    assert len({re.search(r"/venir/([\w-]+)", mail.text)[1] for mail in mails}) == 2
    assert "Toutes les personnes que l’on peut joindre sont invitées" in staff.get(evening).text
    assert staff.get(f"{evening}?etat=unreachable").text.count('role="rowheader"') == 1
    with app.app_context():
        (act,) = db.session.query(AuditEntry).filter_by(act="evening_invited").all()
        assert act.details == {"people": 2}


def test_a_change_of_day_or_place_is_told_to_those_who_knew_another(app, evening, signed_in, post_form, outbox):
    staff = signed_in("staff@example.org", "staff")
    post_form(staff, evening, {}, f"{DESK}/invitations")
    assert "le savent pas" not in staff.get(evening).text
    with app.app_context():
        plenary().place = "Maison du port"
        db.session.commit()
    assert "2 personnes ne le savent pas" in staff.get(evening).text
    post_form(staff, evening, {}, f"{DESK}/prevenir")
    assert [mail.recipient for mail in sent(outbox, "plenary_changed")] == list(MAILS)
    assert "Maison du port" in sent(outbox, "plenary_changed")[0].text
    assert "le savent pas" not in staff.get(evening).text


def test_the_people_of_a_withdrawn_project_are_written_to_no_more(app, evening, client, outbox):
    assert evening
    with app.app_context():
        ana = db.session.query(Participant).filter_by(email=MAILS[0]).one()
        ana.project.public_since = None
        assert services.invite(plenary()) == 1
        db.session.execute(db.update(Participant).values(invited_at=now() - timedelta(days=10)))
        db.session.commit()
    at(app, 21)
    token = csrf_token(client.get(f"{PUBLIC}/venir").text)
    client.post(f"{PUBLIC}/venir/lien", data={"csrf_token": token, "address": MAILS[0]})
    assert {mail.recipient for mail in outbox.all()} == {MAILS[1]}
    signed(client, email=MAILS[0])
    assert outbox.last_to(MAILS[0]).template == "plenary_confirmed"


def test_nobody_is_invited_to_an_evening_that_is_over(app, evening, signed_in, post_form, outbox):
    staff = signed_in("staff@example.org", "staff")
    with app.app_context():
        plenary().held_on = now().date() - timedelta(days=2)
        db.session.commit()
    assert "Envoyer 2 invitations" not in staff.get(evening).text
    post_form(staff, evening, {}, f"{DESK}/invitations")
    assert sent(outbox, "plenary_invitation") == []


def at(app, days):
    """Put the evening that many days from now and do the morning's work."""
    with app.app_context():
        plenary().held_on = now().date() + timedelta(days=days)
        services.remind_of_evening()
        db.session.commit()


def test_reminders_leave_once_a_stage_first_to_who_is_silent_then_to_all_expected(app, evening, outbox):
    assert evening
    with app.app_context():
        services.invite(plenary())
        db.session.execute(db.update(Participant).values(invited_at=now() - timedelta(days=10)))
        ana = db.session.query(Participant).filter_by(email=MAILS[0]).one()
        ana.answered_at = now() - timedelta(days=9)
        db.session.commit()
    told = []
    for days in (40, 21, 21, 14, 7, 6, 2, 1, 0, -1):
        before = len(outbox.all())
        at(app, days)
        told.append([(mail.template, mail.recipient) for mail in outbox.all()[before:]])
    asked = [("plenary_answer_reminder", MAILS[1])]
    eve = [("plenary_reminder", address) for address in MAILS]
    assert told == [[], asked, [], [], asked, [], eve, [], [], []]


def test_who_says_no_or_was_never_invited_hears_no_more(app, evening, outbox):
    assert evening
    with app.app_context():
        services.invite(plenary())
        db.session.execute(db.update(Participant).values(invited_at=now() - timedelta(days=10), coming=False))
        services.add(plenary(), "Rozenn", None, email="rozenn@example.org")
        db.session.commit()
    before = len(outbox.all())
    for days in (21, 7, 2):
        at(app, days)
    assert len(outbox.all()) == before


def signed(client, **said):
    page = f"{PUBLIC}/venir"
    guest = {"name": "Rozenn Kerbrat", "email": "Rozenn@Example.org ", "guest_kind": "service"}
    return client.post(page, data={"csrf_token": csrf_token(client.get(page).text), **guest, **said})


def test_a_guest_signs_up_without_an_account_and_answers_by_the_link_of_the_mail(app, evening, client, outbox):
    assert evening
    assert signed(client, organisation="La médiathèque", needs="Un fauteuil\x00").status_code == 302
    mail = outbox.last_to("rozenn@example.org")
    page = re.search(r"/pleniere/\S+", mail.text)[0]
    assert "Rozenn Kerbrat" in client.get(page).text
    assert "La médiathèque" in client.get(page).text
    said = {"csrf_token": csrf_token(client.get(page).text), "coming": "no", "guest_kind": "service"}
    assert client.post(page, data=said).status_code == 302
    with app.app_context():
        guest = db.session.query(Participant).filter_by(email="rozenn@example.org").one()
        assert (guest.kind, guest.guest_kind, guest.coming) == ("guest", "service", False)


def test_an_address_known_already_receives_its_link_and_nobody_learns_that_it_is(app, evening, client, outbox):
    with app.app_context():
        services.invite(plenary())
        db.session.commit()
    answers = [signed(client, email=address) for address in (MAILS[0], "nouvelle@example.org")]
    assert answers[0].location == answers[1].location
    assert outbox.last_to(MAILS[0]).template == "plenary_link"
    for address in (MAILS[1], "personne@example.org"):
        token = csrf_token(client.get(f"{PUBLIC}/venir").text)
        answer = client.post(
            f"{PUBLIC}/venir/lien", data={"csrf_token": token, "address": address}, follow_redirects=True
        )
        assert "Si cette adresse est sur la liste" in answer.text
    assert outbox.last_to(MAILS[1]).template == "plenary_link"
    assert not [mail for mail in outbox.all() if mail.recipient == "personne@example.org"]
    assert evening


WRONG = (
    ("name", " \x00 ", "Écrivez votre nom"),
    ("name", "a" * 10_000, "Ce nom est trop long"),
    ("email", "rozenn", "ne semble pas complète"),
    ("guest_kind", "roi", "Choisissez une réponse"),
    ("organisation", "b" * 10_000, "Ce texte est trop long"),
)


def test_what_a_guest_cannot_type_is_said(evening, client):
    for field, typed, words in WRONG:
        answer = signed(client, **{"needs": "Un fauteuil", field: typed})
        assert answer.status_code == 422, field
        assert words in answer.text
        assert "Un fauteuil" in answer.text
    assert evening


def test_one_address_cannot_fill_a_mailbox(evening, client, outbox):
    for _time in range(8):
        answer = signed(client)
    assert answer.status_code == 429
    assert len([mail for mail in outbox.all() if mail.recipient == "rozenn@example.org"]) == 6
    assert evening


def test_what_the_evening_needed_is_forgotten_after_it(app, evening):
    assert evening
    with app.app_context():
        services.invite(plenary())
        ana, bob = db.session.query(Participant).filter(Participant.email != "").order_by(Participant.id)
        ana.needs, ana.contact, ana.shares_contact = "Un fauteuil", "06", True
        db.session.add(Veto(participant_id=ana.id, project_id=bob.project_id))
        for days, kept in ((29, ("Un fauteuil", "06", 1)), (31, ("", "06", 0)), (366, ("", "", 0))):
            plenary().held_on = now().date() - timedelta(days=days)
            services.forget_evening()
            db.session.expire_all()
            assert (ana.needs, ana.contact, db.session.query(Veto).count()) == kept
        assert ana.email == ""


def test_the_list_leaves_as_staff_chose_to_see_it(app, evening, signed_in):
    with app.app_context():
        services.add(plenary(), "Rozenn", None, guest_kind="elected")
        db.session.commit()
    staff = signed_in("staff@example.org", "staff")
    table = staff.get(f"{evening}.csv?etat=guests").text
    assert table.count("\n") == 2
    assert "Élue ou élu" in table
    assert "Rozenn" not in staff.get(f"{evening}.csv?q=jardin").text
    assert staff.get(f"{evening}?etat=roi&page=99999&q=%00").status_code == 200


def test_somebody_taken_off_the_list_takes_along_what_they_said(app, evening):
    assert evening
    with app.app_context():
        guest = services.add(plenary(), "Rozenn", None, email="r@example.org")
        other = services.add(plenary(), "Yann", None, guest_kind="elected")
        db.session.add(Veto(participant_id=guest.id, other_id=other.id))
        db.session.flush()
        services.remove(other)
        assert db.session.query(Veto).count() == 0
        services.publish(services.build_programme(plenary(), seconds=0.1, seed=1))
        services.remove(guest)
        assert (guest.coming, guest.email) == (False, "")
        assert plenary().held_on > date(2026, 1, 1)
