"""Prometheus reads how the site does, from several processes, and nothing of anybody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException

import pytest
from alembic import command
from prometheus_client.parser import text_string_to_metric_families

from grants.app import create_app
from grants.operations.cli import alembic_config
from grants.settings import ROOT, SettingsError, load_settings
from tests.durability.machine import free_port

pytestmark = pytest.mark.one_database
TOKEN = "a-token-of-twenty-signs-and-more"  # noqa: S105 - of this test alone
WORD = "a-word-somebody-searched"


def ask(port, path, token=""):
    """Return the status and the text of a page."""
    headers = {"Host": "localhost"} | ({"Authorization": f"Bearer {token}".encode()} if token else {})
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as asked:
        asked.request("GET", path, headers=headers)
        answer = asked.getresponse()
        return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """Serve an empty town by two processes; yield the port."""
    var, port = tmp_path_factory.mktemp("var"), free_port()
    told = {"GRANTS_ENV": "development", "GRANTS_VAR": str(var)}
    app = create_app(load_settings(told))
    with app.app_context():
        command.upgrade(alembic_config(), "head")
    more = {"GRANTS_METRICS_TOKEN": TOKEN, "GRANTS_BIND": f"127.0.0.1:{port}", "GRANTS_WORKERS": "2"}
    words = [sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.conf.py", "wsgi:app"]
    server = subprocess.Popen(words, cwd=ROOT, env=os.environ | told | more)  # noqa: S603 - our own server
    try:
        for _ in range(300):
            with suppress(OSError, HTTPException):
                if ask(port, "/healthz")[0] == 200:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def test_figures_of_all_processes_are_added_up_by_rule_and_tell_nothing_of_anybody(served):
    for number in range(12):
        ask(served, f"/recherche?q={WORD}")
        ask(served, f"/projets/{WORD}-{number}")
    _, words = ask(served, "/metrics", TOKEN)
    found = {each.name: each for each in text_string_to_metric_families(words)}
    answers = {
        (one.labels["route"], one.labels["status"]): one.value
        for one in found["grants_requests"].samples
        if one.name.endswith("_total")
    }
    assert answers["/recherche", "200"] == 12
    assert answers["/projets/<slug>", "404"] == 12
    for name in (
        "request_seconds", "database_seconds", "database_up", "outbox_waiting", "outbox_in_trouble",
        "outbox_oldest_seconds", "mails_sent_last_day",
    ):  # fmt: skip
        assert found[f"grants_{name}"].samples, name
    assert WORD not in words
    assert "127.0.0.1" not in words


@pytest.mark.parametrize("token", ["", "x" * len(TOKEN), TOKEN[:-1], f"{TOKEN}é"])
def test_without_the_token_there_is_no_such_page(served, token):
    assert ask(served, "/metrics", token)[0] == 404


def test_by_default_there_is_no_such_page(client):
    assert client.get("/metrics").status_code == 404


def test_what_the_settings_say_of_it_is_checked_at_the_start(tmp_path, monkeypatch):
    told = {"GRANTS_ENV": "testing", "GRANTS_VAR": str(tmp_path)}
    for wrong in ({"GRANTS_METRICS_FROM": "10.0.0.1,somewhere"}, {"GRANTS_METRICS_TOKEN": "short"}):
        with pytest.raises(SettingsError):
            create_app(load_settings(told | wrong))
    monkeypatch.setitem(sys.modules, "prometheus_client", None)
    create_app(load_settings(told))
    with pytest.raises(SettingsError, match=r"requirements-metrics\.txt"):
        create_app(load_settings(told | {"GRANTS_METRICS_FROM": "127.0.0.1"}))
