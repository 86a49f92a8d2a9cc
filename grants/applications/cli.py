"""The command a mail server pipes each reply into."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, NoReturn

import click
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from grants.applications.services import Outcome, receive
from grants.db import db

if TYPE_CHECKING:
    from collections.abc import Iterator

mail = AppGroup("mail", help="Mail that comes in.")

LARGEST_MAIL: Final = 50_000_000
"""Bytes read of one mail; mail servers themselves stop at 10 to 30 MB."""
STATUS: Final = {
    Outcome.KEPT: 0,
    Outcome.AGAIN: 0,
    Outcome.AUTOMATIC: 0,
    Outcome.UNREADABLE: 65,
    Outcome.UNKNOWN: 67,
    Outcome.OFF: 69,
    Outcome.LATER: 75,
    Outcome.STRANGER: 77,
}
"""What a mail server understands (sysexits.h): it answers the sender from 64 on, and tries again later at 75."""
TRY_LATER = 75
TOO_LARGE = UNREADABLE = 65
SECONDS: Final = 60
"""Given to one mail: some are made to keep whoever reads them busy for hours."""
AGAIN: Final = 0.5
"""Seconds after which the alarm rings again: Python swallows what is raised while it tidies an object away."""


@contextmanager
def _in_time() -> Iterator[None]:
    """Stop what takes longer than a mail may; raises TimeoutError."""

    def stop(*_: object) -> NoReturn:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@mail.command("receive")
@click.argument("recipients", nargs=-1)
def receive_mail(recipients: tuple[str, ...]) -> None:
    """Put the mail on standard input in the thread of its file. RECIPIENTS: the addresses it is delivered to."""
    raw = sys.stdin.buffer.read(LARGEST_MAIL + 1)
    if len(raw) > LARGEST_MAIL:
        click.echo("This mail is too large: 50 MB at most.", err=True)
        sys.exit(TOO_LARGE)
    try:
        with _in_time():
            outcome, words = receive(raw, recipients)
        db.session.commit()
    except (RecursionError, TimeoutError):
        click.echo("This mail is too tangled to be read.", err=True)
        sys.exit(UNREADABLE)
    except OperationalError as error:
        click.echo(f"The database cannot be used, try again later ({type(error.orig).__name__}).", err=True)
        sys.exit(TRY_LATER)
    click.echo(words, err=STATUS[outcome] != 0)
    sys.exit(STATUS[outcome])
