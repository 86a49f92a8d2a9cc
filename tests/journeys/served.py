"""The application as a town serves it: its production settings, its own address, HTTPS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grants.accounts.services import open_session
from grants.app import create_app
from grants.db import db
from grants.settings import load_settings
from tests.conftest import Reader

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

SITE = "https://ville.example"


class OverHttps(Reader):
    """A client that asks the town's own address."""

    def open(self, *arguments: object, **options: object) -> object:
        """Send a request there."""
        return super().open(*arguments, **{"base_url": SITE, **options})


def production(app: Flask, **settings: str) -> Flask:
    """Return the application as a town serves it, over the same database; its staff come by mail alone."""
    environ = {"GRANTS_ENV": "production", "GRANTS_VAR": str(app.extensions["settings"].var)}
    environ |= {"GRANTS_BASE_URL": SITE, "GRANTS_MAIL_URL": "smtp://127.0.0.1:9", "GRANTS_JOBS_IN_PROCESS": "no"}
    environ |= {"GRANTS_STAFF_SECOND_FACTOR": "offered"}
    environ |= {f"GRANTS_{name.upper()}": value for name, value in settings.items()}
    served = create_app(load_settings(environ | {"DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"]}))
    served.test_client_class = OverHttps
    return served


def browser(served: Flask, email: str = "") -> FlaskClient:
    """Return a browser on the site, signed in when an address is given."""
    client = served.test_client()
    if email:
        with served.app_context():
            token, _ = open_session(email, "fr", 30)
            db.session.commit()
        client.set_cookie("__Host-grants", token, domain="ville.example", secure=True)
    return client
