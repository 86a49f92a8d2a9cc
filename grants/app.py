"""The application: settings, database, blueprints, errors."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from click import ClickException
from flask import Flask, g, request
from flask_babel import Babel, get_locale
from markupsafe import Markup
from sqlalchemy.exc import OperationalError, ProgrammingError
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from grants import __version__, files, mail
from grants.blueprints import BLUEPRINTS, COMMANDS, DAILY, EACH_MINUTE, LONG_WORKS
from grants.budget.deck import cards
from grants.calls.queries import year_on_show
from grants.calls.schemes import check_schemes
from grants.db import db, engine_options, now
from grants.domain.money import format_euros
from grants.errors import answer_errors
from grants.jobs import current_jobs, init_jobs
from grants.logs import init_logs
from grants.operations.metrics import measure
from grants.replica import read_from_replica, replica_binds
from grants.security import Told, for_everybody, protect
from grants.security.rates import EXTENSION as RATES
from grants.security.rates import Pails
from grants.settings import ROOT, Settings, load_settings
from grants.territories.queries import territory
from grants.wording import quicken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import StartResponse, WSGIEnvironment

    from click import Command, Context

LANGUAGE = "grants.language"
FRENCH_TEXT = Markup(' lang="fr"')


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application; raise SettingsError with one sentence when a setting is wrong."""
    settings = settings or load_settings(os.environ)
    check_schemes(territory(settings.territory).scheme)
    cards()
    app = Flask("grants", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "grants" / "static"))
    _configure(app, settings)
    init_logs(app, settings)
    app.teardown_appcontext(_wake_mail)
    jobs = init_jobs(app, settings)
    for look in EACH_MINUTE:
        jobs.every_minute(look)
    for function in DAILY:
        jobs.every_day(function)
    for work in LONG_WORKS:
        jobs.offer(work)
    db.init_app(app)
    Babel(
        app,
        default_locale=settings.languages[0],
        default_timezone=territory(settings.territory).zone,
        default_translation_directories=str(ROOT / "grants" / "translations"),
        locale_selector=lambda: request.environ.get(LANGUAGE, settings.languages[0]) if request else None,
    )
    quicken(app.jinja_env)
    protect(app)
    if settings.limit_readers:
        app.extensions[RATES] = Pails()
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    measure(app, settings)
    if settings.database_replica_url:
        read_from_replica(app)
    for command in COMMANDS:
        app.cli.add_command(_in_one_line(command))
    app.after_request(_remember_mail)
    _give_templates(app, settings)
    answer_errors(app)
    app.wsgi_app = _around(app.wsgi_app, settings)  # type: ignore[method-assign]
    return app


def _around(pages: Callable[..., Iterable[bytes]], settings: Settings) -> Told:
    """Put around the pages, from the inside out: the files, the language in the address, who asks, the headers."""
    assets = WhiteNoise(
        pages,
        root=str(ROOT / "grants" / "static"),
        prefix="static/",
        max_age=3600,
        allow_all_origins=False,
        add_headers_function=for_everybody,
    )
    spoken = LanguageInAddress(assets, settings.languages[1:])
    seen = ProxyFix(spoken, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)
    return Told(seen, secure=settings.secure_cookies)


def _in_one_line(command: Command) -> Command:
    """Have a command whose database cannot be used end with one clear line."""
    invoke = command.invoke

    def run(context: Context) -> object:
        try:
            return invoke(context)
        except (OperationalError, ProgrammingError) as error:
            reason = str(error.orig).strip().partition("\n")[0]
            message = (
                f"The database cannot be used ({reason}). Look at DATABASE_URL, or run: flask --app wsgi db upgrade"
            )
            raise ClickException(message) from error

    command.invoke = run  # type: ignore[method-assign, assignment]
    return command


def _configure(app: Flask, settings: Settings) -> None:
    """Hand the settings over to Flask and its extensions."""
    base = urlsplit(settings.base_url)
    app.extensions["settings"] = settings
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        SQLALCHEMY_BINDS=replica_binds(settings),
        MAX_CONTENT_LENGTH=settings.max_request_bytes,
        MAX_FORM_MEMORY_SIZE=settings.max_request_bytes,
        MAX_FORM_PARTS=1000,
        TRUSTED_HOSTS=[base.hostname, *settings.trusted_hosts] + ([] if settings.secure_cookies else ["localhost"]),
        SESSION_COOKIE_NAME="__Host-form" if settings.secure_cookies else "form",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        PREFERRED_URL_SCHEME=base.scheme,
    )


class LanguageInAddress:
    """Serve every page again under /<language>/…: the prefix moves into SCRIPT_NAME, so links keep it by themselves."""

    def __init__(self, application: Callable[..., Iterable[bytes]], languages: list[str]) -> None:
        """Wrap a WSGI application; the first language of the settings stays without prefix."""
        self.application = application
        self.languages = frozenset(languages)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Recognise the language in the first part of the path."""
        first, _, rest = environ.get("PATH_INFO", "").lstrip("/").partition("/")
        if first in self.languages:
            environ[LANGUAGE] = first
            environ["SCRIPT_NAME"] = f"{environ.get('SCRIPT_NAME', '')}/{first}"
            environ["PATH_INFO"] = f"/{rest}"
        return self.application(environ, start_response)


def _remember_mail(response: Any) -> Any:  # noqa: ANN401 - any response goes through unchanged
    """Note that this request wrote mail, before its session closes."""
    g.mail_posted = mail.just_posted()
    return response


def _wake_mail(_error: BaseException | None) -> None:
    """Once the request's transaction is over, have the outbox delivered."""
    if g.pop("mail_posted", False):
        current_jobs().deliver_soon()


def _spoken() -> str:
    """Return the language of the page, asked for each sum of each table."""
    locale = get_locale()
    return locale.language if locale else "fr"


def _give_templates(app: Flask, settings: Settings) -> None:
    """Give every template the town, the language and a few words."""

    def site_url(endpoint: str, language: str | None = None, **values: Any) -> str:  # noqa: ANN401 - as url_for
        """Return a whole address on this site, in the reader's language, also outside a request."""
        chosen = language or str(get_locale() or settings.languages[0])
        prefix = "" if chosen == settings.languages[0] else f"/{chosen}"
        adapter = app.url_map.bind("site", script_name="/")
        return settings.base_url.rstrip("/") + prefix + adapter.build(endpoint, values)

    def other_language_url() -> str:
        """Return the address of this page in the other language."""
        spoken = str(get_locale() or settings.languages[0])
        other = next((each for each in settings.languages if each != spoken), spoken)
        prefix = "" if other == settings.languages[0] else f"/{other}"
        return prefix + request.full_path.rstrip("?")

    app.jinja_env.policies["ext.i18n.trimmed"] = True  # as the extraction does (pyproject.toml)
    app.jinja_env.globals.update(
        in_french=lambda: "" if str(get_locale()) == "fr" else FRENCH_TEXT,
        euros=lambda cents: format_euros(cents, _spoken()),
        whole_euros=lambda cents: format_euros(cents, _spoken(), whole=True),
        site_url=site_url,
        other_language_url=other_language_url,
        accepted_files=files.ACCEPTED,
        asset=lambda name: f"/static/{name}?v={__version__}",
        languages=settings.languages,
        version=__version__,
    )

    @app.context_processor
    def add_common() -> dict[str, Any]:
        return {
            "territory": territory(settings.territory),
            "language": str(get_locale() or settings.languages[0]),
            "current_year": now().year if g.get("out_of_order") else year_on_show(),
            "person": g.get("person"),
        }
