"""Each guard of the door to other towns is what holds: taken away, what it kept out comes in."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from grants.domain.errors import RuleError
from grants.domain.feeds import reading, xml_kinds
from grants.domain.feeds.reach import is_near
from grants.federation import fetching
from grants.federation.fetching import Limits, Visitor, fetch
from grants.federation.robots import Robots
from tests.federation.hostile import GOOD, Handler, Hostile, hostile_neighbour

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.one_database
ROOM = Limits(size=200_000, seconds=3.0, hops=3)


def said(address: str, reach=is_near, limits: Limits = ROOM) -> str:
    """Return why an address was not read, or what it answered."""
    try:
        answer = fetch(address, Visitor("EnvieDeFaire/1", reach, limits, Robots()))
    except RuleError as error:
        return error.code
    return f"{answer.status} {len(answer.content)}"


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Hostile]:
    with hostile_neighbour() as hostile:
        yield hostile


def test_a_private_address_is_read_only_without_its_guard(neighbour):
    address = neighbour.url("/good.json")
    assert said(address, reach=lambda _machine: False) == "address_within"
    assert said(address, reach=lambda _machine: True) == f"200 {len(GOOD)}"


def test_a_redirection_inside_is_called_only_without_its_guard(neighbour, monkeypatch):
    port = neighbour.base.rpartition(":")[2]
    address = neighbour.put("/inside", status=302, Location=f"http://127.0.0.2:{port}/good.json")
    called = []
    plain = socket.create_connection
    monkeypatch.setattr(
        fetching.socket, "create_connection", lambda at, **how: called.append(at[0]) or plain(at, **how)
    )
    assert said(address, reach=lambda machine: machine == "127.0.0.1") == "address_within"
    assert "127.0.0.2" not in called
    said(address, reach=lambda _machine: True)
    assert "127.0.0.2" in called


def test_redirections_end_only_with_their_guard(neighbour):
    for place in range(5):
        neighbour.put(f"/hop{place}", status=301, Location=f"/hop{place + 1}")
    neighbour.put("/hop5", GOOD)
    assert said(neighbour.url("/hop0")) == "too_many_hops"
    assert said(neighbour.url("/hop0"), limits=Limits(200_000, 3.0, 9)) == f"200 {len(GOOD)}"


def test_robots_are_obeyed_only_with_their_guard(neighbour, monkeypatch):
    neighbour.put("/robots.txt", b"User-agent: *\nDisallow: /\n")
    assert said(neighbour.url("/good.json")) == "robots"
    monkeypatch.setattr(fetching, "may_read", lambda *_given: True)
    assert said(neighbour.url("/good.json")) == f"200 {len(GOOD)}"
    del neighbour.answers["/robots.txt"]


def test_a_drip_goes_on_without_its_guard(neighbour, monkeypatch):
    short = Limits(200_000, 0.3)
    assert said(neighbour.url("/drip"), limits=short) == "too_slow"
    monkeypatch.setattr(Handler, "_slowly", lambda self, piece: [self.wfile.write(piece) for _time in range(9)])
    assert said(neighbour.url("/drip"), limits=short) == "200 9", "the same answer in time is read"


ENTITIES = (
    '<!DOCTYPE feed [<!ENTITY b "boum">]><feed xmlns="http://www.w3.org/2005/Atom"><title>&b;</title>'
    "<entry><title>&b;</title></entry></feed>"
)


def test_entities_are_opened_only_without_their_guard(monkeypatch):
    with pytest.raises(RuleError, match="feed_doctype"):
        reading.read(ENTITIES.encode())
    monkeypatch.setattr(xml_kinds._Reader, "_doctype", lambda *_given: None)  # noqa: SLF001 - the guard itself
    assert reading.read(ENTITIES.encode()).entries[0].title == "boum"


def test_a_deep_file_is_walked_only_without_its_guard(monkeypatch):
    deep = '<feed xmlns="http://www.w3.org/2005/Atom">' + "<a>" * 300 + "</a>" * 300 + "</feed>"
    with pytest.raises(RuleError, match="feed_unreadable"):
        reading.read(deep.encode())
    monkeypatch.setattr(xml_kinds, "DEEPEST", 1000)
    assert reading.read(deep.encode()).entries == ()


def test_a_wrong_charset_loses_accents_only_without_its_guard(monkeypatch):
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><title>é</title><entry><title>Été</title></entry></feed>'
    assert reading.read(feed.encode("cp1252"), charset="utf-8").entries[0].title == "Été"
    monkeypatch.setattr(reading, "decoded", lambda content, _charset: content.decode(errors="replace"))
    assert reading.read(feed.encode("cp1252")).entries[0].title != "Été"


def made(folder: Path, *command: str) -> None:
    """Run the tool that makes certificates."""
    subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607 - a tool of the system


def certificate(folder: Path, name: str, host: str, days: int) -> None:
    """Make a certificate for a host, signed by the authority of the test."""
    (folder / f"{name}.ext").write_text(f"subjectAltName=DNS:{host}\n", encoding="ascii")
    request = ("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.csr")
    made(folder, *request, "-subj", f"/CN={host}")
    signed = ("x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial")
    made(folder, *signed, "-days", str(days), "-extfile", f"{name}.ext", "-out", f"{name}.pem")


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Path:
    """An authority of our own, and what it signed: a good certificate, an expired one, one of another name."""
    folder = tmp_path_factory.mktemp("tls")
    own = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "2")
    made(folder, *own, "-subj", "/CN=Test")
    certificate(folder, "good", "localhost", 2)
    certificate(folder, "expired", "localhost", -1)
    certificate(folder, "other", "other.example", 2)
    return folder


def served(folder: Path, name: str) -> ThreadingHTTPServer:
    """Serve over TLS on the loopback."""
    hostile = Hostile()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Of", (Handler,), {"hostile": hostile}))
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / f"{name}.pem", folder / f"{name}.key")
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_given: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no tool makes certificates here")
@pytest.mark.parametrize("name", ["good", "expired", "other", "unknown"])
def test_a_certificate_must_be_good_in_time_and_of_that_name(authority, monkeypatch, name):
    server = served(authority, "good" if name == "unknown" else name)
    plain = socket.getaddrinfo
    monkeypatch.setattr(fetching.socket, "getaddrinfo", lambda _host, *how, **more: plain("127.0.0.1", *how, **more))
    if name != "unknown":
        monkeypatch.setenv("SSL_CERT_FILE", str(authority / "ca.pem"))
    address = f"https://localhost:{server.server_port}/good.json"
    try:
        read = said(address)
        assert read == (f"200 {len(GOOD)}" if name == "good" else "silent")
        monkeypatch.setattr(fetching.ssl, "create_default_context", ssl._create_unverified_context)  # noqa: SLF001 - the guard taken away
        assert said(address) == f"200 {len(GOOD)}"
    finally:
        server.shutdown()
        server.server_close()
