"""A mail that somebody sent, read as a message: their own words, their files, and whether a machine wrote it.

Whatever comes is read: odd encodings, broken parts, a page instead of a text. What cannot be told for certain is kept.
"""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.utils import getaddresses, parseaddr
from typing import TYPE_CHECKING, Final

from grants.domain.file.drafts import clean
from grants.domain.own_words import own_words
from grants.domain.plain_text import plain_text

if TYPE_CHECKING:
    from email.message import EmailMessage

LONGEST_LETTER: Final = 50_000
"""Signs kept of one mail's text; a person's reply has a thousand."""
PLACES: Final = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
"""Headers that may name the address a mail was sent to."""
_BROKEN: Final = (ValueError, LookupError, TypeError, AttributeError)
"""What the standard library raises on headers and parts nobody wrote by hand."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail read. `text` is what its author wrote, `whole` all the text when more was there, `files` name and bytes.

    `automatic` says why a machine seems to have written it, empty for a person.
    """

    message_id: str
    sender: str
    recipients: tuple[str, ...]
    text: str
    whole: str
    files: tuple[tuple[str, bytes], ...]
    automatic: str


def read_letter(raw: bytes) -> Letter:
    """Read a mail as it travels (RFC 5322); rubbish gives a letter without sender or text."""
    message: EmailMessage = email.message_from_bytes(raw, policy=email.policy.default)
    texts, files = _parts(message)
    whole = clean(texts).strip()[:LONGEST_LETTER]
    text = own_words(whole)
    return Letter(
        message_id=clean(_header(message, "Message-ID"))[:300],
        sender=clean(parseaddr(_header(message, "From"))[1]).lower()[:300],
        recipients=tuple(address.lower() for name in PLACES for _, address in getaddresses(_headers(message, name))),
        text=text,
        whole="" if text == whole else whole,
        files=files,
        automatic=_automatic(message),
    )


def _parts(message: EmailMessage) -> tuple[str, tuple[tuple[str, bytes], ...]]:
    """Return the text of a mail and the files that came with it."""
    plain: list[str] = []
    pages: list[str] = []
    files: list[tuple[str, bytes]] = []
    for part in _leaves(message):
        kind, name = part.get_content_type(), _name(part)
        if name or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            files.append((name or kind.replace("/", "."), _content(part)))
        else:
            (pages if kind == "text/html" else plain).append(_text(part))
    text = "\n\n".join(each for each in plain if each.strip())
    return text or plain_text("\n".join(pages)), tuple(files)


def _leaves(message: EmailMessage) -> list[EmailMessage]:
    """Return the parts that hold something; a mail forwarded inside is one file, not more words."""
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        return [message]
    return [leaf for part in message.iter_parts() for leaf in _leaves(part)]  # type: ignore[arg-type]


def _content(part: EmailMessage) -> bytes:
    """Return the bytes of a part, as well as they can be read."""
    if part.get_content_type() == "message/rfc822":
        return part.as_bytes()
    try:
        content = part.get_payload(decode=True)
    except _BROKEN:
        return b""
    return content if isinstance(content, bytes) else b""


def _text(part: EmailMessage) -> str:
    """Return the words of a part in the encoding it says, else in the one that fits."""
    content = _content(part)
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return content.decode(charset)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _name(part: EmailMessage) -> str:
    """Return the name of a file, empty when it has none."""
    try:
        return clean(part.get_filename() or "")
    except _BROKEN:
        return ""


def _headers(message: EmailMessage, name: str) -> list[str]:
    """Return every value of a header, on one line each."""
    try:
        return [" ".join(str(value).split()) for value in message.get_all(name, [])]
    except _BROKEN:
        return []


def _header(message: EmailMessage, name: str) -> str:
    """Return a header, empty when there is none or it cannot be read."""
    return next(iter(_headers(message, name)), "")


def _automatic(message: EmailMessage) -> str:
    """Say why a machine seems to have written this mail (RFC 3834), empty for a person."""
    submitted = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in {"", "no"}:
        return f"Auto-Submitted: {submitted}"
    precedence = _header(message, "Precedence").lower()
    if precedence in {"bulk", "junk", "list", "auto_reply"}:
        return f"Precedence: {precedence}"
    for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "List-Id"):
        if _header(message, name):
            return name
    if message.get_content_type() == "multipart/report" or _header(message, "Return-Path").replace(" ", "") == "<>":
        return "report"
    return ""
