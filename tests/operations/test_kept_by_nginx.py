"""A page that nginx keeps for a hall names each reader's own request, not that of the first who asked."""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import contextmanager
from http.client import HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.trust.proxy import HOST, MAIN, ROOT, Front, certify, free_port, site, until_it_listens

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
HIDDEN = "    proxy_hide_header X-Request-Id;"

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.skipif(NGINX is None, reason="nginx is not installed"),
]


class Lender(BaseHTTPRequestHandler):
    """An application that lends its page for a minute and answers with the name of the request, as ours does."""

    asked: list[str]

    def do_GET(self):
        self.asked.append(self.headers["X-Request-ID"])
        self.send_response(200)
        self.send_header("X-Accel-Expires", "60")
        self.send_header("X-Request-Id", self.headers["X-Request-ID"])
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *_words):
        """Say nothing."""


@contextmanager
def nginx(folder, shipped):
    """Serve the lender behind nginx set up by the text `shipped`; give the port and the names the lender saw."""
    lender = type("Ours", (Lender,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), lender)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    front = Front(free_port(), free_port(), server.server_port, certify(folder), folder)
    (folder / "site.conf").write_text(site(shipped, front), encoding="utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(user="user root;", folder=folder), encoding="utf-8")
    process = subprocess.Popen([NGINX, "-c", folder / "nginx.conf"])  # noqa: S603 - our own server
    try:
        until_it_listens(front.secure)
        yield front, lender.asked
    finally:
        process.terminate()
        process.wait(30)
        server.shutdown()
        server.server_close()


def names(front):
    """Return the names that three readers of one page, then one with a cookie, are told."""
    found = []
    for headers in ({}, {}, {}, {"Cookie": "form=1"}):
        line = socket.create_connection(("127.0.0.1", front.secure), timeout=30)
        reader = HTTPSConnection(HOST)
        reader.sock = ssl.create_default_context(cafile=front.authority).wrap_socket(line, server_hostname=HOST)
        reader.request("GET", "/projets/", headers=headers)
        answer = reader.getresponse()
        found.append(answer.headers.get_all("X-Request-Id"))
        reader.close()
    return found


def test_each_reader_of_a_kept_page_is_told_the_name_of_their_own_request(tmp_path):
    shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    with nginx(tmp_path, shipped) as (front, asked):
        told = [name for (name,) in names(front)]
    assert len(asked) == 2, "the page was kept for the second and the third reader"
    assert len(set(told)) == 4
    assert [told[0], told[3]] == asked, "what nginx fetches is known under the same name on both sides"
    assert all(re.fullmatch("[0-9a-f]{32}", name) for name in told)


def test_control_without_hiding_it_the_first_name_comes_again(tmp_path):
    shipped = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert HIDDEN in shipped
    with nginx(tmp_path, shipped.replace(HIDDEN, "")) as (front, asked):
        told = names(front)
    assert told[1][0] == asked[0] or told[1][-1] == asked[0]
