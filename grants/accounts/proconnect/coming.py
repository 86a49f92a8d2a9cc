"""Going to the provider, coming back, leaving: what is asked, and who came.

Nothing secret of a trip is kept: its nonce and its PKCE verifier are drawn from its state and the instance's secret,
so that only this site can know them, and only for a state it gave.
"""

from __future__ import annotations

import hmac
import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from grants.accounts.proconnect.provider import keys_of, provider_of
from grants.accounts.proconnect.tokens import Expected, UnknownKeyError, described, identified, signed
from grants.accounts.proconnect.wire import OK, Line
from grants.domain.errors import RuleError
from grants.settings import current_settings

if TYPE_CHECKING:
    from grants.accounts.proconnect.provider import Provider

SCOPES: Final = "openid email siret"
"""What is asked: who it is, their address, their organisation. Neither name nor telephone: we have no use for them."""
AT_ONCE: Final = 3
"""People coming back at the same instant, of a process's eight threads: a slow provider must not hold them all."""
LONGEST: Final = 500
"""Signs of an identifier or an address; no provider has as many."""
LONGEST_TOKEN: Final = 8000
_seats = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True, slots=True)
class Trip:
    """One going and coming back: its state, and the address of ours where the provider sends back."""

    state: str
    back: str

    def drawn(self, what: str) -> str:
        """Return the `nonce` or the `verifier` of this trip: 64 signs that only this site can draw."""
        return hmac.digest(current_settings().secret_key.encode(), f"{what}:{self.state}".encode(), "sha256").hex()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who came, as the provider says: `subject` is its own lasting name for them; `level` is how sure it is (acr)."""

    issuer: str
    subject: str
    email: str
    verified: bool
    siret: str
    level: str
    id_token: str


def way_to(trip: Trip) -> str:
    """Return the address of the provider where the trip begins; raises RuleError."""
    settings = current_settings()
    provider = provider_of(settings.proconnect_issuer, Line(settings.proconnect_issuer))
    asked = {
        "response_type": "code",
        "client_id": settings.proconnect_client_id,
        "redirect_uri": trip.back,
        "scope": SCOPES,
        "state": trip.state,
        "nonce": trip.drawn("nonce"),
        "claims": json.dumps({"id_token": {"amr": None, "acr": _levels(settings.proconnect_acr)}}),
    }
    if provider.proof:
        from authlib.oauth2.rfc7636 import create_s256_code_challenge  # noqa: PLC0415 - where it serves

        challenge = create_s256_code_challenge(trip.drawn("verifier"))
        asked |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    return f"{provider.authorization_endpoint}?{urlencode(asked)}"


def _levels(required: list[str]) -> dict[str, object] | None:
    """Return how the level of assurance is asked for: any, or one of those required."""
    return {"essential": True, "values": required} if required else None


def come_back(trip: Trip, code: str, issuer: str) -> Visitor:
    """Change a code for who came; `issuer` is the name given with the code, "" when none was.

    Raises RuleError `provider_silent` or `provider_wrong`. No transaction is open meanwhile: see the view.
    """
    if not _seats.acquire(blocking=False):
        raise RuleError("provider_silent")
    try:
        line = Line(current_settings().proconnect_issuer)
        provider = provider_of(current_settings().proconnect_issuer, line)
        if not sent_by(provider, issuer):
            raise RuleError("provider_wrong")
        return _who(provider, line, trip, code)
    finally:
        _seats.release()


def sent_by(provider: Provider, issuer: str) -> bool:
    """Tell whether the name given with a code is the provider's, or may be missing (RFC 9207)."""
    return issuer == provider.issuer if issuer else not provider.signs_its_name


def _who(provider: Provider, line: Line, trip: Trip, code: str) -> Visitor:
    """Ask for the tokens, then who it is; believe what is signed, and nothing else."""
    tokens = _tokens(provider, line, trip, code)
    access, identity = str(tokens.get("access_token", "")), str(tokens.get("id_token", ""))
    expected = Expected(provider.issuer, current_settings().proconnect_client_id, trip.drawn("nonce"), access)
    words = identified(*_read(identity, provider, line), expected)
    answer = line.get(provider.userinfo_endpoint, {"Authorization": f"Bearer {access}", "Accept": "application/jwt"})
    if answer.status_code != OK:
        answer.raise_for_status()
    _header, told = _read(answer.content.decode("ascii", "replace"), provider, line)
    about = described(told, expected, str(words["sub"]))
    return Visitor(
        issuer=provider.issuer,
        subject=_text(words["sub"]),
        email=_text(about.get("email")).lower(),
        verified=about.get("email_verified", True) is True,
        siret=_text(about.get("siret"), empty=True),
        level=_text(words.get("acr"), empty=True),
        id_token=identity if len(identity) <= LONGEST_TOKEN else "",
    )


def _tokens(provider: Provider, line: Line, trip: Trip, code: str) -> dict[str, Any]:
    """Change the code at the provider, with our secret and the proof that we began; raises RuleError."""
    from authlib.oauth2 import OAuth2Client, OAuth2Error  # noqa: PLC0415 - where it serves

    settings = current_settings()
    client = OAuth2Client(
        line,
        settings.proconnect_client_id,
        settings.proconnect_client_secret,
        token_endpoint_auth_method="client_secret_post",  # noqa: S106 - the name of a way, as ProConnect wants it
    )
    proof = {"code_verifier": trip.drawn("verifier")} if provider.proof else {}
    try:
        tokens = client.fetch_token(provider.token_endpoint, code=code, redirect_uri=trip.back, **proof)
    except (OAuth2Error, ValueError) as error:
        if isinstance(error, RuleError):
            raise
        raise RuleError("provider_wrong") from error
    return dict(tokens)


def _read(token: str, provider: Provider, line: Line) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read a signed token, with the provider's keys asked again once when it changed them; raises RuleError."""
    try:
        return signed(token, keys_of(provider, line))
    except UnknownKeyError:
        pass
    try:
        return signed(token, keys_of(provider, line, again=True))
    except UnknownKeyError as error:
        raise RuleError("provider_wrong") from error


def _text(value: object, *, empty: bool = False) -> str:
    """Return a text of one line that is not too long; raises RuleError."""
    if value is None and empty:
        return ""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST or not value.isprintable():
        raise RuleError("provider_wrong")
    return value.strip()


def way_out(id_token: str, state: str, back: str) -> str:
    """Return the provider's address where one leaves it too (RP-Initiated Logout 1.0), "" when it has none.

    Raises RuleError.
    """
    issuer = current_settings().proconnect_issuer
    provider = provider_of(issuer, Line(issuer))
    asked = urlencode({"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": back})
    return f"{provider.end_session_endpoint}?{asked}" if provider.end_session_endpoint else ""
