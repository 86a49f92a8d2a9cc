"""The talk with the mail server, which knows at each moment whether a mail may have left."""

from __future__ import annotations

import smtplib
import ssl
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

SMTP_SECONDS = 20
ANSWER_SECONDS = 60
"""How long a server may look at the words before it answers: who hangs up first repeats them (RFC 5321, 4.5.3.2.6)."""
TAKEN, CLOSING = 250, 421


class UnsureError(Exception):
    """The words were handed over, and the line was cut before the answer: the mail left, or did not (RFC 1047)."""


class _Careful(smtplib.SMTP):
    """A talk that tells when the words are about to be handed over, and remembers what the server said."""

    about_to: Callable[[], None]
    handed_over = taken = False

    def data(self, msg: Any) -> tuple[int, bytes]:  # noqa: ANN401 - as smtplib has it
        """Tell, hand over, and hear the answer; a server that closes meanwhile has given none."""
        self.about_to()
        if self.sock:
            self.sock.settimeout(ANSWER_SECONDS)
        self.handed_over = True
        try:
            code, said = super().data(msg)
        except smtplib.SMTPDataError:  # it wants no words at all
            self.handed_over = False
            raise
        self.taken, self.handed_over = code == TAKEN, code == CLOSING
        return code, said


class _CarefulSSL(_Careful, smtplib.SMTP_SSL):
    """The same, over TLS from its first byte."""


def hand_over(url: str, message: EmailMessage, recipient: str, about_to: Callable[[], None]) -> None:
    """Hand a mail to the server of that address; `about_to` is called just before its words leave.

    Returning means that the server took it, whatever it says at the goodbye. Raises OSError or SMTPException when it
    did not, UnsureError when nobody knows.
    """
    talk = _begun(url)
    talk.about_to = about_to
    try:
        with talk:
            _greet(talk, url)
            talk.send_message(message, to_addrs=[recipient])
    except (OSError, smtplib.SMTPException) as error:
        if talk.handed_over:
            words = f"{type(error).__name__}: {error}"
            raise UnsureError(words) from error
        if not talk.taken:
            raise


def _begun(url: str) -> _Careful:
    """Open the line."""
    server = urlsplit(url)
    host = server.hostname or "localhost"
    if server.scheme == "smtps":
        context = ssl.create_default_context()
        return _CarefulSSL(host, server.port or 465, timeout=SMTP_SECONDS, context=context)
    return _Careful(host, server.port or 25, timeout=SMTP_SECONDS)


def _greet(talk: _Careful, url: str) -> None:
    """Say who speaks, hide the talk when the server can, sign in when the address says so."""
    server = urlsplit(url)
    talk.ehlo_or_helo_if_needed()
    if server.scheme == "smtp" and talk.has_extn("starttls"):
        talk.starttls(context=ssl.create_default_context())
    if server.username:
        talk.login(unquote(server.username), unquote(server.password or ""))
