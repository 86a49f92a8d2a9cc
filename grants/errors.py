"""What is answered when something goes wrong: a page in plain words that leans on nothing that may be broken."""

from __future__ import annotations

import errno
import re
from contextlib import suppress
from math import ceil
from typing import TYPE_CHECKING, Any

from flask import g, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft
from werkzeug.exceptions import HTTPException, ServiceUnavailable

from grants.db import db, only_reading
from grants.opendata.answers import told_to_a_program

if TYPE_CHECKING:
    from flask import Flask

TOO_MANY = 429
RETRY_SECONDS = 20
"""When a program, or the page that saves by itself, may ask again."""
OF_THE_MACHINE = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE, errno.ENOMEM}
READ_ONLY = "25006"
"""PostgreSQL's code for a server that only follows another one, as after a machine was lost."""


def answer_errors(app: Flask) -> None:
    """Answer every error with a page in plain words; a form that could not be taken gives its text back."""
    _answer_forms(app)
    _answer_faults(app)

    @app.errorhandler(HTTPException)
    def show_error(error: HTTPException) -> Any:  # noqa: ANN401 - a redirect raised as an error passes through
        code = error.code or 500
        if code < 400:  # noqa: PLR2004 - below, it is an answer and no error
            return error
        if request.path.startswith("/api/"):
            return told_to_a_program(error)
        if code == TOO_MANY:
            return _come_later(error)
        known = {400, 403, 404, 405, 413, 500, 503}
        page = code if code in known else 400 if code < 500 else 500  # noqa: PLR2004 - HTTP's own classes
        if page == 500:  # noqa: PLR2004 - the page of a crash leans on nothing that may have crashed
            _lean_on_nothing()
        return render_template(f"errors/{page}.html"), code, _kept(error)


def _come_later(error: HTTPException) -> tuple[str, int, dict[str, str]]:
    """Say after how many minutes to come again, and give back what was typed."""
    headers, fields = _kept(error), _typed()
    minutes = max(1, ceil(int(headers.get("Retry-After", 60)) / 60))
    page = "errors/later.html" if fields else "errors/429.html"
    return render_template(page, minutes=minutes, fields=fields, with_files=bool(request.files)), TOO_MANY, headers


def _answer_forms(app: Flask) -> None:
    """Give its text back to whoever was too late, or second."""

    @app.errorhandler(CSRFError)
    def give_text_back(error: CSRFError) -> tuple[str, int]:
        del error
        return render_template("errors/again.html", fields=_typed(), signed_out=False), 400

    @app.errorhandler(IntegrityError)
    def say_who_came_first(error: IntegrityError) -> tuple[str, int]:
        db.session.rollback()
        if not _came_second(error):
            raise error
        return render_template("errors/again.html", fields=_typed(), twice=True), 409


def _answer_faults(app: Flask) -> None:
    """Say that nothing can be written for now, and give back what was typed: no machine is always well.

    The transaction is undone first: what is told as kept was kept.
    """

    def say_it_is_down(error: Exception) -> Any:  # noqa: ANN401 - a page, or what a program reads
        if not _is_of_the_machine(error):
            raise error
        app.logger.error("%s %s cannot be served: %s", request.method, request.endpoint, _in_a_line(error))
        _lean_on_nothing()
        later = ServiceUnavailable(retry_after=RETRY_SECONDS)
        if request.path.startswith("/api/"):
            return told_to_a_program(later)
        fields = _typed()
        page = "errors/down.html" if fields else "errors/503.html"
        return render_template(page, fields=fields, with_files=bool(request.files)), 503, _kept(later)

    for kind in (DBAPIError, NoConnectionLeft, OSError):
        app.register_error_handler(kind, say_it_is_down)


def _is_of_the_machine(error: Exception) -> bool:
    """Tell a database that is gone, full or busy, or a disk that cannot be written, from a fault of ours."""
    if isinstance(error, DBAPIError):
        gone = isinstance(error, OperationalError) or error.connection_invalidated
        return gone or getattr(error.orig, "sqlstate", "") == READ_ONLY
    return isinstance(error, NoConnectionLeft) or getattr(error, "errno", None) in OF_THE_MACHINE


def _in_a_line(error: Exception) -> str:
    """Say what went wrong without what people typed."""
    told = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(told).__name__}: {str(told).strip().partition(chr(10))[0]}"


def _lean_on_nothing() -> None:
    """Undo what was begun, and have the page ask the database for nothing more."""
    with suppress(SQLAlchemyError):
        db.session.rollback()
    db.session.remove()
    only_reading.set(True)
    g.person, g.out_of_order = None, True


def _typed() -> list[tuple[str, str]]:
    """Return what was typed, field by field, without the token."""
    return [(name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"]


def _came_second(error: IntegrityError) -> bool:
    """Tell whether the database already held the same thing: a double click, or two people at the same instant."""
    return getattr(error.orig, "sqlstate", "") == "23505" or "UNIQUE constraint" in str(error.orig)


def _kept(error: HTTPException) -> dict[str, str]:
    """Keep the headers an error must carry (Allow, Retry-After)."""
    return {name: value for name, value in error.get_headers() if re.fullmatch("Allow|Retry-After", name)}
