"""Staff come through ProConnect, played by a real OpenID provider on the loopback; see test_proconnect_attacks.py."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from grants.accounts.models import Identity, Person, SessionRow
from grants.accounts.services import ensure_person, invite
from grants.audit import AuditEntry
from grants.db import db, now
from grants.domain.totp import code_at, counter_at
from grants.settings import SettingsError, load_settings
from tests.accounts.identity_provider import Agent
from tests.accounts.people import post
from tests.accounts.test_factor import set_clock
from tests.conftest import csrf_token

CLERK = "clerk@example.org"
GO = "/connexion/proconnect"


@pytest.fixture
def clerk(app):
    """Have somebody work for the town."""
    with app.app_context():
        ensure_person(CLERK).role = "staff"
        db.session.commit()
    return CLERK


def choose(app, **values):
    """Change settings of the town; the fixture of the provider puts them back."""
    app.extensions["settings"] = dataclasses.replace(app.extensions["settings"], **values)


def gone(client, provider, wanted=""):
    """Press the button and say yes at the provider; return the way back."""
    way = client.get(GO, query_string={"next": wanted} if wanted else None)
    assert way.status_code == 302, way.text
    return provider.visit(way.location).removeprefix("http://localhost")


def came(client, provider, wanted=""):
    """Come back too; return the answer."""
    return client.get(gone(client, provider, wanted))


@pytest.mark.usefixtures("clerk")
def test_staff_come_in_and_leave_both_houses(app, client, provider, outbox):
    assert "S’identifier avec ProConnect" in client.get("/connexion").text
    back = came(client, provider, "/gestion/appels")
    assert back.location == "/gestion/appels"
    assert client.get("/gestion/").status_code == 200
    assert "ProConnect" in outbox.last_to(CLERK).text
    with app.app_context():
        row = db.session.query(SessionRow).one()
        assert (row.identity.known_as, row.identity.issuer) == (provider.agent.sub, provider.issuer)
        assert row.id_token.count(".") == 2
        assert {each.act for each in db.session.query(AuditEntry)} == {"proconnect_entered", "proconnect_tied"}
    left = client.post("/deconnexion", data={"csrf_token": csrf_token(client.get("/mon-espace").text)})
    way = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', left.text)[1].replace("&amp;", "&")
    home = provider.visit(way).removeprefix("http://localhost")
    assert home.startswith("/connexion/proconnect/sortie?state=")
    assert client.get(home).location == "/"
    assert "chez ProConnect" in client.get("/").text
    assert client.get("/gestion/").status_code == 302
    with app.app_context():
        assert db.session.query(SessionRow).one().id_token == "", "kept no longer than leaving needs it"


@pytest.mark.one_database
@pytest.mark.usefixtures("clerk", "provider")
def test_what_is_asked_is_what_proconnect_reads(client):
    asked = parse_qs(urlsplit(client.get(GO).location).query)
    assert set(asked) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "claims",
        "code_challenge", "code_challenge_method",
    }  # fmt: skip
    assert asked["scope"] == ["openid email siret"]
    assert asked["code_challenge_method"] == ["S256"]
    assert min(len(asked[name][0]) for name in ("state", "nonce", "code_challenge")) >= 32
    assert asked["redirect_uri"] == ["http://localhost/connexion/proconnect/retour"]


def test_nobody_becomes_staff_by_proconnect(app, client, provider):
    for email in ("nobody@example.org", "member@example.org"):
        with app.app_context():
            ensure_person("member@example.org")
            db.session.commit()
        provider.agent = Agent(sub=email, email=email)
        stopped = came(client, provider)
        assert stopped.status_code == 403
        assert "inviter à l’adresse" in stopped.text
        assert client.get("/mon-espace").status_code == 302
    with app.app_context():
        assert db.session.query(SessionRow).count() == db.session.query(Identity).count() == 0
        assert db.session.query(Person).count() == 1


@pytest.mark.one_database
def test_whoever_was_invited_comes_in_once_with_that_role(app, client, provider):
    with app.app_context():
        invite(CLERK, "admin")
        db.session.commit()
    assert came(client, provider).location == "/mon-espace"
    assert client.get("/gestion/equipe").status_code == 200
    provider.agent = Agent(sub="another", email=CLERK)
    assert "autre compte ProConnect" in came(app.test_client(), provider).text


def test_the_lasting_name_counts_and_a_changed_address_takes_nobodys_place(app, client, provider, clerk):
    with app.app_context():
        ensure_person("chief@example.org").role = "admin"
        db.session.commit()
    came(client, provider)
    provider.agent = Agent(email="chief@example.org")
    again = app.test_client()
    assert came(again, provider).location == "/mon-espace"
    assert again.get("/gestion/equipe").status_code == 403, "still the clerk, not the chief"
    provider.agent = Agent(sub="somebody else", email=clerk)
    stopped = came(app.test_client(), provider)
    assert stopped.status_code == 403
    assert "autre compte ProConnect" in stopped.text


@pytest.mark.usefixtures("clerk")
def test_whoever_left_the_team_no_longer_comes_in(app, client, provider):
    came(client, provider)
    assert app.test_cli_runner().invoke(args=["admin", "invite", "--role", "admin", "boss@example.org"]).exit_code == 0
    assert app.test_cli_runner().invoke(args=["admin", "remove", CLERK]).exit_code == 0
    assert client.get("/gestion/").status_code == 302
    assert came(client, provider).status_code == 403
    with app.app_context():
        assert db.session.query(Identity).count() == 0


@pytest.mark.one_database
@pytest.mark.usefixtures("clerk")
@pytest.mark.parametrize(
    ("agent", "setting", "words"),
    [
        (Agent(more={"email_verified": False}), {}, "n’a pas encore vérifié"),
        (Agent(siret="99999999999999"), {"proconnect_sirets": ["21860194600013"]}, "autre organisation"),
        (Agent(acr="eidas1"), {"proconnect_acr": ["eidas2"]}, "plus sûre"),
    ],
)
def test_the_settings_hold_the_door(app, provider, agent, setting, words):
    client = app.test_client()
    choose(app, **setting)
    provider.agent = agent
    stopped = came(client, provider)
    assert stopped.status_code == 403
    assert words in stopped.text
    choose(app, **{name: [] for name in setting})
    provider.agent = dataclasses.replace(agent, more={})
    assert came(client, provider).status_code == 302, "control: without the setting they come in"


@pytest.mark.usefixtures("clerk")
def test_our_second_factor_is_asked_unless_the_town_says_a_level_stands_for_it(
    app, provider, signed_in, time_machine, post_form
):
    key, _codes = set_clock(signed_in(CLERK, "staff"))
    choose(app, proconnect_factor_acr=["eidas2"])
    provider.agent.acr = "eidas2"
    first = app.test_client()
    assert came(first, provider, "/gestion/").location == "/connexion/verification", "the first time it is asked"
    assert first.get("/gestion/").status_code == 302
    time_machine.move_to(now() + timedelta(minutes=2))
    provider.bend = lambda words: words | {"iat": int(now().timestamp()), "exp": int(now().timestamp()) + 60}
    code = code_at(key, counter_at(now()))
    assert post_form(first, "/connexion/verification", {"code": code}).location == "/gestion/"
    second, third = app.test_client(), app.test_client()
    assert came(second, provider, "/gestion/").location == "/gestion/"
    provider.agent.acr = "eidas1"
    assert came(third, provider).location == "/connexion/verification"
    choose(app, proconnect_factor_acr=[])
    provider.agent.acr = "eidas2"
    assert came(third, provider).location == "/connexion/verification"


@pytest.mark.one_database
def test_somebody_else_under_the_same_address_does_not_hold_the_place(
    app, provider, signed_in, time_machine, post_form
):
    """Until a session opened in full an identity is no more than an address: the thief stays at the second factor."""
    key, _codes = set_clock(signed_in(CLERK, "staff"))
    provider.agent = Agent(sub="thief")
    assert came(app.test_client(), provider).location == "/connexion/verification"
    provider.agent = Agent()
    clerk = app.test_client()
    came(clerk, provider)
    time_machine.move_to(now() + timedelta(minutes=2))
    post_form(clerk, "/connexion/verification", {"code": code_at(key, counter_at(now()))})
    assert clerk.get("/gestion/").status_code == 200
    provider.agent = Agent(sub="thief")
    provider.bend = lambda words: words | {"iat": int(now().timestamp()), "exp": int(now().timestamp()) + 60}
    assert came(app.test_client(), provider).status_code == 403


@pytest.mark.one_database
@pytest.mark.usefixtures("clerk")
def test_a_reset_by_an_administrator_forgets_the_account_of_proconnect(app, client, provider, signed_in):
    came(client, provider)
    chief = signed_in("chief@example.org", "admin")
    set_clock(client)
    number = re.search(r"/gestion/equipe/(\d+)[^>]*>[^<]*<[^>]*> – " + CLERK, chief.get("/gestion/equipe").text)[1]
    assert post(chief, f"/gestion/equipe/{number}", f"/gestion/protection/{number}").status_code == 302
    provider.agent = Agent(sub="a new one")
    assert came(app.test_client(), provider).location == "/mon-espace"


@pytest.mark.one_database
@pytest.mark.usefixtures("clerk")
def test_the_reader_of_english_comes_back_to_english(client, provider):
    way = client.get(f"/en{GO}?next=/en/gestion/")
    back = provider.visit(way.location).removeprefix("http://localhost")
    again = client.get(back)
    assert again.location.startswith("/en/connexion/proconnect/retour?")
    assert client.get(again.location).location == "/en/gestion/"


@pytest.mark.one_database
def test_without_the_setting_there_is_no_such_door(client):
    assert "ProConnect" not in client.get("/connexion").text
    for page in (GO, f"{GO}/retour", f"{GO}/sortie"):
        assert client.get(page).status_code == 404


@pytest.mark.one_database
def test_the_site_starts_without_authlib():
    """An option must cost nothing to who has it not: neither its presence nor its time."""
    told = (
        "import sys; sys.modules['authlib'] = sys.modules['joserfc'] = None; import grants.app, grants.accounts.views"
    )
    loaded = "import sys, grants.app; sys.exit(any(each in sys.modules for each in ('authlib', 'joserfc')))"
    for line in (told, loaded):
        assert subprocess.run([sys.executable, "-c", line], check=False).returncode == 0, line  # noqa: S603 - our own


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"GRANTS_PROCONNECT_ISSUER": "http://auth.example.fr/api/v2"}, "https://"),
        ({"GRANTS_PROCONNECT_CLIENT_SECRET": ""}, "GRANTS_PROCONNECT_CLIENT_SECRET"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(tmp_path, wrong, words):
    right = {
        "GRANTS_ENV": "testing",
        "GRANTS_VAR": str(tmp_path),
        "GRANTS_PROCONNECT_ISSUER": "https://auth.example.fr/api/v2",
        "GRANTS_PROCONNECT_CLIENT_ID": "id",
        "GRANTS_PROCONNECT_CLIENT_SECRET": "not to be shown",
    }
    assert "not to be shown" not in repr(load_settings(right))
    with pytest.raises(SettingsError, match=words):
        load_settings(right | wrong)
