"""How often one hand may do one kind of act."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING

from flask import g
from sqlalchemy import Float, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, db, now
from grants.settings import current_settings

if TYPE_CHECKING:
    from flask import Response

FULL_AGAIN = timedelta(days=7)
"""After the longest time any bucket takes to fill, an old one says no more than none."""


class Bucket(Base):
    """The tokens left to one hand for one kind of act (a token bucket)."""

    __tablename__ = "bucket"

    key: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float] = mapped_column(Float)
    at: Mapped[datetime]


def take_token(act: str, hand: str, *, most: int, per: timedelta) -> bool:
    """Take one token of `most` that refill evenly over `per`; False when none is left.

    `hand` is kept hashed under the secret of the instance: addresses are few enough to try them all.
    """
    key = f"{act}:{hmac.digest(current_settings().secret_key.encode(), hand.encode(), 'sha256').hex()[:32]}"
    instant = now()
    bucket = _bucket(key, most, instant)
    refilled = (instant - bucket.at) / per * most
    bucket.tokens = min(float(most), bucket.tokens + max(0.0, refilled))
    bucket.at = min(max(bucket.at, instant), instant + per)  # a clock put back, then right again, fills nothing twice
    if bucket.tokens < 1:
        g.wait = max(g.get("wait", 0), ceil((1 - bucket.tokens) * (per / most).total_seconds()))
        return False
    bucket.tokens -= 1
    return True


def _bucket(key: str, most: int, instant: datetime) -> Bucket:
    """Return the bucket of that key, held until the end of the transaction; a new one is full."""
    asked = select(Bucket).where(Bucket.key == key).with_for_update()
    bucket = db.session.scalar(asked)
    if bucket is not None:
        return bucket
    try:
        with db.session.begin_nested():
            bucket = Bucket(key=key, tokens=float(most), at=instant)
            db.session.add(bucket)
    except IntegrityError:  # another press of the same button came first
        bucket = db.session.scalars(asked).one()
    return bucket


def say_when(response: Response) -> Response:
    """Tell whoever came too often after how many seconds there is a token again."""
    if response.status_code == 429 and "wait" in g:  # noqa: PLR2004 - too many requests
        response.headers.setdefault("Retry-After", str(g.wait))
    return response


def forget_buckets() -> None:
    """Forget the buckets that are full again."""
    db.session.execute(delete(Bucket).where(Bucket.at < now() - FULL_AGAIN))
