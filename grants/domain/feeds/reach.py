"""Which machines a feed may be read from: those of the open Internet, never those behind this server."""

from __future__ import annotations

import ipaddress
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from grants.domain.errors import RuleError
from grants.domain.feeds.entries import web_address

if TYPE_CHECKING:
    from random import Random

_NAT64: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))
_KEPT: Final = ipaddress.ip_network("192.0.0.0/24")
"""Of the protocols themselves (RFC 6890): nobody publishes there."""
WEB_PORTS: Final = {80, 443}
_SAFE: Final = "/%:@!$&'()*+,;=~?-._"
FIRST_FREE_PORT: Final = 1024
DAY: Final = timedelta(days=1)
LONGEST_PAUSE: Final = timedelta(days=30)
MOST_DOUBLINGS: Final = 5

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def is_public(machine: str) -> bool:
    """Tell whether an address (IPv4 or IPv6) is one of the open Internet.

    Private, loopback, link-local (the metadata of clouds among them), shared, multicast and kept ones are not; nor is
    an IPv6 address that carries such an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo).
    """
    return all(
        each.is_global and not each.is_multicast and not each.is_reserved and each not in _KEPT
        for each in _carried(machine)
    )


def is_near(machine: str) -> bool:
    """Tell whether an address is this machine or one of its own network: for trials, when a setting says so."""
    return all(
        each.is_loopback or (each.is_private and not each.is_link_local and not each.is_unspecified)
        for each in _carried(machine)
    )


def _carried(machine: str) -> list[Address]:
    """Return an address and the IPv4 one that it carries."""
    address = ipaddress.ip_address(machine.partition("%")[0])
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    inner = [address.sixtofour, *(address.teredo or ())]
    if any(address in network for network in _NAT64):
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        return [each for each in inner if each]
    return [address, *(each for each in inner if each)]


def checked_address(typed: str) -> str:
    """Return the whole web address of what was typed; raises RuleError `address_not_web` or `address_port`."""
    text = "".join(sign for sign in typed.strip() if sign.isprintable())
    if text and "://" not in text:
        text = f"https://{text}"
    whole = web_address(text)
    if not whole:
        raise RuleError("address_not_web")
    parts = urlsplit(whole)
    try:
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except (ValueError, UnicodeError) as error:
        raise RuleError("address_not_web") from error
    if port is not None and port not in WEB_PORTS and port < FIRST_FREE_PORT:
        raise RuleError("address_port")
    named = f"[{host}]" if ":" in host else host
    place = named if port is None else f"{named}:{port}"
    path, asked = quote(parts.path or "/", safe=_SAFE), quote(parts.query, safe=_SAFE)
    return parts._replace(netloc=place, path=path, query=asked, fragment="").geturl()


def pause(failures: int, asked: float, chance: Random) -> timedelta:
    """Return how long to wait before the next reading.

    A day after a good answer; two, four, eight… days after failures in a row, thirty at the most; never less than the
    `asked` seconds of a Retry-After. A little chance keeps many towns from calling at the same instant.
    """
    waits: timedelta = min(DAY * 2 ** min(failures, MOST_DOUBLINGS), LONGEST_PAUSE)
    asked_for = timedelta(seconds=min(max(asked, 0.0), LONGEST_PAUSE.total_seconds()))
    return max(waits * chance.uniform(0.85, 0.99), asked_for)
