"""Following: asked, confirmed by mail, told at its pace, stopped and forgotten."""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask_babel import force_locale
from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload

from grants.db import db, now
from grants.domain.errors import RuleError
from grants.follow.models import MONTHLY, WEEKLY, Following
from grants.follow.queries import New, followings_of, new_for
from grants.follow.wording import followed, site_url, told
from grants.mail import OutboxMail, post
from grants.opendata.files import home_town
from grants.projects.models import Project
from grants.security import take_token

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


ACT: Final = "follow"
PER_ADDRESS, PER_HAND = 4, 40
"""Questions sent to one mail address in a day, and asked from one machine or proxy in an hour."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
UNCONFIRMED: Final = timedelta(days=7)
"""How long an address that never answered is kept."""
PACE: Final = {WEEKLY: timedelta(days=6, hours=12), MONTHLY: timedelta(days=29, hours=12)}
"""Half a day less than the words say: the work of the morning never begins at the same second."""
MOST_FOLLOWED: Final = 30
TOKEN_BYTES: Final = 24
CONFIRM, DIGEST = "follow_confirm", "follow_digest"


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks: an address in small letters, the address of a list or one project, and how often."""

    email: str
    language: str
    cadence: str
    what: str = ""
    project: Project | None = None


def ask(wish: Wish, hand: str) -> None:
    """Write down a following and send the question that confirms it; what is known of the address is never said.

    Raises RuleError `too_many` for the hand alone; an address that was asked enough today gets no further mail.
    """
    if not take_token(ACT, hand, most=PER_HAND, per=HOUR):
        raise RuleError("too_many")
    if not take_token(f"{ACT}_mail", wish.email, most=PER_ADDRESS, per=DAY):
        return
    what = f"projet={wish.project.id}" if wish.project else wish.what
    known = followings_of(wish.email)
    following = next((each for each in known if each.what == what), None)
    if following is None:
        if len(known) >= MOST_FOLLOWED:
            return
        following = Following(
            token=secrets.token_urlsafe(TOKEN_BYTES),
            email=wish.email,
            language=wish.language,
            what=what,
            project=wish.project,
            cadence=wish.cadence,
        )
        db.session.add(following)
        db.session.flush()
    with force_locale(wish.language):
        words = followed(following, home_town())
    post(wish.email, CONFIRM, wish.language, token=following.token, followed=words)


def confirm(following: Following) -> None:
    """Begin to tell what is new from now on; confirming twice changes nothing."""
    if following.confirmed_at is None:
        following.confirmed_at = following.told_at = now()


def stop(email: str, only: int | None = None) -> None:
    """Forget a following, or all those of an address; with the last one, the mails that were written to it too."""
    gone = delete(Following).where(Following.email == email)
    db.session.execute(gone if only is None else gone.where(Following.id == only))
    if db.session.scalar(select(Following.id).where(Following.email == email).limit(1)) is None:
        db.session.execute(
            delete(OutboxMail).where(OutboxMail.recipient == email, OutboxMail.template.in_((CONFIRM, DIGEST)))
        )


def forget_unconfirmed() -> None:
    """Forget the addresses that never confirmed."""
    late = select(Following.email, Following.id).where(
        Following.confirmed_at.is_(None), Following.created_at < now() - UNCONFIRMED
    )
    for email, number in db.session.execute(late.order_by(Following.id)).all():
        stop(email, number)


def tell_followers() -> int:
    """Write each address what is new in what it follows and is due; return how many mails were written."""
    instant = now()
    due: dict[str, list[Following]] = defaultdict(list)
    for cadence, pace in PACE.items():
        query = select(Following).where(Following.cadence == cadence, Following.told_at <= instant - pace)
        for following in db.session.scalars(query.options(joinedload(Following.project)).order_by(Following.id)):
            due[following.email].append(following)
    return sum(_tell(followings, instant) for _, followings in sorted(due.items()))


def _tell(followings: Sequence[Following], instant: datetime) -> bool:
    """Write one address its mail, each project once; nothing new, no mail."""
    news: dict[int, dict[New, None]] = defaultdict(dict)
    for following in followings:
        since = following.told_at
        if since is not None and _claim(following, since, instant):
            for new in new_for(following, since):
                news[new.project.id][new] = None
    if not news:
        return False
    first = followings[0]
    with force_locale(first.language):
        groups = tuple(told(next(iter(each)).project, list(each), first.language) for each in news.values())
    mail = post(first.email, DIGEST, first.language, token=first.token, groups=groups, total=len(groups))
    if mail is not None:
        mail.unsubscribe = site_url("follow.stop_at_once", token=first.token)
    return mail is not None


def _claim(following: Following, since: datetime, instant: datetime) -> bool:
    """Take a following for this mail, unless another machine took it."""
    taken = update(Following).where(Following.id == following.id, Following.told_at == since).values(told_at=instant)
    return bool(db.session.execute(taken.returning(Following.id)).all())
