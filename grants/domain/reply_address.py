"""The address a reply comes back to: `enviedefaire+TOKEN@town.example`, signed, one for each file and each person.

Nothing is kept of a token: it holds what it names, sealed with the instance's secret, and the address it was sent to.
Change that address, or the secret, and the token opens nothing.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORM: Final = struct.Struct(">BII")
_SEAL_BYTES: Final = 12
LONGEST_LOCAL: Final = 64
"""Signs before the @ (RFC 5321)."""
TOKEN_SIGNS: Final = 34


class Who(IntEnum):
    """Whose reply it is: somebody with an account, the file's contact, the town."""

    PERSON = 1
    CONTACT = 2
    TOWN = 3


@dataclass(frozen=True, slots=True)
class Claim:
    """What a token names; `person` is 0 for the contact and the town. Not to be believed before `is_sealed`."""

    who: Who
    application: int
    person: int = 0


def token_for(secret: str, claim: Claim, address: str) -> str:
    """Return the token of a claim, for mail sent to that address: small letters and figures."""
    named = _FORM.pack(claim.who, claim.application, claim.person)
    seal = _seal(secret, named, address)
    hidden = bytes(a ^ b for a, b in zip(named, _veil(secret, seal), strict=False))
    return base64.b32encode(seal + hidden).decode().rstrip("=").lower()


def claim_of(secret: str, token: str) -> Claim | None:
    """Return what a token says it names, None for what no instance of ours could have written."""
    try:
        sealed = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
        seal, hidden = sealed[:_SEAL_BYTES], sealed[_SEAL_BYTES:]
        named = bytes(a ^ b for a, b in zip(hidden, _veil(secret, seal), strict=False))
        who, application, person = _FORM.unpack(named)
        return Claim(Who(who), application, person)
    except (binascii.Error, struct.error, ValueError):
        return None


def is_sealed(secret: str, token: str, claim: Claim, address: str) -> bool:
    """Tell whether we wrote this token, for this claim and this address."""
    return hmac.compare_digest(token_for(secret, claim, address), token.lower())


def reply_address(mail_from: str, token: str) -> str:
    """Return the address a reply to that token goes to."""
    local, _, domain = mail_from.rpartition("@")
    return f"{local}+{token}@{domain}"


def token_in(addresses: Iterable[str], mail_from: str) -> str:
    """Return the token of the first address that is ours, empty when none is."""
    local, _, domain = mail_from.lower().rpartition("@")
    for address in addresses:
        before, _, after = address.strip().lower().rpartition("@")
        if after == domain and before.startswith(f"{local}+"):
            return before[len(local) + 1 :]
    return ""


def _seal(secret: str, named: bytes, address: str) -> bytes:
    """Seal a claim for one address."""
    text = b"reply\0" + named + address.strip().lower().encode("utf-8", "replace")
    return hmac.new(secret.encode(), text, hashlib.sha256).digest()[:_SEAL_BYTES]


def _veil(secret: str, seal: bytes) -> bytes:
    """Hide the numbers of a claim from whoever reads the address."""
    return hmac.new(secret.encode(), b"veil\0" + seal, hashlib.sha256).digest()[: _FORM.size]
