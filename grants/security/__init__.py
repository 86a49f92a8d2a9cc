"""The one door to headers, CSRF, limits, and who may open a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.security.addresses import WholeInAddress, WordInAddress
from grants.security.buckets import Bucket, forget_buckets, say_when, take_token
from grants.security.callers import caller, network_of
from grants.security.headers import Told, for_everybody, hold_back, same_for_all
from grants.security.rates import hold_readers
from grants.security.rights import (
    ADMIN,
    BANK,
    BUDGET,
    EVENING,
    EVERYONE,
    FILES,
    MEMBERS,
    STAFF,
    Audience,
    Door,
    Part,
    audience_of,
    call_behind,
    door_of,
    leads_to_call,
    may_open,
    open_to,
)
from grants.security.sendings import csrf, hold_files, takes_files

if TYPE_CHECKING:
    from flask import Flask

__all__ = [
    "ADMIN",
    "BANK",
    "BUDGET",
    "EVENING",
    "EVERYONE",
    "FILES",
    "MEMBERS",
    "STAFF",
    "Audience",
    "Bucket",
    "Door",
    "Part",
    "Told",
    "audience_of",
    "call_behind",
    "caller",
    "csrf",
    "door_of",
    "for_everybody",
    "forget_buckets",
    "leads_to_call",
    "may_open",
    "network_of",
    "open_to",
    "protect",
    "same_for_all",
    "take_token",
    "takes_files",
]


def protect(app: Flask) -> None:
    """Hold forms to their token and their files, addresses to what they may hold, private pages out of caches."""
    app.before_request(hold_files)  # before the CSRF check, which reads the form
    app.before_request(hold_readers)
    csrf.init_app(app)
    app.url_map.converters |= {"int": WholeInAddress, "string": WordInAddress, "default": WordInAddress}
    hold_back(app)
    app.after_request(say_when)
