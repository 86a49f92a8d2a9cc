"""What is shipped to serve the site says the same as the settings and the views it serves."""

from __future__ import annotations

import re
import tomllib

import pytest

from grants.settings import ROOT
from tests.journeys.addresses import PLACE, rules

pytestmark = pytest.mark.one_database

DEPLOY = ROOT / "deploy"
SETTINGS = {name: tomllib.loads((ROOT / "config" / f"{name}.toml").read_text()) for name in ("default", "production")}
TAKEN = re.compile(r"    location ~ (\S+) \{\s+client_max_body_size (\d+)m;")


def nginx() -> str:
    """Return the shipped configuration of nginx."""
    return (DEPLOY / "nginx.conf").read_text(encoding="utf-8")


def test_nginx_lets_a_form_in_that_the_application_takes():
    most = re.search(r"^    client_max_body_size (\d+)m;", nginx(), re.MULTILINE)
    assert int(most[1]) * 1_000_000 == SETTINGS["default"]["max_request_bytes"]


def kept_out(app, pattern: str, most: int) -> set[str]:
    """Return the addresses that take files, and that nginx would stop, or let in when they take none."""
    large = {
        rule.rule: getattr(app.view_functions[rule.endpoint], "most_bytes", 0)
        for rule in rules(app)
        if "POST" in rule.methods
    }
    return {
        rule
        for rule, bytes_taken in large.items()
        if bool(re.match(pattern, PLACE.sub("1", rule))) != (bytes_taken > 0) or bytes_taken > most * 1_000_000
    }


def test_nginx_lets_files_in_where_a_view_takes_them_and_only_there(app):
    pattern, most = TAKEN.search(nginx()).groups()
    assert kept_out(app, pattern, int(most)) == set()
    assert kept_out(app, pattern.replace("bilan", "compte"), int(most)) == {"/dossiers/<public_id>/bilan"}, (
        "the control"
    )


def test_one_proxy_is_trusted_and_it_says_who_came():
    assert SETTINGS["production"]["proxies"] == 1
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in nginx()
    assert "proxy_add_x_forwarded_for" not in nginx(), "it would keep what the client wrote"


def test_nginx_waits_longer_than_gunicorn_and_logs_neither_addresses_nor_questions():
    timeout = int(re.search(r"^timeout = (\d+)", (ROOT / "config" / "gunicorn.conf.py").read_text(), re.MULTILINE)[1])
    assert int(re.search(r"proxy_read_timeout (\d+)s", nginx())[1]) > timeout
    logged = re.search(r"log_format shapes '(.*)'", nginx())[1]
    assert not set(re.findall(r"\$\w+", logged)) & {
        "$remote_addr",
        "$request",
        "$request_uri",
        "$args",
        "$http_referer",
    }


def test_nginx_keeps_only_what_the_application_lends_and_nothing_for_who_has_a_cookie():
    said = nginx()
    for line in ("proxy_cache_bypass $http_cookie;", "proxy_no_cache $http_cookie;"):
        assert line in said
    assert "proxy_ignore_headers Cache-Control Expires;" in said
    assert "proxy_cache_valid" not in said, "it would keep what the application did not lend"


@pytest.mark.parametrize("unit", ["grants.service", "grants-jobs.service"])
def test_a_unit_writes_only_in_its_own_folder_and_keeps_no_right(unit):
    said = dict(
        line.split("=", 1) for line in (DEPLOY / unit).read_text().splitlines() if "=" in line and line[0] != "#"
    )
    assert said["ProtectSystem"] == "strict"
    assert said["StateDirectory"] == "grants"
    assert "GRANTS_VAR=/var/lib/grants" in said["Environment"]
    assert said["CapabilityBoundingSet"] == ""
    assert said["SystemCallFilter"] == "~@privileged"
    assert said["User"] == said["Group"] == "grants"


def test_the_container_is_asked_whether_it_serves():
    said = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"HEALTHCHECK .*CMD .*deploy/healthy.py", said, re.DOTALL)
    assert "/healthz" in (DEPLOY / "healthy.py").read_text(encoding="utf-8")
    assert "USER grants" in said
