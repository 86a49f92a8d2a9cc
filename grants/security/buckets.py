"""How often one hand may do one kind of act."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import Float, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from grants.db import Base, db, now


class Bucket(Base):
    """The tokens left to one hand for one kind of act (a token bucket)."""

    __tablename__ = "bucket"

    key: Mapped[str] = mapped_column(primary_key=True)
    tokens: Mapped[float] = mapped_column(Float)
    at: Mapped[datetime]


def take_token(act: str, hand: str, *, most: int, per: timedelta) -> bool:
    """Take one token of `most` that refill evenly over `per`; False when none is left. `hand` is kept hashed."""
    key = f"{act}:{hashlib.sha256(hand.encode()).hexdigest()[:32]}"
    instant = now()
    bucket = _bucket(key, most, instant)
    refilled = (instant - bucket.at) / per * most
    bucket.tokens = min(float(most), bucket.tokens + max(0.0, refilled))
    bucket.at = instant
    if bucket.tokens < 1:
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
