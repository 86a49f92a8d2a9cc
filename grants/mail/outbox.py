"""The outbox: a mail is written in the business transaction, one addressee each, and said once."""

from __future__ import annotations

from base64 import b64encode
from email.utils import make_msgid
from typing import TYPE_CHECKING

from flask import current_app
from flask_babel import force_locale

from grants.db import db
from grants.mail.letters import FEET, Choice, Kind, letter, optional
from grants.mail.lines import one_line
from grants.mail.links import choices_url, one_click_url
from grants.mail.models import DigestItem, OutboxMail
from grants.mail.queries import choice_of, lowered
from grants.mail.rendering import Rendered, render, signer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from grants.settings import Settings

POSTED = "mail_posted"
SAID = "mail_said"
LONGEST_GREETING = 60

Attachment = tuple[str, str, bytes]


def post(
    to: str,
    template: str,
    language: str,
    *,
    attachments: Sequence[Attachment] = (),
    about: str = "",
    **context: object,
) -> OutboxMail | None:
    """Write a mail in the current transaction from templates/mails/<template>.txt, or from the text staff made of it.

    Its kind (`letters`) and the choice of the address say whether it leaves at once, waits for the morning, or is left
    out: None then. `about` heads it in the morning's mail (else the title of its file or project). The same words to
    the same address in one transaction make one mail.
    """
    kind = letter(template).kind
    choice = choice_of(to, kind)
    if choice is Choice.OFF:
        return None
    rendered = render(template, language, context)
    if choice is Choice.DAILY:
        rendered = Rendered(rendered.subject, heart(rendered.text, signer(context)))
        _keep_for_the_morning(to, language, kind, rendered, about or _heading(context))
        return None
    return _once(to, rendered, attachments) or write(
        to, template, language, rendered, kinds={kind}, attachments=attachments
    )


def write(  # noqa: PLR0913 - what a mail is made of
    to: str,
    template: str,
    language: str,
    rendered: Rendered,
    *,
    kinds: Iterable[Kind],
    attachments: Sequence[Attachment] = (),
    message_id: str = "",
) -> OutboxMail:
    """Write a mail whose words are known, with its foot."""
    kind = letter(template).kind
    mail = OutboxMail(
        message_id=message_id or new_message_id(),
        recipient=one_line(to),
        template=template,
        kind=kind.value,
        subject=rendered.subject,
        text=rendered.text,
        foot=_foot(to, kind, language),
        unsubscribe=one_click_url(to, kinds) if optional(kind) else "",
        attachments=[{"name": n, "type": t, "base64": b64encode(b).decode()} for n, t, b in attachments],
    )
    db.session.add(mail)
    db.session.info[POSTED] = True
    _said()[_key(to, rendered, attachments)] = mail
    return mail


def new_message_id() -> str:
    """Return a name no other mail has."""
    settings: Settings = current_app.extensions["settings"]
    return make_msgid(domain=settings.mail_from.rpartition("@")[2])


def just_posted() -> bool:
    """Tell, once, whether this session wrote mail: the web process then wakes the delivery."""
    return bool(db.session.info.pop(POSTED, False))


def _once(to: str, rendered: Rendered, attachments: Sequence[Attachment]) -> OutboxMail | None:
    """Return the mail that already says this to the address in this transaction, unless it was undone since."""
    earlier = _said().get(_key(to, rendered, attachments))
    return earlier if isinstance(earlier, OutboxMail) and earlier in db.session else None


def _said() -> dict[tuple[object, ...], object]:
    """Return what was written in this very transaction, by whom it is for and what it says."""
    db.session.connection()
    transaction = db.session().get_transaction()
    whose, said = db.session.info.get(SAID, (None, {}))
    if whose is not transaction:
        said = {}
        db.session.info[SAID] = (transaction, said)
    return said  # type: ignore[no-any-return]


def _key(to: str, rendered: Rendered, attachments: Sequence[Attachment]) -> tuple[object, ...]:
    """Tell two mails apart: who, what, and with which files."""
    return (lowered(to), rendered, tuple((name, len(content)) for name, _, content in attachments))


def _foot(to: str, kind: Kind, language: str) -> str:
    """Return why this mail was sent, and where to choose when there is a choice, in the reader's language."""
    with force_locale(language):
        words = str(FEET[kind])
    return f"{words}\n{choices_url(to, language)}" if optional(kind) else words


def _keep_for_the_morning(to: str, language: str, kind: Kind, rendered: Rendered, heading: str) -> None:
    """Keep a piece of news for the next morning, once in this transaction."""
    said = _said()
    key = (lowered(to), rendered, DigestItem)
    if key in said and said[key] in db.session:
        return
    item = DigestItem(
        address=lowered(to),
        recipient=one_line(to),
        language=language,
        kind=kind.value,
        heading=heading,
        subject=rendered.subject,
        text=rendered.text,
    )
    db.session.add(item)
    said[key] = item


def heart(text: str, service: str) -> str:
    """Return a mail's words without its greeting and its signature.

    The greeting is a first short line that ends with a comma; the signature a last paragraph that begins with the
    service.
    """
    paragraphs = text.strip().split("\n\n")
    if len(paragraphs) > 1 and paragraphs[0].endswith(",") and len(paragraphs[0]) <= LONGEST_GREETING:
        del paragraphs[0]
    if len(paragraphs) > 1 and service and paragraphs[-1].startswith(service):
        del paragraphs[-1]
    return "\n\n".join(each.strip("\n") for each in paragraphs)


def _heading(context: Mapping[str, object]) -> str:
    """Return what a mail is about: the title of its file, else of its project."""
    titles = (getattr(context.get(root), "title", "") for root in ("file", "project"))
    return next((str(title) for title in (*titles, context.get("title")) if title), "")
