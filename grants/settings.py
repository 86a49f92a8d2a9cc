"""The one door to settings: config/*.toml, then GRANTS_* variables, checked once at the start."""

from __future__ import annotations

import os
import re
import secrets
import tomllib
from dataclasses import dataclass, field, fields
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app

from grants.domain.reply_address import LONGEST_LOCAL, TOKEN_SIGNS

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ("development", "testing", "production")
YES = {"1", "true", "yes", "on", "oui"}
AGE_KEY = re.compile("age1[02-9ac-hj-np-z]{58}")
NO = {"0", "false", "no", "off", "non", ""}


class SettingsError(RuntimeError):
    """A setting is missing or wrong; the message is the one sentence shown before stopping."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that an instance may choose. Durations in days or minutes as their names say; sizes in bytes."""

    environment: str
    var: Path
    database_url: str
    database_replica_url: str
    secret_key: str
    territory: str
    base_url: str
    trusted_hosts: list[str]
    mail_url: str
    mail_from: str
    reply_by_mail: bool
    languages: list[str]
    session_days: int
    staff_idle_hours: int
    staff_second_factor: str
    sign_in_minutes: int
    sent_mails_days: int
    spent_links_days: int
    unused_account_days: int
    unsent_draft_days: int
    unaided_file_years: int
    aided_file_years: int
    first_warning_days: int
    second_warning_days: int
    max_request_bytes: int
    jobs_in_process: bool
    developer_mailbox: bool
    secure_cookies: bool
    indexing: bool
    company_directory: str
    federation_private: bool
    proxies: int
    limit_readers: bool
    log: str
    backup_recipient: str
    backup_folder: str
    proconnect_issuer: str
    proconnect_client_id: str
    proconnect_client_secret: str = field(repr=False)
    proconnect_sirets: list[str]
    proconnect_acr: list[str]
    proconnect_factor_acr: list[str]
    metrics_from: list[str]
    metrics_token: str = field(repr=False)

    @property
    def territories(self) -> Path:
        """The folder of the towns' descriptions."""
        return ROOT / "config" / "territories"

    @property
    def backups(self) -> Path | None:
        """The folder of the daily backups, in var/ unless it is a whole path; None when none are made."""
        return self.var / self.backup_folder if self.backup_folder else None


def load_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings of an instance; raise SettingsError with one clear sentence when one is wrong."""
    environment = environ.get("GRANTS_ENV", "development")
    if environment not in ENVIRONMENTS:
        message = f"GRANTS_ENV is “{environment}”; it must be one of {', '.join(ENVIRONMENTS)}."
        raise SettingsError(message)
    values: dict[str, Any] = {}
    for name in ("default", environment):
        values |= tomllib.loads((ROOT / "config" / f"{name}.toml").read_text(encoding="utf-8"))
    var = Path(environ.get("GRANTS_VAR") or ROOT / "var").resolve()
    for name in list(values):
        given = environ.get(f"GRANTS_{name.upper()}")
        if given is not None:
            values[name] = _convert(name, given, values[name])
    unknown = set(values) - {each.name for each in fields(Settings)}
    if unknown:
        message = f"Unknown setting in config/: {', '.join(sorted(unknown))}."
        raise SettingsError(message)
    values["database_url"] = _database_url(environ.get("DATABASE_URL", ""), var)
    replica = environ.get("DATABASE_REPLICA_URL", "")
    values["database_replica_url"] = _database_url(replica, var) if replica else ""
    settings = Settings(environment=environment, var=var, secret_key=_secret_key(environ, var), **values)
    _check(settings)
    return settings


def current_settings() -> Settings:
    """Return the settings of the application at work."""
    settings: Settings = current_app.extensions["settings"]
    return settings


def _convert(name: str, given: str, default: object) -> object:
    """Turn a variable's text into the kind of value its default has."""
    if isinstance(default, bool):
        if given.lower() in YES | NO:
            return given.lower() in YES
        message = f"GRANTS_{name.upper()} is “{given}”; say yes or no."
        raise SettingsError(message)
    if isinstance(default, int):
        if given.isdecimal():
            return int(given)
        message = f"GRANTS_{name.upper()} is “{given}”; it must be a whole number."
        raise SettingsError(message)
    if isinstance(default, list):
        return [part.strip() for part in given.split(",") if part.strip()]
    return given


def _database_url(given: str, var: Path) -> str:
    """Name the database for SQLAlchemy: SQLite in var/ unless DATABASE_URL says otherwise."""
    if not given:
        return f"sqlite:///{var / 'grants.sqlite3'}"
    scheme, _, rest = given.partition("://")
    if scheme in {"postgres", "postgresql", "postgresql+psycopg"}:
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite":
        return given
    message = f"DATABASE_URL starts with “{scheme}”; it must be sqlite:/// or postgresql://."
    raise SettingsError(message)


def _secret_key(environ: Mapping[str, str], var: Path) -> str:
    """Return the secret of this instance, made at the first start in var/secret_key (0600)."""
    given = environ.get("GRANTS_SECRET_KEY")
    path = var / "secret_key"
    try:
        var.mkdir(parents=True, exist_ok=True)
        if given:
            return given
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _kept_key(path)
    except OSError as error:
        message = f"The data folder {var} cannot be written ({error.strerror}); set GRANTS_VAR to one that can."
        raise SettingsError(message) from error
    secret = secrets.token_hex(32)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret)
    return secret


def _kept_key(path: Path) -> str:
    """Read the secret made at the first start; a start that was cut short left an empty one, which protects nothing."""
    try:
        kept = path.read_text(encoding="ascii").strip()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); give it to the user who runs the server."
        raise SettingsError(message) from error
    if kept:
        return kept
    message = f"{path} is empty; remove it, the next start makes a new one."
    raise SettingsError(message)


def _check(settings: Settings) -> None:
    """Stop on settings that could only fail later."""
    for broken, words in _faults(settings):
        if broken:
            raise SettingsError(words)


def _faults(settings: Settings) -> tuple[tuple[bool, str], ...]:
    """Return what may be wrong, whether it is, and the sentence that says so."""
    base = urlsplit(settings.base_url)
    mail = urlsplit(settings.mail_url)
    return (
        (
            base.scheme not in {"http", "https"} or not base.hostname,
            f"base_url is “{settings.base_url}”; it must be a whole address such as https://enviedefaire.example.",
        ),
        (
            settings.mail_url != "file" and (mail.scheme not in {"smtp", "smtps"} or not mail.hostname),
            "mail_url must be “file” or smtp://host:port; its value is not shown here, it may hold a password.",
        ),
        (
            not (settings.territories / f"{settings.territory}.toml").is_file(),
            f"territory is “{settings.territory}”, but config/territories/{settings.territory}.toml does not exist.",
        ),
        (
            settings.reply_by_mail and len(settings.mail_from.rpartition("@")[0]) >= LONGEST_LOCAL - TOKEN_SIGNS,
            "With reply_by_mail, mail_from must have fewer than 30 signs before its @: a signed token follows them.",
        ),
        (
            bool(settings.database_replica_url)
            and not (settings.database_url[:10] == settings.database_replica_url[:10] == "postgresql"),
            "DATABASE_REPLICA_URL must be a streaming replica of the PostgreSQL server that DATABASE_URL names.",
        ),
        (settings.log not in {"json", "plain"}, "log must be “json” or “plain”."),
        (
            bool(settings.backup_recipient) and not AGE_KEY.fullmatch(settings.backup_recipient),
            "backup_recipient must be a public key of age (age1…), or nothing to leave backups unsealed.",
        ),
        (
            settings.staff_second_factor not in {"required", "offered"},
            f"staff_second_factor is “{settings.staff_second_factor}”; it must be required or offered.",
        ),
        *_faults_of_clocks(settings),
        (not _is_safe(settings), "company_directory must be an https:// address, or nothing to leave the look-up off."),
        *_faults_of_proconnect(settings),
        *(_faults_of_production(settings) if settings.environment == "production" else ()),
    )


def _faults_of_proconnect(settings: Settings) -> tuple[tuple[bool, str], ...]:
    """Return what would keep staff from coming back from ProConnect, when it is offered."""
    if not settings.proconnect_issuer:
        return ()
    issuer = urlsplit(settings.proconnect_issuer)
    trial = settings.environment != "production" and issuer.hostname in {"127.0.0.1", "localhost"}
    return (
        (
            not issuer.hostname or issuer.scheme not in ({"https", "http"} if trial else {"https"}),
            f"proconnect_issuer is “{settings.proconnect_issuer}”; it must be the https:// address ProConnect gave.",
        ),
        (
            not settings.proconnect_client_id or not settings.proconnect_client_secret,
            "With proconnect_issuer, set GRANTS_PROCONNECT_CLIENT_ID and GRANTS_PROCONNECT_CLIENT_SECRET.",
        ),
        (
            find_spec("authlib") is None,
            "ProConnect needs Authlib: pip install --require-hashes -r requirements-proconnect.txt",
        ),
    )


def _faults_of_clocks(settings: Settings) -> tuple[tuple[bool, str], ...]:
    """Return what would make a clock end before its warnings."""
    shortest = min(settings.unsent_draft_days, settings.unused_account_days)
    return (
        (
            not 0 < settings.second_warning_days < settings.first_warning_days < shortest,
            "second_warning_days must be fewer than first_warning_days, and both fewer than what they warn of.",
        ),
        (
            min(settings.unaided_file_years, settings.aided_file_years) < 1,
            "unaided_file_years and aided_file_years must be one year at least.",
        ),
    )


def _faults_of_production(settings: Settings) -> tuple[tuple[bool, str], ...]:
    """Return what only a site open to everybody must hold to."""
    return (
        (
            urlsplit(settings.base_url).scheme != "https",
            "In production base_url must start with https://; set GRANTS_BASE_URL.",
        ),
        (
            settings.mail_url == "file",
            "In production mail must leave by SMTP; set GRANTS_MAIL_URL=smtp://host:port.",
        ),
        (
            settings.federation_private,
            "federation_private lets feeds be read from this machine and its own network; it is for trials only.",
        ),
    )


def _is_safe(settings: Settings) -> bool:
    """Tell whether the directory may be asked: it is off, or at an https address."""
    address = urlsplit(settings.company_directory)
    if not settings.company_directory:
        return True
    return address.scheme == "https" and bool(address.hostname)
