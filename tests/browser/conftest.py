"""A real Chromium before a real server. The page sees what a person sees: styles, scripts, security policy."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from grants.accounts.services import invite
from grants.db import db
from tests.applications.conftest import call as call  # noqa: PLC0414 - the same town, for a browser
from tests.applications.conftest import change_call as change_call  # noqa: PLC0414
from tests.applications.conftest import stored as stored  # noqa: PLC0414
from tests.applications.conftest import writer as writer  # noqa: PLC0414
from tests.browser.phone import Phone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from playwright.sync_api import Browser, BrowserContext

    from tests.applications.conftest import Writer


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the Chromium of this machine, once."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert program, "Chromium is missing: ./test --setup says how to install it"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def server(app: Flask) -> Iterator[str]:
    """Serve the application of this test; return its address."""
    serving = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=serving.serve_forever)
    thread.start()
    yield f"http://localhost:{serving.port}"
    serving.shutdown()
    thread.join()
    serving.server_close()


@pytest.fixture
def phone(browser: Browser, server: str, writer: Writer, stored: Callable[[Writer], object]) -> Iterator[Phone]:
    """Return a phone in the hand of somebody with a draft begun."""
    phone = Phone(browser, server, writer, stored)
    yield phone
    phone.context.close()


@pytest.fixture
def plain_phone(browser: Browser, server: str, writer: Writer, stored: Callable[[Writer], object]) -> Iterator[Phone]:
    """Return the same phone without script."""
    phone = Phone(browser, server, writer, stored, java_script_enabled=False)
    yield phone
    phone.context.close()


@pytest.fixture
def town(app: Flask) -> Flask:
    """Return the application over the demonstration year."""
    loaded = app.test_cli_runner().invoke(args=["demo", "load", "--projects", "12", "--year", "2026"])
    assert loaded.exit_code == 0, loaded.output
    return app


@pytest.fixture
def clerk(browser: Browser, server: str, town: Flask) -> Iterator[BrowserContext]:
    """Return a browser signed in for the town, by an invitation."""
    with town.app_context():
        token = invite("greffe@port-leon.example", "admin")
        db.session.commit()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{server}/invitation/{token}")
    page.click("main form button")
    page.close()
    yield context
    context.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Try a test of the browser once more before calling it failed: on a busy machine a page may be late."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=1))
