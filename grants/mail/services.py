"""What is done about mail: choosing, the morning's mail, the texts of the house, trying again."""

from __future__ import annotations

from itertools import groupby
from types import SimpleNamespace
from typing import TYPE_CHECKING

from sqlalchemy import select, update

from grants.db import db, now
from grants.domain.errors import RuleError
from grants.mail.letters import CHOICES, Choice, Kind
from grants.mail.models import DigestItem, MailChoice, MailText, OutboxMail
from grants.mail.outbox import new_message_id, write
from grants.mail.proofs import proofread
from grants.mail.queries import choices_of, lowered, text_in_force
from grants.mail.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DIGEST = "digest"


def choose(address: str, wanted: Mapping[Kind, Choice]) -> None:
    """Keep how an address wants these kinds; what may not be chosen is left out."""
    for kind, choice in wanted.items():
        if choice in CHOICES.get(kind, ()):
            db.session.merge(MailChoice(address=lowered(address), kind=kind.value, choice=choice.value))
    db.session.flush()


def stop(address: str, kinds: Iterable[str]) -> None:
    """Stop these kinds for an address; a kind that cannot be stopped, or that nobody knows, is left as it is."""
    choose(address, {Kind(kind): Choice.OFF for kind in kinds if kind in CHOICES})


def send_digests() -> int:
    """Gather what waits into one mail per address; return how many were written.

    Each address is claimed under a name that only this mail has, so that of two machines one finds nothing left.
    """
    waiting = select(DigestItem.address).where(DigestItem.message_id == "").distinct().order_by(DigestItem.address)
    return sum(_send_digest(address) for address in db.session.scalars(waiting).all())


def _send_digest(address: str) -> bool:
    """Write the morning's mail of one address, unless another machine took it or it wants none of this any more."""
    name = new_message_id()
    db.session.execute(
        update(DigestItem)
        .where(DigestItem.address == address, DigestItem.message_id == "")
        .values(message_id=name)
        .execution_options(synchronize_session=False)
    )
    wanted = choices_of(address)
    items = [item for item in _claimed(name) if wanted.get(Kind(item.kind)) is not Choice.OFF]
    if not items:
        return False
    last = max(items, key=lambda item: item.id)
    context = {"groups": _grouped(items), "total": len(items)}
    kinds = {Kind(item.kind) for item in items}
    write(last.recipient, DIGEST, last.language, render(DIGEST, last.language, context), kinds=kinds, message_id=name)
    return True


def _claimed(name: str) -> Sequence[DigestItem]:
    """Return the items a mail took, by what they are about, each in the order it came."""
    return db.session.scalars(
        select(DigestItem).where(DigestItem.message_id == name).order_by(DigestItem.heading, DigestItem.id)
    ).all()


def _grouped(items: Sequence[DigestItem]) -> list[SimpleNamespace]:
    """Gather items under what they are about."""
    return [
        SimpleNamespace(
            heading=heading, items=[SimpleNamespace(subject=each.subject, text=each.text.strip()) for each in found]
        )
        for heading, found in groupby(items, key=lambda item: item.heading)
    ]


def keep_text(template: str, language: str, seen: int, words: tuple[str, str], author: str) -> MailText:
    """Keep a new version of a text (subject, text), once it is proofread.

    Raises RuleError as `proofread` does, or `text_changed` when somebody wrote a version after the one seen.
    """
    proofread(template, language, *words)
    return _add_version(template, language, seen, words, author)


def back_to_ours(template: str, language: str, seen: int, author: str) -> MailText:
    """Go back to the house's own text, by a version that says so; raises RuleError `text_changed`."""
    return _add_version(template, language, seen, ("", ""), author)


def _add_version(template: str, language: str, seen: int, words: tuple[str, str], author: str) -> MailText:
    """Add a version after the one that was seen."""
    last = text_in_force(template, language)
    if (last.number if last else 0) != seen:
        raise RuleError("text_changed")
    subject, text = words
    version = MailText(template=template, language=language, number=seen + 1, subject=subject, text=text, author=author)
    db.session.add(version)
    db.session.flush()
    return version


def try_again(mail_id: int) -> bool:
    """Have a mail in trouble tried again at once, with all its tries; False when it left already or never was."""
    asked = db.session.execute(
        update(OutboxMail)
        .where(OutboxMail.id == mail_id, OutboxMail.sent_at.is_(None))
        .values(tries=0, unsure=0, next_try_at=now())
        .execution_options(synchronize_session=False)
    )
    return bool(asked.rowcount == 1)  # type: ignore[attr-defined]
