"""Signing in: a link or a code by mail, used once, by a person and never by a mail scanner."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from grants.accounts.models import Person, SessionRow, SignInRequest
from grants.accounts.services import forget_sign_ins, invite, signing_in
from grants.db import db, now
from tests.conftest import csrf_token


def link_in(text: str) -> str:
    return re.search(r"http://localhost(/\S*connexion/\S+)", text)[1]


def ask(client, post_form, email="ana@example.org"):
    return post_form(client, "/connexion", {"email": email})


def test_the_link_opens_the_space_once(client, post_form, outbox):
    assert ask(client, post_form).location == "/connexion/code"
    link = link_in(outbox.last_to("ana@example.org").text)
    first = post_form(client, link, {})
    assert first.status_code == 302
    assert "grants=" in first.headers["Set-Cookie"]
    again = post_form(client, link, {})
    assert again.location == "/connexion"


def test_a_mail_scanner_that_opens_the_link_uses_nothing(client, app, post_form, outbox):
    ask(client, post_form)
    link = link_in(outbox.last_to("ana@example.org").text)
    scanner = app.test_client()
    for _ in range(5):
        assert scanner.get(link).status_code == 200
        assert scanner.head(link).status_code == 200
    with app.app_context():
        assert db.session.query(SessionRow).count() == 0
    assert post_form(client, link, {}).status_code == 302


def test_the_link_opens_nothing_in_another_browser(client, app, post_form, outbox):
    ask(client, post_form)
    link = link_in(outbox.last_to("ana@example.org").text)
    thief = app.test_client()
    ask(thief, post_form, "thief@example.org")
    assert "là où vous l’avez demandé" in thief.get(link).text
    assert "<form method" not in re.search("<main.*</main>", thief.get(link).text, re.DOTALL)[0]
    taken = thief.post(link, data={"csrf_token": csrf_token(thief.get("/connexion").text)})
    assert taken.status_code == 403
    assert "Set-Cookie" not in taken.headers or "grants=" not in taken.headers["Set-Cookie"]
    with app.app_context():
        assert db.session.query(SessionRow).count() == 0
    assert "Me connecter" in client.get(link).text
    assert post_form(client, link, {}).location == "/mon-espace"


def test_the_links_of_the_last_three_mails_of_a_browser_work(client, post_form, outbox):
    links = []
    for _ in range(4):
        ask(client, post_form)
        links.append(link_in(outbox.last_to("ana@example.org").text))
    assert "là où vous l’avez demandé" in client.get(links[0]).text
    assert post_form(client, links[1], {}).location == "/mon-espace"


@pytest.mark.one_database
@pytest.mark.parametrize("header", ["Purpose", "Sec-Purpose", "X-Moz", "X-Purpose"])
def test_a_browser_that_looks_ahead_uses_nothing(client, app, post_form, outbox, header):
    ask(client, post_form)
    link = link_in(outbox.last_to("ana@example.org").text)
    for method in ("GET", "HEAD", "OPTIONS"):
        client.open(link, method=method, headers={header: "prefetch"})
    with app.app_context():
        assert db.session.query(SessionRow).count() == 0
        assert db.session.query(SignInRequest).one().used_at is None


@pytest.mark.one_database
def test_a_code_is_one_code_however_its_digits_are_written(client, post_form, outbox):
    ask(client, post_form)
    code = re.search(r"\b\d{3} \d{3}\b", outbox.last_to("ana@example.org").text)[0]
    wide = code.translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert post_form(client, "/connexion/code", {"code": wide}).location == "/mon-espace"


def wrong_codes(client, post_form, email):
    """Ask, then try five codes; return the last answer."""
    ask(client, post_form, email)
    for _ in range(5):
        answer = post_form(client, "/connexion/code", {"code": "wrong"})
    return answer


@pytest.mark.one_database
def test_codes_are_counted_by_browser_and_by_address_whatever_is_asked_again(
    app, client, post_form, outbox, monkeypatch
):
    monkeypatch.setattr(signing_in, "TRIES_PER_HOUR", 5)
    assert "pas le bon code" in wrong_codes(client, post_form, "ana@example.org").text
    assert "Beaucoup de codes" in wrong_codes(client, post_form, "lou@example.org").text
    victim = app.test_client()
    assert "Beaucoup de codes" in wrong_codes(victim, post_form, "ana@example.org").text
    link = link_in(outbox.last_to("ana@example.org").text)
    assert post_form(victim, link, {}).location == "/mon-espace", "the link works whatever a thief tries"


def test_mails_asked_for_are_forgotten_after_a_day(client, app, post_form, time_machine):
    ask(client, post_form)
    with app.app_context():
        assert forget_sign_ins() == 0
        time_machine.move_to(now() + timedelta(hours=25))
        assert forget_sign_ins() == 1
        db.session.commit()
        assert db.session.query(SignInRequest).count() == 0


def test_the_code_serves_in_the_browser_that_asked(client, app, post_form, outbox):
    ask(client, post_form)
    code = re.search(r"\b\d{3} \d{3}\b", outbox.last_to("ana@example.org").text)[0]
    stranger = app.test_client()
    assert stranger.get("/connexion/code").location == "/connexion"
    assert post_form(client, "/connexion/code", {"code": f" {code} "}).status_code == 302


def test_five_wrong_codes_close_the_request(client, post_form, outbox):
    ask(client, post_form)
    code = re.search(r"\b\d{3} \d{3}\b", outbox.last_to("ana@example.org").text)[0]
    wrong = "000000" if code != "000 000" else "111111"
    for _ in range(5):
        assert post_form(client, "/connexion/code", {"code": wrong}).status_code == 422
    answer = post_form(client, "/connexion/code", {"code": code})
    assert answer.status_code == 422
    assert "trop ancien" in answer.text


def test_link_and_code_die_after_ten_minutes(client, post_form, outbox, time_machine):
    ask(client, post_form)
    mail = outbox.last_to("ana@example.org")
    time_machine.move_to(now() + timedelta(minutes=11))
    assert post_form(client, link_in(mail.text), {}).location == "/connexion"


def test_a_known_and_an_unknown_address_get_the_same_answer(post_form, signed_in, app):
    signed_in("known@example.org")
    known = ask(app.test_client(), post_form, "known@example.org")
    unknown = ask(app.test_client(), post_form, "unknown@example.org")
    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    with app.app_context():
        assert db.session.query(Person).filter_by(email="unknown@example.org").count() == 0


@pytest.mark.parametrize(
    "typed",
    ["", "ana", "ana@", "@example.org", "ana@example.org\r\nBcc: x@y.fr", "é" * 300, "\x00@a.fr", "😀", "a@b\u202e.fr"],
)
def test_a_wrong_address_gets_words_and_comes_back(client, post_form, typed, outbox):
    answer = ask(client, post_form, typed)
    assert answer.status_code == 422
    assert "erreurs" in answer.text
    assert not outbox.all()


def test_the_destination_is_kept_but_only_on_this_site(client, post_form, outbox):
    for number, (wanted, got) in enumerate(
        [
            ("/mon-espace?x=1", "/mon-espace?x=1"),
            ("//evil.example/", "/mon-espace"),
            ("https://evil.example", "/mon-espace"),
            ("/\t/evil.example", "/mon-espace"),
            ("/\n/evil.example", "/mon-espace"),
            ("/\\evil.example", "/mon-espace"),
            ("/\0", "/mon-espace"),
        ]
    ):
        email = f"ana{number}@example.org"
        assert post_form(client, "/connexion", {"email": email, "next": wanted}).status_code == 302
        assert post_form(client, link_in(outbox.last_to(email).text), {}).location == got


def test_who_must_sign_in_comes_back_in_their_language(client, post_form, outbox):
    asked = client.get("/en/gestion/?annee=2026").location
    assert asked == "/en/connexion?next=/en/gestion/?annee%3D2026"
    post_form(client, "/en/connexion", {"email": "ana@example.org", "next": parse_qs(urlsplit(asked).query)["next"][0]})
    link = link_in(outbox.last_to("ana@example.org").text)
    assert post_form(client, link, {}).location == "/en/gestion/?annee=2026"


def test_signing_out_ends_the_session_on_the_server(signed_in, app):
    client = signed_in("ana@example.org")
    with app.app_context():
        row = db.session.query(SessionRow).one()
        assert row.ended_at is None
    page = client.get("/connexion")
    client.post("/deconnexion", data={"csrf_token": csrf_token(page.text)})
    with app.app_context():
        assert db.session.query(SessionRow).one().ended_at is not None


def test_a_session_ends_by_itself(signed_in, app):
    signed_in("ana@example.org")
    with app.app_context():
        row = db.session.query(SessionRow).one()
        assert timedelta(days=29) < row.expires_at - now() < timedelta(days=31)


def test_too_many_mails_are_held_back_with_words(app, post_form):
    for _ in range(8):
        assert ask(app.test_client(), post_form).status_code == 302
    answer = ask(app.test_client(), post_form)
    assert answer.status_code == 429
    assert "Attendez quelques minutes" in answer.text


def test_a_stranger_who_asks_in_her_name_does_not_shut_her_door(app):
    assert {asks_from(app, "192.0.2.1") for _ in range(signing_in.MAILS_PER_HOUR)} == {302}
    assert asks_from(app, "192.0.2.1") == 429
    assert asks_from(app, "198.51.100.1") == 302


def test_many_strangers_do_not_fill_her_mailbox(app):
    asked = [asks_from(app, f"192.0.2.{number}") for number in range(signing_in.MAILS_TO_ONE + 1)]
    assert asked == [302] * signing_in.MAILS_TO_ONE + [429]


def asks_from(app, address):
    client = app.test_client()
    token = csrf_token(client.get("/connexion").text)
    form = {"email": "ana@example.org", "csrf_token": token}
    return client.post("/connexion", data=form, environ_base={"REMOTE_ADDR": address}).status_code


def test_an_invitation_gives_its_role_once(app, client, post_form):
    with app.app_context():
        token = invite("clerk@example.org", "staff")
        db.session.commit()
    assert client.get(f"/invitation/{token}").status_code == 200
    assert post_form(client, f"/invitation/{token}", {}).location == "/gestion/"
    with app.app_context():
        assert db.session.query(Person).filter_by(email="clerk@example.org").one().role == "staff"
    assert post_form(app.test_client(), f"/invitation/{token}", {}).location == "/connexion"


def test_admin_invite_prints_a_link_or_says_what_is_wrong(app):
    runner = app.test_cli_runner()
    fine = runner.invoke(args=["admin", "invite", "clerk@example.org", "--role", "staff"])
    assert fine.exit_code == 0
    assert "/invitation/" in fine.output
    wrong = runner.invoke(args=["admin", "invite", "clerk"])
    assert wrong.exit_code == 1
    assert "clerk" in wrong.output


def test_the_mail_lands_in_the_folder_and_on_the_developers_page(client, post_form, outbox, var_folder):
    ask(client, post_form)
    files = list((var_folder / "mail").glob("*.eml"))
    assert len(files) == 1
    assert b"ana@example.org" in files[0].read_bytes()
    assert "ana@example.org" in client.get("/dev/boite").text
    assert outbox.all()[0].sent_at is not None


def test_a_form_whose_token_failed_gives_its_text_back(client):
    answer = client.post("/connexion", data={"email": "ana@example.org", "csrf_token": "old"})
    assert answer.status_code == 400
    assert "ana@example.org" in answer.text
    assert "Envoyer de nouveau" in answer.text


def test_english_has_its_own_addresses_and_links_keep_them(client):
    page = client.get("/en/connexion")
    assert page.status_code == 200
    assert 'lang="en"' in page.text
    assert 'href="/connexion"' in page.text
    assert "/en/" in page.text
