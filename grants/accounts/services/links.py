"""Links sent to an address: made, sent again, called back, and answered once under any concurrency."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import inspect, select, update

from grants.accounts.queries import open_links
from grants.accounts.services.people import TOKEN_BYTES, hashed
from grants.accounts.services.signing_in import INVITATION_DAYS
from grants.db import db, now
from grants.domain.errors import RuleError
from grants.security import take_token

if TYPE_CHECKING:
    from grants.accounts.models import MailedLink, Person
    from grants.db import Base

    Link = TypeVar("Link", bound=MailedLink)

MOST_OPEN = 8
"""Links that may wait for an answer at once, in one file or one association."""

LINKS_PER_DAY = 20
"""Links one person may send in a day, and a day's links to one address: nobody's mailbox is filled in our name."""

DAY = timedelta(days=1)


def new_link(
    kind: type[Link], author: Person, email: str, *, leaves: bool = False, **about: object
) -> tuple[Link, str]:
    """Make a link to an address, `about` one file or one association; return it with its secret.

    An open one of the same kind to the same address is renewed. The caller holds the row the link is about. Raises
    RuleError `own_address`, `too_many_open` (most) or `too_many_links`.
    """
    address = email.strip().lower()
    if address == author.email:
        raise RuleError("own_address")
    waiting = open_links(kind, **about)
    found = next((each for each in waiting if each.email == address), None)
    if found is None and len(waiting) >= MOST_OPEN:
        raise RuleError("too_many_open", most=MOST_OPEN)
    link = found or kind()
    for name, value in about.items():
        setattr(link, name, value)
    link.email, link.leaves, link.invited_by_id = address, leaves, author.id
    secret = renew(link, author)
    db.session.add(link)
    db.session.flush()
    return link, secret


def renew(link: MailedLink, author: Person) -> str:
    """Give a link a new secret and seven more days, since it is sent again; raise RuleError `too_many_links`."""
    for act, hand in (("link_from", author.email), ("link_to", link.email)):
        if not take_token(act, hand, most=LINKS_PER_DAY, per=DAY):
            raise RuleError("too_many_links")
    secret = secrets.token_urlsafe(TOKEN_BYTES)
    link.token_hash = hashed(secret)
    link.expires_at = now() + timedelta(days=INVITATION_DAYS)
    return secret


def use_once(kind: type[Link], token: str) -> Link:
    """Answer a link: one press of the button does, the others raise RuleError `link_over`."""
    instant = now()
    used = db.session.execute(
        update(kind)
        .where(
            kind.token_hash == hashed(token),
            kind.used_at.is_(None),
            kind.ended_at.is_(None),
            kind.expires_at > instant,
        )
        .values(used_at=instant)
        .execution_options(synchronize_session=False)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        raise RuleError("link_over")
    return db.session.scalars(
        select(kind).where(kind.token_hash == hashed(token)).execution_options(populate_existing=True)
    ).one()


def call_back(link: MailedLink) -> bool:
    """End a link that nobody answered yet; tell whether it was still open."""
    kind = type(link)
    ended = db.session.execute(
        update(kind)
        .where(kind.id == link.id, kind.used_at.is_(None), kind.ended_at.is_(None))
        .values(ended_at=now())
        .execution_options(synchronize_session=False)
    )
    return bool(ended.rowcount == 1)  # type: ignore[attr-defined]


def hold(row: Base) -> None:
    """Hold a row until the end of the transaction, and read it anew: who counts people must count alone."""
    table, key = row.__table__, inspect(row).identity or ()
    db.session.execute(select(table.c.id).where(table.c.id.in_(key)).with_for_update())
    db.session.refresh(row)
