"""What a provider says of itself: its addresses and its public keys, kept for an hour in this process."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from grants.accounts.proconnect.wire import OK, origin_of
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from grants.accounts.proconnect.wire import Line

KEPT_SECONDS: Final = 3600.0
ASKED_AGAIN_SECONDS: Final = 10.0
"""A key never seen has the keys asked again, so often at the most: the provider may have changed them."""
ADDRESSES: Final = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri", "end_session_endpoint")


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider; `proof`: it takes a PKCE challenge (S256); `signs_its_name`: it says who it is when it sends back."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    userinfo_endpoint: str
    jwks_uri: str
    end_session_endpoint: str
    proof: bool
    signs_its_name: bool


class _Kept:
    """Answers by address, with their age."""

    def __init__(self) -> None:
        """Keep nothing yet."""
        self.lock, self.answers = threading.Lock(), dict[str, tuple[float, Any]]()

    def read(self, address: str, line: Line, youngest: float) -> Any:  # noqa: ANN401 - JSON
        """Return what stands at an address, asked again once it is older than some seconds; raises RuleError."""
        with self.lock:
            at, answer = self.answers.get(address, (-KEPT_SECONDS, None))
        if answer is not None and time.monotonic() - at < youngest:
            return answer
        answer = _read(address, line)
        with self.lock:
            self.answers[address] = (time.monotonic(), answer)
        return answer


KEPT = _Kept()


def provider_of(issuer: str, line: Line) -> Provider:
    """Return what the provider says of itself (OpenID Connect Discovery 1.0); raises RuleError.

    It must give the very name the settings have, and addresses of its own machine only: another one's are no door.
    """
    told = KEPT.read(f"{issuer.rstrip('/')}/.well-known/openid-configuration", line, KEPT_SECONDS)
    addresses = {name: told.get(name, "") for name in ADDRESSES}
    if told.get("issuer") != issuer or not all(isinstance(each, str) for each in addresses.values()):
        raise RuleError("provider_wrong")
    if any(origin_of(each) != line.origin for name, each in addresses.items() if each or name != ADDRESSES[-1]):
        raise RuleError("provider_wrong")
    return Provider(
        issuer=issuer,
        proof="S256" in (told.get("code_challenge_methods_supported") or ()),
        signs_its_name=told.get("authorization_response_iss_parameter_supported") is True,
        **addresses,
    )


def keys_of(provider: Provider, line: Line, *, again: bool = False) -> dict[str, Any]:
    """Return the public keys (RFC 7517); `again`: one was missing. Raises RuleError."""
    found: dict[str, Any] = KEPT.read(provider.jwks_uri, line, ASKED_AGAIN_SECONDS if again else KEPT_SECONDS)
    return found


def _read(address: str, line: Line) -> dict[str, Any]:
    """Read an object; raises RuleError."""
    answer = line.get(address)
    if answer.status_code != OK:
        answer.raise_for_status()
    try:
        told = answer.json()
    except ValueError as error:
        raise RuleError("provider_wrong") from error
    if not isinstance(told, dict):
        raise RuleError("provider_wrong")
    return told
