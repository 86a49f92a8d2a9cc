"""A real OpenID provider on the loopback: Authlib's own server behind HTTP, with ProConnect's habits, and hostile ones.

What it signs and answers honestly is Authlib's. `bend` changes the words of an identity token before it is signed,
`seal` signs it in another way, `tell` changes the words about the person, `answer` changes a whole HTTP answer.
"""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlsplit

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import OpenIDCode, UserInfoEndpoint
from authlib.oidc.core.models import AuthorizationCodeMixin
from flask import Flask, jsonify, redirect, request
from joserfc import jws, jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "envie-de-faire", "a secret that ProConnect gave, longer than any key should be short"


@dataclass
class Agent:
    """Somebody as the provider knows them."""

    sub: str = "a1b2"
    email: str = "clerk@example.org"
    siret: str = "21860194600013"
    acr: str = "eidas1"
    more: dict[str, object] = field(default_factory=dict)


@dataclass
class Client(ClientMixin):
    """The one site that this provider serves."""

    back: str

    @property
    def client_id(self):
        return CLIENT

    @property
    def client_metadata(self):
        return {"userinfo_signed_response_alg": "RS256"}

    def get_client_id(self):
        return CLIENT

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == self.back

    def check_client_secret(self, client_secret):
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method, _endpoint):
        return method == "client_secret_post"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):
    """A code, used once."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    agent: Agent

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return int(time.time())

    def get_acr(self):
        return self.agent.acr

    def get_amr(self):
        return ["pwd"]


@dataclass
class Access(TokenMixin):
    """What opens the words about a person."""

    scope: str
    agent: Agent
    client: Client

    def check_client(self, client):
        return client is self.client

    def get_scope(self):
        return self.scope

    def is_expired(self):
        return False

    def is_revoked(self):
        return False

    def get_user(self):
        return self.agent

    def get_client(self):
        return self.client


def key(name):
    """Make a key."""
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"})


class Provider:
    """The provider, served from a thread until `stop`."""

    def __init__(self, back, keys):
        self.client, self.keys, self.shown = Client(back), KeySet([keys[0]]), KeySet([keys[0]])
        self.agent, self.codes, self.tokens, self.reuse = Agent(), {}, {}, False
        self.stolen = None
        self.bend, self.seal, self.tell, self.answer, self.asked = None, None, None, None, []
        self.metadata = {}
        self.app = self._application()
        self.server = make_server("127.0.0.1", 0, self.app, threaded=True)
        self.issuer = f"http://127.0.0.1:{self.server.port}/api/v2"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def visit(self, address):
        """Open an address as the agent's browser does, who says yes; return where it sends back."""
        line = HTTPConnection("127.0.0.1", self.server.port, timeout=5)
        parts = urlsplit(address)
        line.request("GET", f"{parts.path}?{parts.query}")
        answer = line.getresponse()
        body = answer.read()
        line.close()
        assert answer.status in {302, 303}, (answer.status, body)
        return answer.headers["Location"]

    def sign(self, words, *, with_key=None, header=None):
        """Sign words as the provider does, or with another key or header."""
        chosen = with_key or self.keys.keys[0]
        told = header or {"alg": "RS256", "kid": chosen.kid}
        registry = jws.JWSRegistry(algorithms=[told["alg"]])
        return jwt.encode(told, words, chosen, registry=registry)

    def _application(self):
        app, house = Flask("provider"), self
        server = AuthorizationServer(app, lambda name: house.client if name == CLIENT else None, house._keep)
        server.register_grant(_grant(house), [_identity(house)(require_nonce=True), CodeChallenge(required=True)])
        door = ResourceProtector()
        door.register_token_validator(_validator(house)())
        server.register_endpoint(_about(house)(resource_protector=door))

        @app.before_request
        def note():
            house.asked.append(request.path)

        @app.after_request
        def bent(response):
            return house.answer(request.path, response) if house.answer else response

        @app.get("/api/v2/.well-known/openid-configuration")
        def discovery():
            names = {
                "authorization": "authorize",
                "token": "token",
                "userinfo": "userinfo",
                "end_session": "session/end",
            }
            told = {f"{name}_endpoint": f"{house.issuer}/{path}" for name, path in names.items()}
            told |= {"issuer": house.issuer, "jwks_uri": f"{house.issuer}/jwks"}
            told |= {"code_challenge_methods_supported": ["S256"], "response_types_supported": ["code"]}
            return jsonify(told | house.metadata)

        @app.get("/api/v2/jwks")
        def jwks():
            return jsonify(house.shown.as_dict(private=False))

        @app.get("/api/v2/authorize")
        def authorize():
            grant = server.get_consent_grant(end_user=house.agent)
            return server.create_authorization_response(grant_user=house.agent, grant=grant)

        app.add_url_rule("/api/v2/token", "token", server.create_token_response, methods=["POST"])
        app.add_url_rule("/api/v2/userinfo", "userinfo", lambda: server.create_endpoint_response("userinfo"))

        @app.get("/api/v2/session/end")
        def end():
            assert jwt.decode(request.args["id_token_hint"], house.keys, algorithms=["RS256"])
            return redirect(f"{request.args['post_logout_redirect_uri']}?state={request.args['state']}")

        return app

    def _keep(self, token, asked):
        self.tokens[token["access_token"]] = Access(token["scope"], asked.user, asked.client)


def _grant(house):
    class Grant(AuthorizationCodeGrant):
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_post",)

        def save_authorization_code(self, code, asked):
            data = asked.payload.data
            wanted = {name: data.get(name, "") for name in ("nonce", "code_challenge", "code_challenge_method")}
            house.codes[code] = Code(code, asked.payload.redirect_uri, asked.payload.scope, agent=asked.user, **wanted)

        def query_authorization_code(self, code, _client):
            return house.codes.get(code)

        def delete_authorization_code(self, authorization_code):
            if not house.reuse:
                del house.codes[authorization_code.code]

        def authenticate_user(self, authorization_code):
            return authorization_code.agent

    return Grant


def _identity(house):
    class Identity(OpenIDCode):
        def exists_nonce(self, _nonce, _asked):
            return False

        def resolve_client_private_key(self, _client):
            return house.keys.keys[0]

        def get_encode_header(self, _client):
            return {"alg": "RS256", "kid": house.keys.keys[0].kid}

        def get_client_claims(self, _client):
            return {"iss": house.issuer, "aud": [CLIENT], "exp": int(time.time()) + 60}

        def generate_user_info(self, user, _scope):
            return {"sub": user.sub}

        def encode_id_token(self, token, asked):
            honest = super().encode_id_token(token, asked)
            if house.bend is None and house.seal is None:
                return honest
            words = json.loads(jws.extract_compact(honest.encode()).payload)
            words = house.bend(words) if house.bend else words
            return house.seal(words) if house.seal else house.sign(words)

    return Identity


def _validator(house):
    class Validator(BearerTokenValidator):
        def authenticate_token(self, token_string):
            return house.tokens.get(token_string)

    return Validator


def _about(house):
    class About(UserInfoEndpoint):
        def get_issuer(self):
            return house.issuer

        def resolve_private_key(self):
            return house.keys.keys[0]

        def generate_user_info(self, user, _scope):
            words = {"sub": user.sub, "email": user.email, "siret": user.siret, "uid": user.sub, **user.more}
            return house.tell(words) if house.tell else words

    return About
