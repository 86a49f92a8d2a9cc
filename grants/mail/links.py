"""Signed links: whoever holds a mail may choose for its address, without an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from grants.mail.queries import lowered

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grants.mail.letters import Kind

SALT = "mail-choices"


def _serializer() -> URLSafeSerializer:
    """Return the signer of this instance."""
    return URLSafeSerializer(str(current_app.secret_key), salt=SALT)


def signed(address: str) -> str:
    """Return the word of an address, signed with the secret of this instance; it does not expire, mails are kept."""
    return str(_serializer().dumps(lowered(address)))


def address_of(token: str) -> str:
    """Return the address a signed word stands for, empty when it was not signed here."""
    try:
        return str(_serializer().loads(token))
    except BadSignature:
        return ""


def choices_url(address: str, language: str) -> str:
    """Return the page where the address chooses."""
    return str(current_app.jinja_env.globals["site_url"]("mails.by_link", language, token=signed(address)))  # type: ignore[operator]


def one_click_url(address: str, kinds: Iterable[Kind]) -> str:
    """Return where one press (RFC 8058) stops these kinds for the address."""
    said = "+".join(sorted(kinds))
    return str(current_app.jinja_env.globals["site_url"]("mails.stop", token=signed(address), kinds=said))  # type: ignore[operator]
