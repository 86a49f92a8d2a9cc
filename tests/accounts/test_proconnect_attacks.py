"""What a thief, a hostile page or a broken provider may try on the way back from ProConnect, and its controls."""

from __future__ import annotations

import hmac
import json
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest
from authlib.oidc.core import CodeIDToken
from joserfc import jws
from joserfc.jwk import KeySet

from grants.accounts import services
from grants.accounts.models import SessionRow
from grants.accounts.proconnect import coming, wire
from grants.accounts.proconnect import provider as said
from grants.accounts.services import ensure_person
from grants.accounts.views import proconnect as view
from grants.db import db
from grants.domain.errors import RuleError
from tests.accounts.identity_provider import CLIENT, SECRET, Agent, Provider
from tests.accounts.test_proconnect import CLERK, GO, came, gone

pytestmark = pytest.mark.one_database


@pytest.fixture(autouse=True)
def _clerk(app):
    with app.app_context():
        ensure_person(CLERK).role = "staff"
        db.session.commit()


def sessions(app):
    with app.app_context():
        return db.session.query(SessionRow).filter(SessionRow.ended_at.is_(None)).count()


def believed(monkeypatch):
    """Take away the reading of an identity token's words."""
    monkeypatch.setattr(CodeIDToken, "validate", lambda *_words, **_more: None)


def naive(token, keys):
    """Read a token as careless libraries did: it is signed as it says it is, if at all, with whatever key is there."""
    said_so, _dot, seal = token.rpartition(".")
    header, words = (json.loads(urlsafe_b64decode(each + "===")) for each in said_so.split("."))
    public = KeySet.import_key_set(keys).keys[0].as_pem(private=False)
    if header["alg"] == "HS256" and sealed(said_so, public) != seal:
        raise RuleError("provider_wrong")
    return header, words


def part(written):
    """Write a part of a token."""
    return urlsafe_b64encode(written).rstrip(b"=").decode()


def sealed(text, secret):
    """Sign a text with a secret that both sides have."""
    return part(hmac.digest(secret, text.encode(), "sha256"))


def unsealed(header, words):
    """Write a header and words."""
    return ".".join(part(json.dumps(each).encode()) for each in (header, words))


WORDS = {
    "another nonce": lambda words: words | {"nonce": "0" * 64},
    "no nonce": lambda words: {name: each for name, each in words.items() if name != "nonce"},
    "another issuer": lambda words: words | {"iss": "https://other.example"},
    "another site": lambda words: words | {"aud": ["another-site"]},
    "ours among others, given to another": lambda words: words | {"aud": [CLIENT, "other"], "azp": "other"},
    "an hour old": lambda words: words | {"iat": int(time.time()) - 3600, "exp": int(time.time()) - 60},
    "no end": lambda words: {name: each for name, each in words.items() if name != "exp"},
    "not yet": lambda words: words | {"nbf": int(time.time()) + 3600},
    "of another access token": lambda words: words | {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("wrong", WORDS)
def test_a_token_that_says_something_else_opens_nothing(app, client, provider, monkeypatch, wrong):
    provider.bend = WORDS[wrong]
    assert came(client, provider).status_code == 502
    assert sessions(app) == 0
    believed(monkeypatch)
    assert came(client, provider).status_code == 302, "control: unread, it opens"
    assert sessions(app) == 1


def by_nobody(_house, words):
    words.pop("at_hash")  # told in the algorithm of the signature, and there is none
    return unsealed({"alg": "none"}, words) + "."


def by_the_public_key(house, words):
    public = house.keys.keys[0]
    text = unsealed({"alg": "HS256", "kid": public.kid}, words)
    return f"{text}.{sealed(text, public.as_pem(private=False))}"


def by_a_key_of_the_same_name(house, words):
    return house.sign(words, with_key=house.stolen, header={"alg": "RS256", "kid": house.keys.keys[0].kid})


SEALS = {"none": by_nobody, "HS256 with the public key": by_the_public_key, "another key": by_a_key_of_the_same_name}


@pytest.mark.parametrize("wrong", SEALS)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(app, provider, provider_keys, monkeypatch, wrong):
    client = app.test_client()
    provider.stolen = provider_keys[1]
    provider.seal = lambda words: SEALS[wrong](provider, words)
    assert came(client, provider).status_code == 502
    assert sessions(app) == 0
    monkeypatch.setattr(coming, "signed", naive)
    assert came(client, provider).status_code == 302, "control: read carelessly, it opens"


def test_words_about_somebody_else_open_nothing(app, client, provider, monkeypatch):
    for wrong in ({"sub": "chief"}, {"iss": "https://other.example"}, {"aud": "another-site"}):
        bent = lambda path, response, wrong=wrong: resigned(provider, path, response, wrong)  # noqa: E731 - one line
        provider.answer = bent
        assert came(client, provider).status_code == 502, wrong
    assert sessions(app) == 0
    monkeypatch.setattr(coming, "described", lambda words, *_more: words)
    assert came(client, provider).status_code == 302, "control"


def resigned(house, path, response, more):
    """Change the words about the person, and sign them again."""
    if path.endswith("userinfo"):
        words = json.loads(jws.extract_compact(response.get_data()).payload)
        response.set_data(house.sign(words | more))
    return response


def unsigned(_house, path, response):
    """Give the words about the person without signing them, as most providers do."""
    if path.endswith("userinfo"):
        words = json.loads(jws.extract_compact(response.get_data()).payload)
        response.set_data(json.dumps(words))
    return response


def test_words_that_are_not_signed_open_nothing(app, client, provider, monkeypatch):
    provider.answer = lambda path, response: unsigned(provider, path, response)
    assert came(client, provider).status_code == 502
    assert sessions(app) == 0
    read = coming.signed
    monkeypatch.setattr(
        coming, "signed", lambda token, keys: ({}, json.loads(token)) if token.startswith("{") else read(token, keys)
    )
    assert came(client, provider).status_code == 302, "control"


def test_a_stolen_code_opens_nothing_in_another_browser(app, client, provider, monkeypatch):
    """The thief puts the clerk's code behind their own state: the proof (PKCE) stops it, and the nonce alone too."""
    thief = app.test_client()

    def stolen():
        provider.agent = Agent(sub="thief", email="thief@example.org")
        state = gone(thief, provider).partition("state=")[2]
        provider.agent = Agent()
        code = gone(client, provider).partition("code=")[2].partition("&")[0]
        return thief.get(f"{GO}/retour?code={code}&state={state}")

    assert stolen().status_code == 502
    said.KEPT.answers.clear()
    provider.metadata = {"code_challenge_methods_supported": []}
    assert stolen().status_code == 502, "the nonce"
    assert sessions(app) == 0
    believed(monkeypatch)
    assert stolen().status_code == 302, "control: neither proof nor nonce"
    assert sessions(app) == 1


def test_the_way_back_serves_once(app, client, provider, monkeypatch):
    """Even in the same browser with its cookies put back, from a provider that takes its codes twice."""
    provider.reuse = True
    back = gone(client, provider)
    kept = client.get_cookie("form").value
    assert client.get(back).status_code == 302
    for _ in range(2):
        again = app.test_client()
        again.set_cookie("form", kept)
        assert again.get(back).status_code == 400
    assert sessions(app) == 1
    monkeypatch.setattr(services, "take_trip", lambda *_trip: None)
    again = app.test_client()
    again.set_cookie("form", kept)
    assert again.get(back).status_code == 302, "control: not counted, it opens again"
    assert sessions(app) == 2


def test_sixteen_hands_come_back_once(app, client, provider):
    provider.reuse = True
    back = gone(client, provider)
    kept = client.get_cookie("form").value

    def press(_hand):
        hand = app.test_client()
        hand.set_cookie("form", kept)
        return hand.get(back).status_code

    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(press, range(16))) == [302, *[400] * 15]
    assert sessions(app) == 1


def test_the_way_back_of_another_browser_opens_nothing(app, client, provider, monkeypatch):
    """A page that sends a clerk's browser to the way back of the thief must not sign them in as the thief."""
    back = gone(app.test_client(), provider)
    assert client.get(back).status_code == 400
    gone(client, provider)
    assert client.get(back).status_code == 400
    assert sessions(app) == 0
    monkeypatch.setattr(view, "_begun", lambda state: {"state": state, "next": "", "root": "", "at": 0})
    client.set_cookie("form", client.get_cookie("form").value)
    with client.session_transaction() as kept:
        kept["trips"] = []
    assert client.get(back).status_code == 302, "control: bound to no browser, it opens"


def test_an_old_way_back_opens_nothing(client, provider, time_machine):
    back = gone(client, provider)
    time_machine.move_to(time.time() + view.TRIP_SECONDS + 60)
    assert client.get(back).status_code == 400


def test_reading_the_way_back_without_opening_it_uses_nothing(app, client, provider):
    back = gone(client, provider)
    for method in ("HEAD", "OPTIONS", "HEAD"):
        client.open(back, method=method)
    assert sessions(app) == 0
    assert client.get(back).status_code == 302


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "/\\evil.example", "/\t/evil.example"])
def test_the_way_back_leads_nowhere_else(client, provider, monkeypatch, wanted):
    assert came(client, provider, wanted).location == "/mon-espace"
    monkeypatch.setattr(view, "safe_next", lambda target: target)
    monkeypatch.setattr("grants.accounts.views.sign_in.safe_next", lambda target: target)
    assert "evil" in came(client, provider, wanted).location, "control"


def test_the_provider_that_changes_its_key_is_followed(client, provider, provider_keys, monkeypatch):
    assert came(client, provider).status_code == 302
    provider.keys = provider.shown = KeySet([provider_keys[1]])
    monkeypatch.setattr(said, "ASKED_AGAIN_SECONDS", 0.0)
    assert came(client, provider).status_code == 302
    asked = provider.asked.count("/api/v2/jwks")
    monkeypatch.setattr(said, "ASKED_AGAIN_SECONDS", 10.0)
    provider.keys = KeySet([provider_keys[0]])
    assert [came(client, provider).status_code for _ in range(3)] == [502] * 3, "a key that is no longer shown"
    assert provider.asked.count("/api/v2/jwks") == asked, "unknown keys do not make us ask again and again"


def test_a_code_of_another_provider_is_sent_nowhere(client, provider, monkeypatch):
    """A mix-up: the way back says that another house gave the code (RFC 9207)."""
    assert client.get(f"{gone(client, provider)}&iss=https://evil.example").status_code == 502
    assert "/api/v2/token" not in provider.asked, "the code never left"
    assert client.get(f"{gone(client, provider)}&iss={provider.issuer}").status_code == 302
    said.KEPT.answers.clear()
    provider.metadata = {"authorization_response_iss_parameter_supported": True}
    assert came(client, provider).status_code == 502, "a provider that signs its name always does"
    monkeypatch.setattr(coming, "sent_by", lambda *_names: True)
    assert client.get(f"{gone(client, provider)}&iss=https://evil.example").status_code == 302, "control"


def test_our_secret_goes_to_the_provider_alone(client, provider, provider_keys, monkeypatch):
    """Whoever may change one answer of the provider must not have our secret sent to another machine."""
    evil = Provider("http://localhost/connexion/proconnect/retour", provider_keys)
    heard = []
    evil.answer = lambda path, response: (heard.append((path, _form())), response)[1]
    provider.metadata = {"token_endpoint": f"{evil.issuer}/token"}
    assert client.get(GO).status_code == 502
    assert heard == []
    for module in (wire, said):
        monkeypatch.setattr(module, "origin_of", lambda _address: "anywhere")
    came(client, provider)
    assert heard[0][1]["client_secret"] == SECRET, "control"
    evil.stop()


def _form():
    from flask import request  # noqa: PLC0415 - the provider's request

    return dict(request.form)


@pytest.mark.parametrize("name", ["issuer", "jwks_uri", "authorization_endpoint", "end_session_endpoint"])
def test_a_provider_that_says_it_is_another_is_not_followed(client, provider, name):
    for wrong in ("https://evil.example/x", "javascript:alert(1)", "http://127.0.0.1:1/x", 7, "http://[", ""):
        if (name, wrong) == ("end_session_endpoint", ""):
            continue
        said.KEPT.answers.clear()
        provider.metadata = {name: wrong}
        assert client.get(GO).status_code == 502, wrong


def large(_path, response):
    response.set_data(b" " * (wire.LARGEST + 1))
    return response


def elsewhere(path, response):
    if path.endswith(("token", "userinfo", "configuration", "jwks")):
        response.status_code, response.headers["Location"] = 307, "http://127.0.0.1:1/"
    return response


def told(body, status=200):
    def answer(path, response):
        if not path.endswith("authorize"):
            response.set_data(body)
            response.status_code = status
        return response

    return answer


ANSWERS = {
    "larger than any": large,
    "sent elsewhere": elsewhere,
    "a page": told("<h1>Maintenance</h1>"),
    "a fault": told("{}", 500),
    "nothing": told(""),
    "a list": told("[]"),
    "a very deep one": told("[" * 100_000),
    "null": told("null"),
    "no key": told('{"keys": [1, {"kty": "oct"}], "access_token": 3, "id_token": {}}'),
}


@pytest.mark.parametrize("wrong", ANSWERS)
def test_a_broken_provider_stops_nobody_from_coming_by_mail(client, provider, post_form, wrong):
    back = gone(client, provider)
    provider.answer = ANSWERS[wrong]
    stopped = client.get(back)
    assert stopped.status_code == 502
    assert "par votre e-mail" in stopped.text
    said.KEPT.answers.clear()
    assert client.get(GO).status_code == 502
    assert post_form(client, "/connexion", {"email": CLERK}).location == "/connexion/code"


def test_a_provider_that_is_gone_stops_nobody(client, provider):
    back = gone(client, provider)
    provider.stop()
    assert client.get(back).status_code == 502
    assert client.get("/connexion").status_code == 200


def test_a_slow_provider_holds_few_threads_and_nobody_who_comes_by_mail(app, provider, post_form, monkeypatch):
    """Three wait, the others are told at once; the clock that shuts the line ends the three."""
    monkeypatch.setattr(wire, "SECONDS", 2.0)
    free, waiting = threading.Event(), threading.Barrier(coming.AT_ONCE + 1)

    def slow(path, response):
        if path.endswith("token"):
            waiting.wait(20)
            free.wait(20)
        return response

    browsers = [app.test_client() for _ in range(coming.AT_ONCE + 2)]
    backs = [gone(each, provider) for each in browsers]
    provider.answer = slow
    with ThreadPoolExecutor(coming.AT_ONCE) as pool:
        held = [pool.submit(browsers[hand].get, backs[hand]) for hand in range(coming.AT_ONCE)]
        waiting.wait(20)
        monkeypatch.setattr(wire, "SECONDS", 600.0)
        for hand in range(coming.AT_ONCE, len(browsers)):
            assert browsers[hand].get(backs[hand]).status_code == 502, "told at once: else it would wait here"
        assert post_form(app.test_client(), "/connexion", {"email": CLERK}).location == "/connexion/code"
        assert [each.result(30).status_code for each in held] == [502] * coming.AT_ONCE
    free.set()


def test_whoever_gives_up_comes_back_to_a_plain_page(client, provider):
    for error, status in (("access_denied", 200), ("server_error", 502), ("<script>", 502)):
        state = gone(client, provider).partition("state=")[2]
        stopped = client.get(f"{GO}/retour", query_string={"error": error, "state": state})
        assert stopped.status_code == status
        assert "<script>" not in stopped.text


def test_a_state_is_one_use_in_the_database(app):
    with app.app_context():
        services.take_trip("a state", "network")
        db.session.commit()
        with pytest.raises(RuleError, match="trip_over"):
            services.take_trip("a state", "network")
