"""The one door to headers, CSRF, limits, and who may open a page."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from flask import abort, current_app, request
from flask_wtf import CSRFProtect
from sqlalchemy import Float, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.routing import IntegerConverter, UnicodeConverter

from grants.db import Base, db, now

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask, Response
    from werkzeug.routing import Map

P = ParamSpec("P")
R = TypeVar("R")

csrf = CSRFProtect()

CONTENT_SECURITY_POLICY = "; ".join(  # noqa: FLY002 - one directive a line
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=()",
}
YEAR_SECONDS = 31_536_000


class Audience(StrEnum):
    """Who may open a page: everybody, those who signed in, the town's staff, its administrators.

    `bank`: those of the staff to whom an administrator gave the sight of account numbers; no role has it of itself.
    """

    EVERYONE = "everyone"
    MEMBERS = "members"
    STAFF = "staff"
    ADMIN = "admin"
    BANK = "bank"


EVERYONE, MEMBERS, STAFF, ADMIN, BANK = Audience


def open_to(audience: Audience) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare on a view who may open it; accounts holds every request to it."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.audience = audience  # type: ignore[attr-defined]
        return view

    return declare


def audience_of(view: object) -> Audience | None:
    """Return what a view declared, None when it declared nothing."""
    return getattr(view, "audience", None)


class WholeInAddress(IntegerConverter):
    """A whole number of an address, small enough for a column of either database; a larger one leads nowhere."""

    regex = "[0-9]{1,9}"


class WordInAddress(UnicodeConverter):
    """A word of an address; with a NUL, which PostgreSQL cannot even compare, it leads nowhere."""

    def __init__(
        self, url_map: Map, minlength: int = 1, maxlength: int | None = None, length: int | None = None
    ) -> None:
        """Take what Werkzeug's own converter takes."""
        super().__init__(url_map, minlength, maxlength, length)
        self.regex = self.regex.replace("[^/]", "[^/\\0]")


def takes_files(most_bytes: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare on a view that its form takes files, and how large a whole request may be."""

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        view.most_bytes = most_bytes  # type: ignore[attr-defined]
        return view

    return declare


def _hold_files() -> None:
    """Let a form that asks for files be large; a file in the place of a text is a request nobody understands."""
    most = getattr(current_app.view_functions.get(request.endpoint or ""), "most_bytes", 0)
    if most:
        request.max_content_length = most
    elif request.files:
        abort(400)


def protect(app: Flask) -> None:
    """Put CSRF checks and the security headers on every answer, errors and static files included."""
    app.before_request(_hold_files)  # before the CSRF check, which reads the form
    csrf.init_app(app)
    app.url_map.converters |= {"int": WholeInAddress, "string": WordInAddress, "default": WordInAddress}
    secure = app.config["SESSION_COOKIE_SECURE"]

    @app.after_request
    def add_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_SECONDS}; includeSubDomains")
        return response


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
