"""What can be seen of an instance's health from outside: the clock, the proxy, the names of its mail."""

from __future__ import annotations

import secrets
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.error import HTTPError

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from grants.db import db, is_postgresql
from grants.logs import HEADER

if TYPE_CHECKING:
    from grants.settings import Settings

FAR: Final = timedelta(seconds=5)
"""Between two clocks: beyond, deadlines differ from what people read, and codes of an application do not open."""
SECONDS: Final = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the check: what was looked at, whether it is fine, and in which words."""

    name: str
    fine: bool
    words: str


def clock() -> Finding:
    """Hold this machine's clock against the database's; how far the front's is, `front` tells."""
    if not is_postgresql():
        return Finding("clock", fine=True, words="one machine, one clock; is it set by NTP? (timedatectl)")
    try:
        told = db.session.scalar(text("SELECT clock_timestamp()"))
    except SQLAlchemyError as error:
        return Finding("clock", fine=False, words=type(error).__name__)
    apart = abs(datetime.now(UTC) - told) if told else FAR * 2
    words = f"{apart.total_seconds():.1f} s from the database's"
    return Finding("clock", fine=apart < FAR, words=words if apart < FAR else f"{words}: have both set by NTP")


def front(settings: Settings) -> Finding:
    """Ask the public address, as a stranger who writes headers of their own, and look at what comes back."""
    if settings.environment != "production":
        return Finding("front", fine=True, words="not looked: only in production")
    mine = secrets.token_hex(8)
    address = f"{settings.base_url.rstrip('/')}/healthz"
    asked = urllib.request.Request(address, headers={HEADER: mine, "User-Agent": "check"})  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310 - as above
            seen, date = answer.headers.get(HEADER, ""), answer.headers.get("Date", "")
    except HTTPError as error:
        return Finding("front", fine=False, words=f"{address} answers {error.code}")
    except OSError as error:
        return Finding("front", fine=False, words=f"{address} does not answer from here ({type(error).__name__})")
    return Finding("front", *_of_front(settings.proxies, date, believed=seen == mine))


def _of_front(proxies: int, date: str, *, believed: bool) -> tuple[bool, str]:
    """Judge the answer of the public address."""
    if believed:
        return False, f"a stranger's {HEADER} came back: the proxy must replace it and X-Forwarded-For (nginx.conf)"
    if not proxies:
        return False, "it answers, but proxies is 0: every reader is taken for the proxy; set GRANTS_PROXIES"
    apart = abs(datetime.now(UTC) - parsedate_to_datetime(date)) if date else timedelta()
    if apart > FAR:
        return False, f"its clock is {apart.total_seconds():.0f} s from this machine's"
    return True, f"it answers, {proxies} proxy before it, headers of strangers are dropped, clocks agree"


def names_of_mail(settings: Settings) -> Finding:
    """Look for what makes a mail of ours believed: who receives for its domain, SPF, DMARC."""
    domain = settings.mail_from.rpartition("@")[2]
    if settings.environment != "production":
        return Finding("mail domain", fine=True, words="not looked: only in production")
    try:
        lacking = [name for name, found in _records(domain).items() if not found]
    except OSError as error:
        return Finding("mail domain", fine=True, words=f"not looked: no answer from DNS ({error})")
    words = f"{domain} lacks {', '.join(lacking)}" if lacking else f"{domain} has MX, SPF and DMARC"
    return Finding("mail domain", fine=not lacking, words=f"{words}; DKIM not looked: ask the mail server's keeper")


def _records(domain: str) -> dict[str, bool]:
    """Ask DNS; raise OSError when it does not answer."""
    return {
        "MX": bool(_asked(domain, "MX")),
        "SPF": any(each.startswith("v=spf1") for each in _asked(domain, "TXT")),
        "DMARC": any(each.startswith("v=DMARC1") for each in _asked(f"_dmarc.{domain}", "TXT")),
    }


def _asked(name: str, kind: str) -> list[str]:
    """Return what DNS holds under a name."""
    from dns.exception import DNSException  # noqa: PLC0415 - served pages never need it
    from dns.resolver import NXDOMAIN, NoAnswer, resolve  # noqa: PLC0415

    try:
        found = resolve(name, kind, lifetime=SECONDS)
    except (NXDOMAIN, NoAnswer):
        return []
    except DNSException as error:
        raise OSError(type(error).__name__) from error
    return [each.to_text().replace('" "', "").strip('"') for each in found]
