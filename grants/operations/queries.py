"""What can be seen of an instance's health from inside."""

from __future__ import annotations

import ctypes.util
import shutil
import smtplib
import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from grants.accounts.models import Person
from grants.db import db, is_postgresql, now, wal_is_safe
from grants.mail import OutboxMail
from grants.operations.outside import Finding, clock, front, names_of_mail
from grants.operations.shelf import Kept, Shelf
from grants.settings import current_settings
from grants.territories.queries import territory

if TYPE_CHECKING:
    from grants.settings import Settings

LOW_DISK_BYTES = 500_000_000
PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
SMTP_SECONDS = 5
OLDEST_BACKUP = timedelta(hours=50)
"""Two mornings, and two hours for a slow one."""


def findings(settings: Settings) -> list[Finding]:
    """Look at everything the instance leans on."""
    return [
        Finding("settings", fine=True, words=f"{settings.environment}, {settings.territory}, {settings.base_url}"),
        _database(),
        _sqlite(),
        clock(),
        front(settings),
        _mail(settings),
        names_of_mail(settings),
        _staff(settings),
        _disk(settings),
        _pango(),
        _queue(),
        backups_finding(),
        _law(settings),
    ]


def _database() -> Finding:
    """Ask the database which migration it stands at."""
    try:
        version = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError as error:
        return Finding("database", fine=False, words=f"{type(error).__name__}; run `flask --app wsgi db upgrade`")
    return Finding("database", fine=True, words=f"{db.engine.dialect.name}, migration {version}")


def _sqlite() -> Finding:
    """Tell which SQLite this is and how it journals."""
    if is_postgresql():
        return Finding("sqlite", fine=True, words="not used")
    mode = db.session.scalar(text("PRAGMA journal_mode"))
    why = "safe" if wal_is_safe() else "WAL has a corruption bug in this release, so it is not used"
    return Finding("sqlite", fine=True, words=f"{sqlite3.sqlite_version}, journal {mode} ({why})")


def _mail(settings: Settings) -> Finding:
    """Knock at the SMTP server's door."""
    if settings.mail_url == "file":
        return Finding("mail", fine=True, words=f"written to {settings.var / 'mail'}")
    server = urlsplit(settings.mail_url)
    kind = smtplib.SMTP_SSL if server.scheme == "smtps" else smtplib.SMTP
    try:
        with kind(server.hostname or "", server.port or 25, timeout=SMTP_SECONDS) as smtp:
            smtp.noop()
    except (OSError, smtplib.SMTPException) as error:
        return Finding("mail", fine=False, words=f"{server.hostname} does not answer ({type(error).__name__})")
    return Finding("mail", fine=True, words=f"{server.hostname} answers")


def _staff(settings: Settings) -> Finding:
    """Count who of the staff shows a second factor."""
    try:
        dates = db.session.scalars(select(Person.factor_since).where(Person.role.in_(("staff", "admin")))).all()
    except SQLAlchemyError as error:
        return Finding("second factor", fine=False, words=type(error).__name__)
    lacking, required = sum(each is None for each in dates), settings.staff_second_factor == "required"
    words = f"{settings.staff_second_factor}, {len(dates) - lacking} of {len(dates)} staff have set theirs"
    hint = "" if required or not lacking else ": set staff_second_factor to required"
    return Finding("second factor", fine=required or not lacking, words=words + hint)


def _disk(settings: Settings) -> Finding:
    """Measure the room left beside the data."""
    free = shutil.disk_usage(settings.var).free
    return Finding("disk", fine=free > LOW_DISK_BYTES, words=f"{free // 1_000_000} MB free in {settings.var}")


def _law(settings: Settings) -> Finding:
    """Look for what the law has a public site say of itself."""
    town = territory(settings.territory)
    audit = f"accessibility audited on {town.audited_on}" if town.audited_on else "no accessibility audit recorded"
    if town.unsaid:
        lacking = ", ".join(town.unsaid)
        return Finding("law", fine=False, words=f"config/territories/{town.key}.toml lacks {lacking}; {audit}")
    return Finding("law", fine=True, words=f"publisher, host and data protection officer are named; {audit}")


def _pango() -> Finding:
    """Look for the libraries that PDFs need."""
    missing = [name for name in PANGO if ctypes.util.find_library(name) is None]
    apt = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    return Finding("pango", fine=not missing, words=f"missing {', '.join(missing)}: {apt}" if missing else "found")


def _queue() -> Finding:
    """Count the mails that wait, and those that met trouble."""
    waiting = select(func.count()).select_from(OutboxMail).where(OutboxMail.sent_at.is_(None))
    try:
        count = db.session.scalar(waiting) or 0
        troubled = db.session.scalar(waiting.where(OutboxMail.trouble != "")) or 0
    except SQLAlchemyError as error:
        return Finding("queue", fine=False, words=type(error).__name__)
    return Finding("queue", fine=troubled == 0, words=f"{count} mail waiting, {troubled} in trouble")


def outbox_figures() -> tuple[int, int, int, datetime | None]:
    """Return how many mails wait, how many of them met trouble, how many left within a day, since when one waits."""
    waits = OutboxMail.sent_at.is_(None)
    asked = select(
        func.count().filter(waits),
        func.count().filter(waits, OutboxMail.trouble != ""),
        func.count().filter(OutboxMail.sent_at > now() - timedelta(days=1)),
        func.min(OutboxMail.created_at).filter(waits),
    )
    waiting, troubled, left, oldest = db.session.execute(asked).one()
    return waiting, troubled, left, oldest


def shelf() -> Shelf | None:
    """Return where the daily backups stand; None when the settings want none."""
    folder = current_settings().backups
    return Shelf(folder) if folder else None


def last_sound() -> Kept | None:
    """Return the newest backup that still is what was written."""
    place = shelf()
    return next((each for each in place.kept() if each.sound), None) if place else None


def waited_since() -> datetime:
    """Return the instant of the last sound backup; of the first account when there never was one, else now."""
    last = last_sound()
    return last.made_at if last else db.session.scalar(select(func.min(Person.created_at))) or now()


def backups_finding() -> Finding:
    """Look at the age of the last sound backup, and at the failure of the last one."""
    place = shelf()
    if place is None:
        return Finding("backups", fine=True, words="none are made here: backup_folder is empty")
    every, last, failure = place.kept(), last_sound(), place.failure()
    damaged = sum(not each.sound for each in every)
    fine = now() - waited_since() < OLDEST_BACKUP and not damaged and failure is None
    words = f"{len(every)} in {place.folder}, last {last.made_at:%Y-%m-%d %H:%M}" if last else f"none in {place.folder}"
    unsealed = ", unsealed: set backup_recipient" if last and not last.sealed else ""
    failed = f", last failure: {failure[1]}" if failure else ""
    return Finding("backups", fine=fine, words=f"{words}, {damaged} damaged{unsealed}{failed}")
