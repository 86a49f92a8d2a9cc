"""What a provider signs, and what must be true of it before a word of it is believed (OpenID Connect Core, § 3.1.3.7).

Authlib is imported where a token is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Mapping

ALGORITHMS: Final = ("RS256", "ES256")
"""Public keys only: with a shared secret, whoever can read a token could write one. `none` signs nothing."""
LEEWAY: Final = 30
"""Seconds by which the two clocks may differ."""


@dataclass(frozen=True, slots=True)
class Expected:
    """Whose token it must be, for whom, and in answer to which request."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str = ""


class UnknownKeyError(Exception):
    """A token is signed by a key that is not among those known: the provider may have changed them."""


def signed(token: str, keys: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the header and the words of a token whose signature is right; raises UnknownKeyError or RuleError."""
    from joserfc import jwt  # noqa: PLC0415 - a sixth of a second
    from joserfc.errors import InvalidKeyIdError, JoseError  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415

    try:
        read = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=list(ALGORITHMS))  # type: ignore[arg-type]
    except InvalidKeyIdError as error:
        raise UnknownKeyError from error
    except (JoseError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise RuleError("provider_wrong") from error
    return dict(read.header), dict(read.claims)


def identified(header: dict[str, Any], words: dict[str, Any], expected: Expected) -> dict[str, Any]:
    """Return the words of an identity token once all is as it must be; raises RuleError `provider_wrong`."""
    from authlib.oidc.core import CodeIDToken  # noqa: PLC0415 - a sixth of a second
    from joserfc.errors import JoseError  # noqa: PLC0415

    about = {"nonce": expected.nonce, "client_id": expected.client_id, "access_token": expected.access_token}
    token = CodeIDToken(words, header, options=wanted(expected), params=about)
    try:
        token.validate(leeway=LEEWAY)
    except (JoseError, ValueError, TypeError) as error:
        raise RuleError("provider_wrong") from error
    return dict(token)


def wanted(expected: Expected) -> dict[str, Any]:
    """Return what the words of a token must say."""
    return {
        "iss": {"essential": True, "value": expected.issuer},
        "aud": {"essential": True, "value": expected.client_id},
        "sub": {"essential": True},
        "exp": {"essential": True},
        "iat": {"essential": True},
        "nonce": {"essential": True, "value": expected.nonce},
    }


def described(words: dict[str, Any], expected: Expected, subject: str) -> dict[str, Any]:
    """Return the words about the person once they are of that provider, for us, of that very person (§ 5.3.2)."""
    audience = words.get("aud", expected.client_id)
    ours = expected.client_id in (audience if isinstance(audience, list) else [audience])
    if words.get("iss", expected.issuer) != expected.issuer or not ours or words.get("sub") != subject:
        raise RuleError("provider_wrong")
    return words
