"""Where a request comes from, as far as limits need to know."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

HOME_BITS = 64
"""What an access provider gives one home over IPv6 (RIPE-690): whoever has it changes the rest at will."""


def network_of(address: str) -> str:
    """Return what stands for one hand: an IPv4 address, or the /64 of an IPv6 one; anything else as it is."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if not isinstance(read, IPv6Address):
        return str(read)
    if read.ipv4_mapped:
        return str(read.ipv4_mapped)
    return str(ip_network((int(read), HOME_BITS), strict=False))


def caller() -> str:
    """Return the network that asks; behind the proxies of the settings it is what the nearest trusted one saw."""
    return network_of(request.remote_addr or "")
