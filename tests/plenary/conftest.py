"""What several tests of the evening stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask_babel import Babel, format_date

from grants.settings import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def templates() -> Iterator[None]:
    """Give the templates and their language, without a database."""
    app = Flask("grants", template_folder=str(ROOT / "templates"))
    Babel(app, default_locale="fr")
    app.jinja_env.filters["dateformat"] = format_date
    with app.app_context():
        yield
