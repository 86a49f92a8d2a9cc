"""Codes of a clock, as an application of a phone shows them: RFC 6238, SHA-1, six digits, thirty seconds."""

from __future__ import annotations

import hmac
from base64 import b32encode
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from grants.domain.codes import digits_of

if TYPE_CHECKING:
    from datetime import datetime

STEP_SECONDS: Final = 30
DIGITS: Final = 6
WINDOW: Final = 1
"""Steps taken before and after this one: a phone whose clock is half a minute wrong still enters (RFC 6238, § 5.2)."""


def counter_at(instant: datetime) -> int:
    """Return the number of the step of thirty seconds that holds an instant."""
    return int(instant.timestamp()) // STEP_SECONDS


def code_at(secret: bytes, counter: int) -> str:
    """Return the six digits of a step (RFC 4226, § 5.3)."""
    digest = hmac.digest(secret, counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 0x0F
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}d}"


def step_of(secret: bytes, typed: str, instant: datetime, last: int) -> int | None:
    """Return the step whose code was typed, in any script, if it is later than the `last` one used; else None."""
    digits, middle = digits_of(typed), counter_at(instant)
    steps = range(middle - WINDOW, middle + WINDOW + 1)
    matching = [step for step in steps if hmac.compare_digest(code_at(secret, step), digits)]
    return next((step for step in matching if step > last), None)


def clock_address(secret: bytes, issuer: str, account: str) -> str:
    """Return the address that applications read in a square (the “key URI format”)."""
    key = b32encode(secret).decode().rstrip("=")
    asked = urlencode({"secret": key, "issuer": issuer, "digits": DIGITS, "period": STEP_SECONDS}, quote_via=quote)
    return f"otpauth://totp/{quote(issuer)}:{quote(account)}?{asked}"


def key_in_words(secret: bytes) -> str:
    """Return the key in base 32 as it is typed in an application, in groups of four."""
    text = b32encode(secret).decode().rstrip("=")
    return " ".join(text[place : place + 4] for place in range(0, len(text), 4))
