"""The one line to the identity provider: its own machine, no redirection, one clock for all that is asked.

It has what Authlib's client asks of a session. Codes of RuleError: `provider_silent` when no answer comes in time,
`provider_wrong` when what comes is not an answer.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

from grants.directory import Until
from grants.domain.errors import RuleError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from authlib.oauth2.auth import ClientAuth

SECONDS: Final = 6.0
"""For all that is asked while somebody comes back: they wait no longer, and nor does the thread that serves them."""
LARGEST: Final = 200_000
"""Bytes of one answer; the largest, the keys, has some 5,000."""
LOOPBACK: Final = {"127.0.0.1", "::1", "localhost"}
OK, SERVER_FAULT = 200, 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What the provider answered; `kind` is its media type."""

    status_code: int
    kind: str
    content: bytes

    def json(self) -> Any:  # noqa: ANN401 - what JSON may hold
        """Read it; raises ValueError."""
        try:
            return json.loads(self.content)
        except RecursionError as error:
            raise ValueError(self.kind) from error

    def raise_for_status(self) -> None:
        """Say that it is no answer; raises RuleError."""
        raise RuleError("provider_silent" if self.status_code >= SERVER_FAULT else "provider_wrong")


class Line:
    """What is asked of a provider within one clock, at one origin (`https://host:port`) and no other."""

    def __init__(self, issuer: str) -> None:
        """Start the clock."""
        self.origin, self.ends = origin_of(issuer), time.monotonic() + SECONDS

    def get(self, address: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Read an address."""
        return self._ask("GET", address, dict(headers or {}), None)

    def post(self, address: str, *, data: Mapping[str, str], headers: Mapping[str, str], auth: ClientAuth) -> Answer:
        """Send a form with the name and the secret of this client, as Authlib's client does."""
        address, sent, body = auth.prepare("POST", address, dict(headers), urlencode(data))
        return self._ask("POST", address, dict(sent), body)

    def _ask(self, method: str, address: str, headers: dict[str, str], body: str | None) -> Answer:
        """Ask once; raises RuleError."""
        if origin_of(address) != self.origin:
            raise RuleError("provider_wrong")
        left = self.ends - time.monotonic()
        if left <= 0:
            raise RuleError("provider_silent")
        parts = urlsplit(address)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(parts.hostname or "", parts.port, timeout=left)
        try:
            connection.connect()
            with Until(self.ends, connection.sock):
                path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
                connection.request(method, path, body, {"Accept": "application/json", **headers})
                response = connection.getresponse()
                content = response.read(LARGEST + 1)
        except (OSError, HTTPException, ValueError) as error:
            raise RuleError("provider_silent") from error
        finally:
            connection.close()
        if time.monotonic() > self.ends:
            raise RuleError("provider_silent")
        if len(content) > LARGEST or response.length:
            raise RuleError("provider_wrong")
        return Answer(response.status, response.headers.get_content_type(), content)


def origin_of(address: str) -> tuple[str, str, int]:
    """Return the scheme, the machine and the port of an address; raises RuleError when it may not be asked.

    HTTPS always, but for a provider on this very machine, which the settings of a site open to all do not admit.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise RuleError("provider_wrong") from error
    host = parts.hostname or ""
    if parts.username is not None or not host or (parts.scheme != "https" and not _is_trial(parts.scheme, host)):
        raise RuleError("provider_wrong")
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80)


def _is_trial(scheme: str, host: str) -> bool:
    """Tell whether this is a provider tried on this machine."""
    return scheme == "http" and host in LOOPBACK
