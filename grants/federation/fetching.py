"""The one door to other towns' servers: polite (robots, marks of what is known, a name), safe and bounded.

The name of a machine is resolved once, its address is checked, and the connection goes to that very address: a name
that changes its mind between the check and the call leads nowhere else. Each redirection is checked again. A clock
shuts the line however slowly it drips, and sizes are counted as bytes arrive, after they are unpacked. Never called in
a page's request: see `grants.federation.services`.
"""

from __future__ import annotations

import socket
import ssl
import time
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin, urlsplit

from grants.db import now
from grants.directory import Until
from grants.domain.errors import RuleError
from grants.domain.feeds.reach import checked_address, is_public
from grants.federation.robots import ROBOTS, Robots, may_read

if TYPE_CHECKING:
    from email.message import Message
    from urllib.parse import SplitResult

PIECE: Final = 65_536
CLOCK: Final = 0.05
"""Seconds by which the clock that shuts a line may be early."""
GZIP: Final = 47
"""zlib's window for gzip and deflate alike."""
MOVED: Final = {301, 302, 303, 307, 308}
OK, NOT_MODIFIED, GONE, BUSY = 200, 304, 410, 429
KNOWN_TYPES: Final = "application/json, application/atom+xml, application/rss+xml, text/csv, */*;q=0.5"


@dataclass(frozen=True, slots=True)
class Limits:
    """How far one reading may go: bytes unpacked, seconds in all, redirections followed."""

    size: int = 20_000_000
    seconds: float = 10.0
    hops: int = 3


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who reads: the name given to servers, the machines that may be reached, the limits, the robots' rules known."""

    agent: str
    may_reach: Callable[[str], bool] = is_public
    limits: Limits = field(default_factory=Limits)
    robots: Robots = ROBOTS


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered in the end; `content` is unpacked, `retry_after` in seconds (0 when none is asked)."""

    status: int
    address: str
    content: bytes = b""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    retry_after: float = 0.0


def fetch(address: str, visitor: Visitor, *, etag: str = "", last_modified: str = "") -> Answer:
    """Read an address; raises RuleError when it may not or cannot be read.

    Codes: `address_not_web`, `address_port`, `address_within` (a machine that is not public), `name_unknown`, `silent`,
    `too_slow`, `too_large`, `too_many_hops`, `robots`, `answer_unreadable`. Any status comes back as it is.
    """
    ends = time.monotonic() + visitor.limits.seconds
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    for _hop in range(visitor.limits.hops + 1):
        address = checked_address(address)
        if not may_read(address, visitor.agent, visitor.robots, lambda robots: _robots(robots, visitor, ends)):
            raise RuleError("robots")
        answer, moved_to = _get(address, visitor, ends, {name: value for name, value in known.items() if value})
        if not moved_to:
            return answer
        address = urljoin(address, moved_to)
    raise RuleError("too_many_hops")


def _robots(address: str, visitor: Visitor, ends: float) -> tuple[int, str]:
    """Return the status and the text of a server's rules for robots."""
    for _hop in range(visitor.limits.hops + 1):
        answer, moved_to = _get(checked_address(address), visitor, ends, {})
        if not moved_to:
            return answer.status, answer.content.decode(errors="replace")
        address = urljoin(address, moved_to)
    return OK, ""


def _get(address: str, visitor: Visitor, ends: float, headers: dict[str, str]) -> tuple[Answer, str]:
    """Ask for one address; return the answer, and where it says the content went."""
    parts = urlsplit(address)
    connection = _connection(parts, _machine(parts, visitor), ends)
    asked = {"User-Agent": visitor.agent, "Accept": KNOWN_TYPES, "Accept-Encoding": "gzip", "Connection": "close"}
    try:
        with Until(ends, connection.sock):
            connection.request("GET", parts._replace(scheme="", netloc="").geturl() or "/", headers=asked | headers)
            with closing(connection.getresponse()) as response:
                moved_to = response.headers.get("Location", "") if response.status in MOVED else ""
                content = _content(response, visitor.limits.size, ends) if response.status == OK else b""
    except (OSError, HTTPException, ValueError, zlib.error) as error:
        raise _trouble(error, ends) from error
    finally:
        connection.close()
    return _answer(address, response, content), moved_to


def _trouble(error: Exception, ends: float) -> RuleError:
    """Name what went wrong on the line."""
    if isinstance(error, RuleError):
        return error
    if time.monotonic() >= ends - CLOCK or isinstance(error, TimeoutError):
        return RuleError("too_slow")
    return RuleError("silent" if isinstance(error, OSError) else "answer_unreadable")


def _machine(parts: SplitResult, visitor: Visitor) -> str:
    """Resolve a name once; every address it gives must be reachable, or none is."""
    try:
        found = socket.getaddrinfo(parts.hostname, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise RuleError("name_unknown") from error
    machines = [str(each[4][0]) for each in found]
    if not machines or not all(map(visitor.may_reach, machines)):
        raise RuleError("address_within")
    return machines[0]


def _connection(parts: SplitResult, machine: str, ends: float) -> HTTPConnection:
    """Connect to a machine already checked; certificates are those of the name."""
    left = ends - time.monotonic()
    if left <= 0:
        raise RuleError("too_slow")
    secure = parts.scheme == "https"
    kind = HTTPSConnection if secure else HTTPConnection
    connection = kind(parts.hostname or "", parts.port or (443 if secure else 80), timeout=left)
    try:
        line = socket.create_connection((machine, connection.port), timeout=left)
        if secure:
            with Until(ends, line):
                line = ssl.create_default_context().wrap_socket(line, server_hostname=parts.hostname)
    except (OSError, ValueError) as error:
        raise _trouble(error, ends) from error
    connection.sock = line
    return connection


def _content(response: HTTPResponse, most: int, ends: float) -> bytes:
    """Read a body piece by piece, unpacked, never further than `most` bytes; raises RuleError `too_large`."""
    if (response.length or 0) > most:
        raise RuleError("too_large")
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing not in {"identity", "", "gzip", "x-gzip"}:
        raise RuleError("answer_unreadable")
    opener = zlib.decompressobj(GZIP) if "gzip" in packing else None
    read, pieces = 0, []
    while piece := response.read1(PIECE):
        if time.monotonic() > ends:
            raise RuleError("too_slow")
        opened = opener.decompress(piece, most + 1 - read) if opener else piece
        read += len(opened)
        if read > most:
            raise RuleError("too_large")
        pieces.append(opened)
    if time.monotonic() > ends:
        raise RuleError("too_slow")
    if response.length:
        raise RuleError("silent")
    return b"".join(pieces)


def _answer(address: str, response: HTTPResponse, content: bytes) -> Answer:
    """Keep of an answer what we use."""
    headers = response.headers
    return Answer(
        status=response.status,
        address=address,
        content=content,
        charset=_charset(headers),
        etag=headers.get("ETag", "")[:200],
        last_modified=headers.get("Last-Modified", "")[:60],
        retry_after=_seconds(headers.get("Retry-After", "")),
    )


def _charset(headers: Message) -> str:
    """Return the charset that the headers declare."""
    try:
        return str(headers.get_content_charset() or "")[:30]
    except (LookupError, ValueError):
        return ""


def _seconds(asked: str) -> float:
    """Read a Retry-After: seconds, or an instant."""
    if asked.strip().isdecimal():
        return float(asked.strip()[:9])
    try:
        return max(0.0, (parsedate_to_datetime(asked) - now()).total_seconds())
    except (TypeError, ValueError):
        return 0.0
