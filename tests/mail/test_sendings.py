"""Staff see what waits, what left and what is in trouble, and never what lets somebody in."""

from __future__ import annotations

import pytest

from grants.db import db, now
from grants.mail.models import OutboxMail
from tests.sheets.reading import lines

PAGE = "/gestion/courriels/envois"


@pytest.fixture
def clerk(signed_in):
    """Return a client of the staff."""
    return signed_in("greffe@port-leon.example", "staff")


def add(app, number, **changes):
    with app.app_context():
        values = {"message_id": f"<{number}>", "recipient": f"p{number}@example.org", "kind": "file"}
        values |= {"subject": f"Objet {number}", "text": f"Texte {number}\n"}
        row = OutboxMail(**{**values, **changes})
        db.session.add(row)
        db.session.commit()
        return row.id


def test_each_mail_is_listed_with_what_became_of_it(app, clerk):
    add(app, 1, sent_at=now())
    add(app, 2, trouble="ConnectionRefusedError: nobody there")
    add(app, 3)
    page = clerk.get(PAGE).text
    assert "Texte 1" in page
    assert "Le serveur de courrier ne répond pas." in page
    assert "ConnectionRefused<wbr>Error: nobody there" in page
    trouble = clerk.get(f"{PAGE}?etat=trouble").text
    assert "p2@example.org" in trouble
    assert "p3@example.org" not in trouble


def test_an_address_is_found_by_any_of_its_letters_taken_as_they_are(app, clerk):
    add(app, 1, recipient="Ana_B@example.org")
    add(app, 2, recipient="anaxb@example.org")
    page = clerk.get(f"{PAGE}?q=ANA_b").text
    assert "Ana_B@example.org" in page
    assert "anaxb@example.org" not in page


def test_what_lets_somebody_in_is_never_shown(app, clerk):
    add(app, 1, kind="account", text="123 456")
    add(app, 2, kind="", text="654 321")
    add(app, 3, template="application_carrier", text="/porter/secret")
    page = clerk.get(PAGE).text
    assert "Objet 1" in page
    assert "123 456" not in page
    assert "654 321" not in page
    assert "/porter/secret" not in page, "who reads it could answer in the carrier's place"
    assert "/connexion/" not in page.replace("/connexion/code", "")


def test_a_mail_in_trouble_is_tried_again_with_all_its_tries(app, clerk, post_form):
    given_up = add(app, 1, trouble="no", tries=20)
    post_form(clerk, PAGE, {}, action=f"{PAGE}/{given_up}/reprendre")
    with app.app_context():
        row = db.session.get(OutboxMail, given_up)
        assert row.tries == 0
        assert row.next_try_at <= now()
    sent = add(app, 2, sent_at=now())
    post_form(clerk, PAGE, {}, action=f"{PAGE}/{sent}/reprendre")
    assert "déjà parti" in clerk.get(PAGE).text


def test_the_list_leaves_whole_and_as_chosen_without_the_words_of_any_mail(app, clerk):
    for number in range(60):
        add(app, number, text="/porter/secret", **({"trouble": "ConnectionRefusedError: x"} if number == 7 else {}))
    every = clerk.get(f"{PAGE}.csv").text
    assert every.count("@example.org") == 60
    assert "secret" not in every
    (row,) = lines(clerk.get(f"{PAGE}.ods?etat=trouble").data)
    assert (row["Adresse"], row["Difficulté"]) == ("p7@example.org", "Le serveur de courrier ne répond pas.")


def test_a_long_list_comes_in_pages(app, clerk):
    for number in range(60):
        add(app, number)
    first, second = clerk.get(PAGE).text, clerk.get(f"{PAGE}?page=2").text
    assert "p59@example.org" in first
    assert "p0@example.org" not in first
    assert "p0@example.org" in second
    assert clerk.get(f"{PAGE}?page=999999999999").status_code == 200
